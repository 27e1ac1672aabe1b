from __future__ import annotations

from datetime import UTC, datetime

import pytest

from citecheck.model.captures import Failure, Hop, NoResponse, Response
from citecheck.model.documents import Document, Extraction, Page, Unread, UnreadReason
from citecheck.model.verdicts import AddressStatus
from citecheck.verdicts.address import PageEvidence, judge_address
from citecheck.verdicts.landing import is_root, redirects_home

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
    response: Response, extraction: Extraction | None = None, **evidence: bool | int
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
