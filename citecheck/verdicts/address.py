"""What became of an address: the table "Address" of ``docs/verdicts.md``, row by row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import urlsplit

from citecheck.model.captures import Failure, Hop, NoResponse, Outcome, Response
from citecheck.model.documents import Document, Extraction, Unread, UnreadReason
from citecheck.model.verdicts import AddressStatus
from citecheck.verdicts.page_signs import Sign, find_signs

PERMANENT = frozenset({301, 308})
WALLED = frozenset({401, 402, 403, 407, 429, 451, 999})
_FILE_ENDINGS = (".pdf", ".doc", ".docx", ".rtf", ".xls", ".xlsx", ".odt")
_ROOT = re.compile(
    r"^/?(?:(?:index|default|home|main)(?:\.\w{2,5})?|(?:[a-z]{2}(?:[-_][a-z]{2})?)|home)?/?$",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:^|[/._-])(?:log-?in|sign-?in|sso|auth|consent|captcha)(?:[/._-]|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEvidence:
    """What is known of a page beside its HTTP answer.

    ``carries_figure``: one of the figures that the publication prints was confirmed
    in it; ``carries_title``: its title or a heading is the cited title; ``length``: the
    bytes of its payload;
    ``others_ending_here``: how many other cited addresses end at the same page.
    """

    length: int
    extraction: Extraction | None = None
    carries_figure: bool = False
    carries_title: bool = False
    others_ending_here: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressJudgement:
    """A status with its reason in words."""

    status: AddressStatus
    why: str


_FAILURES: dict[Failure, AddressStatus] = {
    Failure.NO_SUCH_NAME: AddressStatus.DEAD_HOST,
    Failure.REFUSED: AddressStatus.DEAD_HOST,
    Failure.UNREACHABLE: AddressStatus.DEAD_HOST,
    Failure.RESET: AddressStatus.NO_ANSWER,
    Failure.MALFORMED: AddressStatus.NO_ANSWER,
    Failure.TIMEOUT: AddressStatus.TIMEOUT,
    Failure.TLS: AddressStatus.TLS_ERROR,
    Failure.REDIRECT_LOOP: AddressStatus.REDIRECT_LOOP,
    Failure.TOO_LARGE: AddressStatus.TOO_LARGE,
    Failure.NOT_ALLOWED: AddressStatus.NOT_ALLOWED,
    Failure.OFFLINE: AddressStatus.OFFLINE,
    Failure.NOT_ASKED: AddressStatus.NOT_CHECKED,
}


def is_root(url: str) -> bool:
    """Whether an address is a home page: no path, an index page, or a language's front page.

    >>> is_root("http://www.example.org/en/"), is_root("http://example.org/reports/2009.html")
    (True, False)
    """
    parts = urlsplit(url)
    return bool(_ROOT.match(parts.path)) and not parts.query


def redirects_home(url: str, final_url: str) -> bool:
    """Whether a page below the root has become a home page."""
    return final_url != url and is_root(final_url) and not is_root(url)


def judge_address(outcome: Outcome, evidence: PageEvidence) -> AddressJudgement:
    """The status of an address from what it answered and what the page says of itself."""
    match outcome:
        case NoResponse(failure=failure, why=why):
            return AddressJudgement(status=_FAILURES[failure], why=why)
        case Response():
            return _judge_response(outcome, evidence)
        case _:
            assert_never(outcome)


def _judge_response(response: Response, evidence: PageEvidence) -> AddressJudgement:
    code = response.status
    told = f" ({response.why})" if response.why else ""
    if code in (404, 410):
        return AddressJudgement(status=AddressStatus.GONE, why=f"the server answers {code}{told}")
    if code in WALLED:
        return AddressJudgement(
            status=AddressStatus.BLOCKED,
            why=f"the server answers {code}: a person may still be let in; look by hand{told}",
        )
    if code >= 400:
        return AddressJudgement(
            status=AddressStatus.SERVER_ERROR, why=f"the server answers {code}{told}"
        )
    if not 200 <= code < 300:
        return AddressJudgement(
            status=AddressStatus.NO_ANSWER,
            why=f"the server answers {code} without saying where to go{told}",
        )
    if not response.complete:
        return AddressJudgement(
            status=AddressStatus.INCOMPLETE,
            why=f"the body was cut short: {evidence.length:,} bytes came{told}",
        )
    if not evidence.carries_figure:
        suspect = _suspect(response, evidence)
        if suspect:
            return suspect
    return _alive(response, evidence, told)


def _alive(response: Response, evidence: PageEvidence, told: str) -> AddressJudgement:
    proof = ", and carries a figure that is cited" if evidence.carries_figure else ""
    hops = [hop for hop in response.hops if hop.location is not None]
    if not hops or response.final_url == response.url:
        return AddressJudgement(
            status=AddressStatus.OK, why=f"answers {response.status}{proof}{told}"
        )
    if all(hop.status in PERMANENT for hop in hops):
        return AddressJudgement(
            status=AddressStatus.MOVED,
            why=f"moved for good ({_codes(hops)}) to {response.final_url}{proof}{told}",
        )
    return AddressJudgement(
        status=AddressStatus.OK,
        why=f"redirects for now ({_codes(hops)}) to {response.final_url}{proof}{told}",
    )


def _codes(hops: list[Hop]) -> str:
    return ", ".join(str(hop.status) for hop in hops)


def _suspect(response: Response, evidence: PageEvidence) -> AddressJudgement | None:
    """A wall, a parked domain or a soft 404, if one sign says so."""
    read = evidence.extraction
    signs = {}
    if isinstance(read, Document):
        signs = {seen.sign: seen.words for seen in find_signs(read)}
    if _LOGIN.search(urlsplit(response.final_url).path) and not _LOGIN.search(
        urlsplit(response.url).path
    ):
        return AddressJudgement(
            status=AddressStatus.BLOCKED, why=f"leads to a login at {response.final_url}"
        )
    for sign, status, words in (
        (Sign.PARKED, AddressStatus.PARKED, "offers the domain"),
        (Sign.NOT_FOUND, AddressStatus.SOFT_404, "answers 200, but says"),
        (Sign.WALL, AddressStatus.BLOCKED, "shows a wall to programs"),
    ):
        if sign in signs and not (sign is Sign.NOT_FOUND and evidence.carries_title):
            return AddressJudgement(status=status, why=f"{words}: “{signs[sign]}”")
    if evidence.carries_title:
        return None
    why = _soft_sign(response, evidence, empty=signs.get(Sign.EMPTY))
    return AddressJudgement(status=AddressStatus.SOFT_404, why=why) if why else None


def _soft_sign(response: Response, evidence: PageEvidence, *, empty: str | None) -> str | None:
    read = evidence.extraction
    if redirects_home(response.url, response.final_url):
        return f"leads to a home page, {response.final_url}"
    if not evidence.length or empty:
        return f"answers 200 with an empty page ({empty or 'no bytes'})"
    if isinstance(read, Unread) and read.reason is UnreadReason.EMPTY:
        return f"answers 200 with an empty page ({read.why})"
    path = urlsplit(response.url).path.lower()
    if path.endswith(_FILE_ENDINGS) and isinstance(read, Document) and "html" in read.media_type:
        ending = path.rsplit(".", 1)[1]
        return f"answers with a web page where a .{ending} file was cited"
    if evidence.others_ending_here >= 2 and response.final_url != response.url:
        count = evidence.others_ending_here
        return f"ends at {response.final_url}, as {count} other cited addresses do"
    return None
