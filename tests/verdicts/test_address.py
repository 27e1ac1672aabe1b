from __future__ import annotations

from datetime import UTC, datetime

import pytest

from citecheck.model.captures import Failure, Hop, NoResponse, Response
from citecheck.model.documents import (
    Document,
    Extraction,
    Page,
    Region,
    RegionKind,
    Unread,
    UnreadReason,
)
from citecheck.model.verdicts import AddressStatus
from citecheck.verdicts.address import PageEvidence, judge_address
from citecheck.verdicts.landing import is_root, redirects_home
from citecheck.verdicts.page_marks import Mark, find_marks

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DEEP = "http://www.riverwatch.example/2009/report.html"


def page(text: str = "The river carried 40 boats. " * 20, title: str = "Report") -> Document:
    return Document(
        media_type="text/html", title=title, headings=(title,), pages=(Page(number=1, text=text),)
    )


def answer(
    status: int = 200, *, url: str = DEEP, final: str | None = None, codes: tuple[int, ...] = ()
) -> Response:
    final = final or url
    hops = tuple(Hop(url=url, status=code, location=final) for code in codes)
    return Response(
        url=url, final_url=final, status=status, headers=(), body=b"", at=NOW, hops=hops
    )


def status_of(
    response: Response,
    extraction: Extraction | None = None,
    **evidence: bool | int | frozenset[Mark],
) -> str:
    length = evidence.pop("length", 5000)
    seen = PageEvidence(length=int(length), extraction=extraction or page(), **evidence)  # type: ignore[arg-type]
    return judge_address(response, seen).status


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (200, "ok"),
        (404, "gone"),
        (410, "gone"),
        (401, "blocked"),
        (403, "blocked"),
        (429, "blocked"),
        (500, "server_error"),
        (503, "server_error"),
        (418, "server_error"),
        (304, "no_answer"),
    ],
)
def test_a_status_code_has_one_meaning(code: int, status: str) -> None:
    assert status_of(answer(code)) == status


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure_has_a_status_and_keeps_its_reason(failure: Failure) -> None:
    outcome = NoResponse(url=DEEP, failure=failure, why="the reason", at=NOW)
    judged = judge_address(outcome, PageEvidence(length=0))
    assert judged.why == "the reason"
    assert judged.status in set(AddressStatus)


def test_a_permanent_redirect_to_the_same_thing_is_moved() -> None:
    there = "http://www.riverwatch.example/archive/report.html"
    assert status_of(answer(final=there, codes=(301,))) == "moved"
    assert status_of(answer(final=there, codes=(308, 301))) == "moved"


def test_a_temporary_redirect_is_ok() -> None:
    there = "http://www.riverwatch.example/tmp/report.html"
    assert status_of(answer(final=there, codes=(302,))) == "ok"
    assert status_of(answer(final=there, codes=(301, 302))) == "ok"


def test_a_deep_page_that_leads_home_is_a_soft_404() -> None:
    assert status_of(answer(final="http://www.riverwatch.example/", codes=(301,))) == "soft_404"


def test_a_page_that_carries_the_figure_is_alive_whatever_it_looks_like() -> None:
    home = answer(final="http://www.riverwatch.example/", codes=(301,))
    assert status_of(home, carries_figure=True) == "moved"
    assert status_of(answer(), page(title="Page not found"), carries_figure=True) == "ok"


@pytest.mark.parametrize(
    "title",
    ["Page not found", "404 - Not Found", "Error 404", "Страница не найдена", "Ошибка 404"],
)
def test_a_200_that_says_not_found_is_a_soft_404(title: str) -> None:
    assert status_of(answer(), page("Try the search.", title=title)) == "soft_404"


def test_a_long_page_about_missing_pages_is_no_soft_404() -> None:
    text = "This page was not found in any library until 1934. " + "The leaf is described. " * 90
    assert status_of(answer(), page(text, title="A lost page of the chronicle")) == "ok"


@pytest.mark.parametrize(
    "text", ["This domain is for sale!", "Buy this domain", "Этот домен продаётся."]
)
def test_a_domain_for_sale_is_parked(text: str) -> None:
    assert status_of(answer(), page(text, title="riverwatch.example")) == "parked"


@pytest.mark.parametrize("title", ["Just a moment...", "Log in", "Access denied", "Вход на сайт"])
def test_a_wall_is_blocked_not_dead(title: str) -> None:
    assert status_of(answer(), page("Please wait.", title=title)) == "blocked"


def test_a_redirect_to_a_login_is_blocked() -> None:
    there = "http://www.riverwatch.example/account/login?next=/2009"
    assert status_of(answer(final=there, codes=(302,))) == "blocked"


def test_a_web_page_where_a_pdf_was_cited_is_a_soft_404() -> None:
    cited = answer(url="http://www.riverwatch.example/docs/annual.pdf")
    assert status_of(cited) == "soft_404"
    assert status_of(cited, carries_title=True) == "ok"


def test_an_empty_page_is_a_soft_404() -> None:
    assert status_of(answer(), page("", title=""), length=0) == "soft_404"
    unread = Unread(reason=UnreadReason.EMPTY, why="no text at all")
    assert status_of(answer(), unread) == "soft_404"


def test_a_scan_is_alive() -> None:
    scan = Unread(reason=UnreadReason.NEEDS_OCR, why="no text layer")
    assert status_of(answer(url="http://www.riverwatch.example/docs/scan.pdf"), scan) == "ok"


def test_a_body_cut_short_is_incomplete() -> None:
    cut = Response(
        url=DEEP, final_url=DEEP, status=200, headers=(), body=b"", at=NOW, complete=False
    )
    assert status_of(cut, carries_figure=True) == "incomplete"


def test_several_addresses_that_end_at_one_page_are_suspect() -> None:
    there = "http://www.riverwatch.example/notice.html"
    assert status_of(answer(final=there, codes=(302,)), others_ending_here=3) == "soft_404"


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("http://a.example", True),
        ("http://a.example/", True),
        ("http://a.example/index.html", True),
        ("http://a.example/en/", True),
        ("http://a.example/ru-RU", True),
        ("http://a.example/?id=7", False),
        ("http://a.example/report", False),
        ("http://a.example/en/report.html", False),
    ],
)
def test_a_home_page_is_known_by_its_path(url: str, root: bool) -> None:
    assert is_root(url) is root


def test_a_home_page_that_redirects_to_its_language_has_not_gone_home() -> None:
    assert not redirects_home("http://a.example/", "http://a.example/en/")
    assert redirects_home("http://a.example/x/y.html", "https://a.example/en/")


def test_a_login_box_beside_the_matter_is_no_wall() -> None:
    said, box = "The minister signed the plan for children.", "Вход на сайт"
    seen = Document(
        media_type="text/html",
        title="News",
        pages=(Page(number=1, text=f"{said}\n{box}"),),
        regions=(Region(kind=RegionKind.ASIDE, start=len(said) + 1, end=len(said) + 1 + len(box)),),
    )
    assert status_of(answer(), seen) == "ok"
    assert status_of(answer(), page(box, title="News")) == "blocked"


def test_what_is_done_if_a_file_is_missing_is_no_sign_that_it_is() -> None:
    assert status_of(answer(), page("It makes the file if it does not exist.", "write")) == "ok"
    assert status_of(answer(), page("The file does not exist.", "write")) == "soft_404"


@pytest.mark.parametrize("code", [404, 410, 500, 503])
def test_an_error_that_carries_the_figure_is_the_page_after_all(code: int) -> None:
    assert status_of(answer(code), carries_figure=True) == "ok"
    assert status_of(answer(403), carries_figure=True) == "blocked"


def test_a_name_in_the_hands_of_gamblers_is_parked_and_a_law_on_them_is_not() -> None:
    lures = "Online casino. Free spins, no deposit bonus, play slots for real money. " * 30
    assert status_of(answer(), page(lures, title="Best casino bonuses")) == "parked"
    law = "A casino, a betting shop and poker need a licence. Slots are taxed. " * 30
    assert status_of(answer(), page(law, title="Casinos and betting: the law")) == "ok"


@pytest.mark.parametrize(
    ("mark", "text", "status"),
    [
        (Mark.PDF_CUT, "The river carried 40 boats. " * 20, "incomplete"),
        (Mark.WALL_SCRIPT, "", "blocked"),
        (Mark.WALL_SCRIPT, "The river carried 40 boats. " * 40, "ok"),
    ],
)
def test_marks_in_the_bytes(mark: Mark, text: str, status: str) -> None:
    assert status_of(answer(), page(text), marks=frozenset({mark})) == status


def test_a_web_page_saved_by_word_is_the_doc_that_was_cited() -> None:
    cited = answer(url="http://www.riverwatch.example/docs/annual.doc")
    assert status_of(cited) == "soft_404"
    assert status_of(cited, marks=frozenset({Mark.OFFICE_FILE})) == "ok"


@pytest.mark.parametrize(
    "final",
    [
        "http://www.riverwatch.example/rivers/",
        "http://www.riverwatch.example/publications",
        "http://www.riverwatch.example/sitemap.xml",
        "http://www.riverwatch.example/global/lang--en/index.htm",
        "http://www.hugedomains.com/domain_profile.cfm?d=riverwatch.example",
    ],
)
def test_a_page_sent_to_a_list_its_section_or_a_seller_is_not_the_source(final: str) -> None:
    url = "http://www.riverwatch.example/rivers/docs/report.html"
    expected = "parked" if "hugedomains" in final else "soft_404"
    assert status_of(answer(url=url, final=final, codes=(301,))) == expected


@pytest.mark.parametrize(
    ("body", "mark"),
    [
        (b"%PDF-1.4\n1 0 obj <<>> endobj", Mark.PDF_CUT),
        (b"<script>window.park = 'eyJ1'</script>", Mark.PARKING_SERVICE),
        (b"<iframe src='/_Incapsula_Resource?x'>", Mark.WALL_SCRIPT),
        (b"<script>document.cookie='a='+f(5);location.reload(true)</script>", Mark.WALL_SCRIPT),
        (b"<meta name=Generator content='Microsoft Word 11'>", Mark.OFFICE_FILE),
        (b"%PDF-1.4\n1 0 obj <<>> endobj\nstartxref 9 %%EOF\n<!-- end -->", None),
    ],
)
def test_the_bytes_give_their_marks(body: bytes, mark: Mark | None) -> None:
    assert find_marks(body) == (frozenset({mark}) if mark else frozenset())
