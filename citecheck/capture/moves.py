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
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from bs4 import BeautifulSoup
from bs4.element import Tag
from bs4.filter import SoupStrainer
from requests.utils import requote_uri

from citecheck.capture.guard import Stopped, as_literal, check_url
from citecheck.model.captures import Failure, Hop, NoResponse, Outcome, Response
from citecheck.settings import Settings

REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Seconds up to which a meta refresh is a redirect rather than a slide show.
QUICK_REFRESH = 5.0
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
_REFRESH = re.compile(
    r"^\s*(\d+(?:\.\d+)?)\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\">]+)", re.IGNORECASE
)
_AGAIN_AT_THE_END = frozenset({Failure.RESET, Failure.TIMEOUT})
_ANOTHER_SPELLING = frozenset({Failure.NO_SUCH_NAME, Failure.REFUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One address on its way: where it stands, what was tried.

    ``url`` is the address as cited, ``current`` the one to ask next.  ``spellings`` are
    the other forms of the host still to be tried, ``first_failure`` what the cited one gave.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Ask ``errand.current`` after ``wait`` seconds; ``last``: only when nothing else waits."""

    errand: Errand
    wait: float = 0.0
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The errand's outcome."""

    outcome: Outcome


def start(url: str) -> Errand:
    """The errand for an address; a fragment is not sent, other characters are escaped once."""
    return Errand(url=url, current=_sendable(url))


def _sendable(url: str) -> str:
    """The address as it goes over the wire; one that cannot be parsed is left to the guard."""
    try:
        return requote_uri(urldefrag(url).url)
    except ValueError:
        return url


def choose_move(
    errand: Errand, answer: Outcome, settings: Settings, *, jitter: float
) -> Ask | Done:
    """What follows from an answer; ``jitter`` in 0..1 spreads the waits."""
    errand = replace(errand, elapsed_s=errand.elapsed_s + answer.elapsed_s)
    if isinstance(answer, NoResponse):
        return _after_failure(errand, answer, settings, jitter)
    location = answer.header("Location")
    if answer.status in REDIRECTS and location:
        return _follow(errand, answer, location.strip(), settings)
    if answer.status in (403, 406) and not errand.as_browser:
        return Ask(errand=replace(errand, as_browser=True, headers=BROWSER))
    if answer.status in (429, 500, 502, 503, 504) and errand.tries < settings.retries:
        wait = _pause(answer, errand, settings, jitter)
        if wait is not None:
            return Ask(errand=_noted(errand, f"first answered {answer.status}"), wait=wait)
    target = find_refresh(answer) if 200 <= answer.status < 300 else None
    if target and _joined(errand.current, target) != errand.current:
        return _follow(errand, answer, target, settings)
    return Done(outcome=_finished(errand, answer))


def _joined(current: str, target: str) -> str:
    try:
        return _sendable(urljoin(current, target))
    except ValueError:
        return target


def _noted(errand: Errand, words: str) -> Errand:
    notes = errand.notes if words in errand.notes else (*errand.notes, words)
    return replace(errand, tries=errand.tries + 1, notes=notes)


def _finished(errand: Errand, answer: Response) -> Response:
    notes = [*errand.notes]
    if errand.as_browser and answer.status < 400:
        notes.append("answers only what looks like a browser")
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
    target = _joined(errand.current, target)
    hop = Hop(url=errand.current, status=answer.status, location=target)
    errand = replace(errand, hops=(*errand.hops, hop))
    end = NoResponse(url=errand.url, failure=Failure.REDIRECT_LOOP, why="", at=answer.at)
    try:
        check_url(target, allow_private=settings.allow_private)
    except Stopped as stopped:
        return _failed(errand, end, stopped.failure, f"redirects to {target}: {stopped.why}")
    if target in {hop.url for hop in errand.hops}:
        return _failed(errand, end, Failure.REDIRECT_LOOP, f"redirects in a circle, to {target}")
    if len(errand.hops) > settings.max_redirects:
        why = f"more than {settings.max_redirects} redirects"
        return _failed(errand, end, Failure.REDIRECT_LOOP, why)
    return Ask(errand=replace(errand, current=target))


def _after_failure(
    errand: Errand, answer: NoResponse, settings: Settings, jitter: float
) -> Ask | Done:
    if answer.failure in _AGAIN_AT_THE_END and errand.tries < min(1, settings.retries):
        wait = settings.backoff * (1 + jitter)
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
        requote_uri(urlunsplit((scheme, netloc, parts.path, parts.query, "")))
        for scheme, netloc in ordered
    )


def _pause(answer: Response, errand: Errand, settings: Settings, jitter: float) -> float | None:
    """Seconds to wait before asking again; ``None`` if the server wants more than we give."""
    asked = parse_retry_after(answer.header("Retry-After"), now=answer.at)
    if asked is not None:
        return asked if asked <= settings.retry_after_cap else None
    return float(settings.backoff * 2**errand.tries * (1 + jitter))


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


def find_refresh(answer: Response) -> str | None:
    """The address that a page sends its readers to at once by ``<meta http-equiv=refresh>``."""
    head = answer.body[:16_384]
    if b"http-equiv" not in head.lower() or b"refresh" not in head.lower():
        return None
    soup = BeautifulSoup(head, "lxml", parse_only=SoupStrainer("meta"))
    for meta in soup.find_all("meta"):
        if not isinstance(meta, Tag) or str(meta.get("http-equiv", "")).lower() != "refresh":
            continue
        found = _REFRESH.match(str(meta.get("content", "")))
        if found and float(found[1]) <= QUICK_REFRESH:
            return found[2].strip()
    return None
