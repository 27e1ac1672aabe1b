"""What to ask next after an answer: redirects, retries, other spellings of a host.

A small state machine without network or clock; :mod:`~citecheck.capture.live` drives
it.  ``choose_move`` is the whole of it: an errand and an answer in, the next move out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from urllib.parse import urlsplit, urlunsplit

from citecheck.capture.addresses import header_text, joined, sendable
from citecheck.capture.cookies import MOST_COOKIES, Said, cookie_header, cookies_said
from citecheck.capture.guard import Stopped, as_literal, check_url
from citecheck.capture.refreshes import find_refresh
from citecheck.model.captures import Failure, Hop, NoResponse, Outcome, Response
from citecheck.settings import Settings

#: 300 too, where the server says what it would choose (RFC 9110, 15.4.1).
REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})
#: An address that said nothing yet is asked once more, beside the first request, when no
#: more than this share of the read time-out is left.  The first is never broken off for it,
#: so that what is only slow has all the time there is, and what is silent takes no longer.
SECOND_SHARE = 0.2
#: What a browser sends; some walls let only browsers in.
BROWSER = MappingProxyType(
    {
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
        " Chrome/130.0.0.0 Safari/537.36",
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "en,ru;q=0.7",
        "Upgrade-Insecure-Requests": "1",
    }
)
#: What an overloaded server says (RFC 9110, RFC 6585), and the codes of a CDN before it.
_BUSY = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 530})
_CHALLENGE = re.compile(
    rb"cf-chl|/cdn-cgi/challenge-platform|<title>\s*(?:just a moment|attention required|ddos-guard)"
    rb"|_incapsula_resource|captcha-delivery\.com|px-captcha|aws-waf-token",
    re.IGNORECASE,
)
_AGAIN_AT_THE_END = frozenset({Failure.RESET, Failure.TIMEOUT})
_ANOTHER_SPELLING = frozenset({Failure.NO_SUCH_NAME, Failure.REFUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One address on its way: where it stands, what was tried.

    ``url`` is the address as cited, ``current`` the one to ask next.  ``spellings`` are
    the other forms of the host still to be tried, ``first_failure`` what the cited one gave.
    ``cookies`` were set on the way; they are sent once it turned out to be a circle without.
    """

    url: str
    current: str
    hops: tuple[Hop, ...] = ()
    tries: int = 0
    as_browser: bool = False
    spellings: tuple[str, ...] | None = None
    first_failure: NoResponse | None = None
    notes: tuple[str, ...] = ()
    elapsed_s: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)
    was_silent: bool = False
    cookies: tuple[Said, ...] = ()
    sends_cookies: bool = False

    def patience(self, settings: Settings) -> float:
        """Seconds of silence that are borne: few of what was silent all that time already."""
        return settings.read_timeout * (SECOND_SHARE if self.was_silent else 1.0)

    def second(self, silence: float) -> Errand:
        """The same once more, after so many seconds without a word."""
        errand = _noted(self, f"first try: silent for {silence:g} s")
        return replace(errand, elapsed_s=self.elapsed_s + silence, was_silent=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Ask ``errand.current`` after ``wait`` seconds.

    ``last``: after all that was not asked yet, unless there is room for both;
    ``holds_host``: the host itself asked for that pause, and may mean it for all.
    """

    errand: Errand
    wait: float = 0.0
    last: bool = False
    holds_host: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The errand's outcome."""

    outcome: Outcome


def start(url: str) -> Errand:
    """The errand for an address; a fragment is not sent, other characters are escaped once."""
    return Errand(url=url, current=sendable(url))


def choose_move(
    errand: Errand, answer: Outcome, settings: Settings, *, jitter: float
) -> Ask | Done:
    """What follows from an answer; ``jitter`` in 0..1 spreads the waits."""
    errand = replace(errand, elapsed_s=errand.elapsed_s + answer.elapsed_s)
    if isinstance(answer, NoResponse):
        return _after_failure(errand, answer, settings, jitter)
    location = answer.header("Location")
    if answer.status in REDIRECTS and location:
        return _follow(errand, answer, header_text(location).strip(), settings)
    if answer.status in (403, 406) and not errand.as_browser:
        return Ask(errand=replace(errand, as_browser=True, headers={**errand.headers, **BROWSER}))
    if answer.status in _BUSY and errand.tries < settings.retries and not is_challenge(answer):
        wait, asked = _pause(answer, errand, settings, jitter)
        if wait is not None:
            errand = _noted(errand, f"first answered {answer.status}")
            return Ask(errand=errand, wait=wait, holds_host=asked)
    if answer.status < 300 and not answer.complete and errand.tries < min(1, settings.retries):
        return Ask(errand=_noted(errand, f"first try: {answer.why}"), last=True)
    target = find_refresh(answer) if 200 <= answer.status < 300 else None
    if target and joined(errand.current, target) != errand.current:
        return _follow(errand, answer, target, settings)
    return Done(outcome=_finished(errand, answer))


def _noted(errand: Errand, words: str) -> Errand:
    notes = errand.notes if words in errand.notes else (*errand.notes, words)
    return replace(errand, tries=errand.tries + 1, notes=notes)


def _finished(errand: Errand, answer: Response) -> Response:
    notes = [*errand.notes]
    if errand.as_browser and answer.status < 400:
        notes.append("answers only what looks like a browser")
    if errand.sends_cookies and answer.status < 400:
        notes.append("answers only what sends its cookies back")
    if errand.first_failure and not errand.hops:
        notes.append(f"answers only as {errand.current}: {errand.first_failure.why}")
    return replace(
        answer,
        url=errand.url,
        final_url=errand.current if errand.hops or errand.first_failure else errand.url,
        hops=(*errand.hops, Hop(url=errand.current, status=answer.status)),
        elapsed_s=errand.elapsed_s,
        why="; ".join([*notes, *([answer.why] if answer.why else [])]),
    )


def _failed(errand: Errand, answer: NoResponse, failure: Failure, why: str) -> Done:
    return Done(
        outcome=replace(
            answer,
            url=errand.url,
            failure=failure,
            why=why,
            hops=errand.hops,
            elapsed_s=errand.elapsed_s,
        )
    )


def _follow(errand: Errand, answer: Response, target: str, settings: Settings) -> Ask | Done:
    target = joined(errand.current, target)
    hop = Hop(url=errand.current, status=answer.status, location=target)
    cookies = (*errand.cookies, *cookies_said(answer, errand.current))[-MOST_COOKIES:]
    errand = replace(errand, hops=(*errand.hops, hop), was_silent=False, cookies=cookies)
    end = NoResponse(url=errand.url, failure=Failure.REDIRECT_LOOP, why="", at=answer.at)
    try:
        check_url(target, allow_private=settings.allow_private)
    except Stopped as stopped:
        return _failed(errand, end, stopped.failure, f"redirects to {target}: {stopped.why}")
    circles = target in {hop.url for hop in errand.hops}
    if circles and errand.cookies and not errand.sends_cookies:
        again = replace(errand, sends_cookies=True, hops=())
        return Ask(errand=_with_cookies(again, sendable(errand.url)))
    if circles:
        return _failed(errand, end, Failure.REDIRECT_LOOP, f"redirects in a circle, to {target}")
    if len(errand.hops) > settings.max_redirects:
        why = f"more than {settings.max_redirects} redirects"
        return _failed(errand, end, Failure.REDIRECT_LOOP, why)
    return Ask(errand=_with_cookies(errand, target))


def _with_cookies(errand: Errand, current: str) -> Errand:
    """The errand on its way to an address, with the cookies for it where any are to be sent."""
    if not errand.sends_cookies:
        return replace(errand, current=current)
    said = cookie_header(errand.cookies, current)
    headers = {name: value for name, value in errand.headers.items() if name != "Cookie"}
    headers |= {"Cookie": said} if said else {}
    return replace(errand, current=current, headers=headers)


def _after_failure(
    errand: Errand, answer: NoResponse, settings: Settings, jitter: float
) -> Ask | Done:
    if answer.failure in _AGAIN_AT_THE_END and errand.tries < min(1, settings.retries):
        # who was silent has had time enough; who broke off may be overrun
        wait = 0.0 if answer.failure is Failure.TIMEOUT else settings.backoff * (1 + jitter)
        return Ask(errand=_noted(errand, f"first try: {answer.why}"), wait=wait, last=True)
    if answer.failure in _ANOTHER_SPELLING and not errand.hops:
        first = errand.first_failure or answer
        waiting = other_spellings(errand.url) if errand.spellings is None else errand.spellings
        if waiting:
            return Ask(
                errand=replace(
                    errand, current=waiting[0], spellings=waiting[1:], first_failure=first
                )
            )
        tried = len(other_spellings(errand.url))
        more = f"; {tried} other spellings of the host fail too" if tried else ""
        return _failed(errand, first, first.failure, f"{first.why}{more}")
    if errand.first_failure:
        first = errand.first_failure
        return _failed(errand, first, first.failure, f"{first.why}; {errand.current}: {answer.why}")
    lead = f"redirects to {errand.current}: " if errand.hops else ""
    return _failed(errand, answer, answer.failure, f"{lead}{answer.why}")


def other_spellings(url: str) -> tuple[str, ...]:
    """The same path under the other scheme, and with or without ``www.``, before a host is dead.

    >>> other_spellings("http://a.example/x")[:2]
    ('https://a.example/x', 'http://www.a.example/x')
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.port is not None or as_literal(host) is not None or "." not in host:
        return ()
    schemes = (parts.scheme, "https" if parts.scheme == "http" else "http")
    hosts = (host, host[4:] if host.startswith("www.") else f"www.{host}")
    ordered = ((schemes[1], hosts[0]), (schemes[0], hosts[1]), (schemes[1], hosts[1]))
    return tuple(
        sendable(urlunsplit((scheme, netloc, parts.path, parts.query, "")))
        for scheme, netloc in ordered
    )


def is_challenge(answer: Response) -> bool:
    """Whether an error is a wall against programs, which no waiting opens."""
    if "challenge" in (answer.header("cf-mitigated") or "").lower():
        return True
    return answer.status in (403, 429, 503) and bool(_CHALLENGE.search(answer.body[:16_384]))


def _pause(
    answer: Response, errand: Errand, settings: Settings, jitter: float
) -> tuple[float | None, bool]:
    """Seconds to wait before asking again, and whether the server asked for them.

    ``None`` if it wants more than we give.
    """
    asked = parse_retry_after(answer.header("Retry-After"), now=answer.at)
    if asked is not None:
        return (asked if asked <= settings.retry_after_cap else None), True
    return float(settings.backoff * 2**errand.tries * (1 + jitter)), False


def parse_retry_after(value: str | None, *, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3); ``None`` if it says nothing.

    >>> parse_retry_after("120", now=datetime.now(UTC))
    120.0
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max(0.0, (at - now).total_seconds())
