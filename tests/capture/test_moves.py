from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.capture.moves import (
    Ask,
    Done,
    Errand,
    choose_move,
    find_refresh,
    other_spellings,
    parse_retry_after,
    start,
)
from citecheck.model.captures import Failure, NoResponse, Response
from citecheck.settings import Settings

AT = datetime(2026, 11, 24, tzinfo=UTC)
SETTINGS = Settings(retries=2, backoff=1.0, retry_after_cap=60, max_redirects=3)


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Response:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response(
        url="", final_url="", status=status, headers=pairs, body=body, at=AT, complete=True
    )


def failure(kind: Failure, why: str = "why") -> NoResponse:
    return NoResponse(url="", failure=kind, why=why, at=AT)


def move(errand: Errand | str, given: Response | NoResponse, **changes: object) -> Ask | Done:
    errand = start(errand) if isinstance(errand, str) else errand
    return choose_move(errand, given, replace(SETTINGS, **changes), jitter=0.0)  # type: ignore[arg-type]


def ask(errand: Errand | str, given: Response | NoResponse) -> Ask:
    found = move(errand, given)
    assert isinstance(found, Ask), found
    return found


def done(errand: Errand | str, given: Response | NoResponse) -> Response | NoResponse:
    found = move(errand, given)
    assert isinstance(found, Done), found
    return found.outcome


URL = "http://www.a.example/x"


def test_a_fragment_is_not_sent_and_spaces_are_escaped_once() -> None:
    assert start("http://a.example/a b%20c#part").current == "http://a.example/a%20b%20c"


def test_redirects_are_recorded_hop_by_hop() -> None:
    first = ask(URL, answer(301, Location="../y"))
    assert first.errand.current == "http://www.a.example/y"
    second = ask(first.errand, answer(302, Location="https://b.example/z"))
    outcome = done(second.errand, answer())
    assert isinstance(outcome, Response)
    assert [(hop.url, hop.status) for hop in outcome.hops] == [
        (URL, 301),
        ("http://www.a.example/y", 302),
        ("https://b.example/z", 200),
    ]
    assert (outcome.url, outcome.final_url) == (URL, "https://b.example/z")


def test_a_circle_is_a_loop() -> None:
    first = ask(URL, answer(302, Location="/y"))
    outcome = done(first.errand, answer(302, Location="/x"))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.REDIRECT_LOOP
    assert "in a circle" in outcome.why
    assert len(outcome.hops) == 2


def test_a_circle_that_sets_a_cookie_is_walked_once_more_with_it() -> None:
    sets = answer(302, Location="/check", Set_Cookie="seen=1; path=/")
    first = ask(URL, sets)
    assert "Cookie" not in first.errand.headers, "none is sent before it is needed"
    again = ask(first.errand, answer(302, Location="/x"))
    assert (again.errand.current, again.errand.hops) == (URL, ())
    assert again.errand.headers["Cookie"] == "seen=1"
    opened = done(again.errand, answer(200, b"the page"))
    assert isinstance(opened, Response)
    assert "sends its cookies back" in opened.why
    elsewhere = ask(again.errand, answer(302, Location="http://b.example/"))
    assert "Cookie" not in elsewhere.errand.headers, "who did not set it does not see it"


def test_a_circle_that_no_cookie_opens_is_a_loop() -> None:
    sets = answer(302, Location="/x", Set_Cookie="seen=1; path=/")
    again = ask(URL, sets)
    outcome = done(again.errand, sets)
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.REDIRECT_LOOP


def test_a_refresh_for_those_without_scripts_is_none() -> None:
    page = b"<noscript><meta http-equiv='refresh' content='0;url=/plain'></noscript><p>The page."
    assert find_refresh(answer(200, page)) is None


def test_a_choice_that_the_server_made_is_followed() -> None:
    assert ask(URL, answer(300, Location="/x.en")).errand.current.endswith("/x.en")


def test_a_redirect_without_end_is_a_loop() -> None:
    errand = start(URL)
    for number in range(3):
        errand = ask(errand, answer(302, Location=f"/{number}")).errand
    outcome = done(errand, answer(302, Location="/more"))
    assert isinstance(outcome, NoResponse)
    assert "more than 3 redirects" in outcome.why


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/", "http://169.254.169.254/", "file:///etc/passwd", "http://[::1]/"],
)
def test_no_redirect_leads_inside(target: str) -> None:
    outcome = done(URL, answer(302, Location=target))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.NOT_ALLOWED
    assert outcome.why.startswith(f"redirects to {target}")


def test_no_meta_refresh_leads_inside_either() -> None:
    page = b'<meta http-equiv="refresh" content="0; url=http://10.0.0.1/admin">'
    outcome = done(URL, answer(200, page))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.NOT_ALLOWED


def test_a_redirect_without_a_place_is_an_answer() -> None:
    outcome = done(URL, answer(302))
    assert isinstance(outcome, Response)
    assert outcome.status == 302


@pytest.mark.parametrize("status", [403, 406])
def test_a_robot_wall_is_asked_once_more_as_a_browser(status: int) -> None:
    again = ask(URL, answer(status))
    assert again.errand.headers["User-Agent"].startswith("Mozilla/5.0 (")
    outcome = done(again.errand, answer(200))
    assert "only what looks like a browser" in outcome.why
    assert done(again.errand, answer(status)).why == ""


def test_retry_after_is_obeyed() -> None:
    again = ask(URL, answer(429, Retry_After="7"))
    assert again.wait == 7
    assert "first answered 429" in done(again.errand, answer(200)).why


def test_more_patience_than_we_have_is_not_given() -> None:
    outcome = done(URL, answer(429, Retry_After="3600"))
    assert isinstance(outcome, Response)
    assert outcome.status == 429


def test_without_retry_after_each_wait_is_twice_the_last() -> None:
    first = ask(URL, answer(503))
    second = ask(first.errand, answer(503))
    assert (first.wait, second.wait) == (1.0, 2.0)
    outcome = done(second.errand, answer(503))
    assert isinstance(outcome, Response)
    assert outcome.status == 503


@pytest.mark.parametrize("status", [400, 401, 404, 410, 451])
def test_a_plain_no_is_taken_for_one(status: int) -> None:
    assert isinstance(move(URL, answer(status)), Done)


@pytest.mark.parametrize("kind", [Failure.TIMEOUT, Failure.RESET])
def test_what_hangs_is_asked_once_more_at_the_end_of_the_queue(kind: Failure) -> None:
    again = ask(URL, failure(kind))
    assert again.last
    outcome = done(again.errand, failure(kind))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is kind


def test_other_spellings_come_before_a_dead_host() -> None:
    errand = start("http://www.a.example/x")
    seen = []
    for _ in range(3):
        errand = ask(errand, failure(Failure.NO_SUCH_NAME)).errand
        seen.append(errand.current)
    assert seen == ["https://www.a.example/x", "http://a.example/x", "https://a.example/x"]
    outcome = done(errand, failure(Failure.NO_SUCH_NAME))
    assert outcome.why == "why; 3 other spellings of the host fail too"


def test_a_spelling_that_answers_is_told() -> None:
    errand = ask("http://a.example/x", failure(Failure.REFUSED, "refused")).errand
    outcome = done(errand, answer(200))
    assert isinstance(outcome, Response)
    assert outcome.final_url == "https://a.example/x"
    assert outcome.why == "answers only as https://a.example/x: refused"


def test_where_the_other_spelling_hangs_the_first_failure_is_told_too() -> None:
    errand = ask("http://a.example/x", failure(Failure.REFUSED, "refused")).errand
    errand = ask(errand, failure(Failure.TIMEOUT, "slow")).errand
    outcome = done(errand, failure(Failure.TIMEOUT, "slow"))
    assert isinstance(outcome, NoResponse)
    assert outcome.failure is Failure.REFUSED
    assert outcome.why == "refused; https://a.example/x: slow"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/x", "http://a.example:8080/x", "http://intranet/x"]
)
def test_some_hosts_have_one_spelling_only(url: str) -> None:
    assert other_spellings(url) == ()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Tue, 24 Nov 2026 00:01:00 GMT", 60.0),
        ("Mon, 23 Nov 2026 00:00:00 GMT", 0.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, now=AT) == seconds


@given(st.text(max_size=40))
def test_nothing_in_retry_after_makes_it_fail(value: str) -> None:
    found = parse_retry_after(value, now=AT)
    assert found is None or found >= 0


@pytest.mark.parametrize(
    ("page", "target"),
    [
        (b'<META HTTP-EQUIV=Refresh CONTENT="0;URL=/new">', "/new"),
        (b"<meta http-equiv='refresh' content='3; url=&quot;new.html&quot;'>", "new.html"),
        (b'<meta http-equiv="refresh" content="600; url=/again">', None),
        (b'<meta http-equiv="refresh" content="0">', None),
        (b'<meta name="refresh" content="0; url=/x">', None),
        (b"", None),
    ],
)
def test_a_quick_meta_refresh_is_a_redirect(page: bytes, target: str | None) -> None:
    assert find_refresh(answer(200, page)) == target
    assert isinstance(move(URL, answer(200, page)), Ask if target else Done)


@given(st.sampled_from(sorted({301, 302, 307, 308})), st.text(max_size=40))
def test_no_location_makes_a_redirect_fail(status: int, location: str) -> None:
    move(URL, answer(status, Location=location))


@given(st.text(max_size=40))
def test_no_address_makes_the_start_fail(url: str) -> None:
    start(url)
    start(f"http://{url}")
