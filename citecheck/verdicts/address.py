"""What became of an address: the table "Address" of ``docs/verdicts.md``, row by row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never
from urllib.parse import urlsplit

from citecheck.model.captures import Failure, Hop, NoResponse, Outcome, Response
from citecheck.model.documents import Document, Extraction, Unread, UnreadReason
from citecheck.model.verdicts import AddressStatus
from citecheck.verdicts.frames import unread_frames
from citecheck.verdicts.landing import (
    host_of,
    leads_to_error,
    leads_to_list,
    leads_to_login,
    leads_to_search,
    redirects_home,
)
from citecheck.verdicts.page_marks import Mark, is_parking_host
from citecheck.verdicts.page_signs import Sign, find_signs

PERMANENT = frozenset({301, 308})
#: What keeps programs out, or everybody who is not known (RFC 9110, RFC 6585, RFC 7725);
#: 999 is LinkedIn's, 406 that of web application firewalls.
WALLED = frozenset({401, 402, 403, 406, 407, 429, 451, 511, 999})
#: Other pages to choose from (RFC 9110, 15.4.1): Apache's speller lists names alike.
CHOICES = 300
#: Errors under which some servers send the page that was asked for.
MISLABELLED = frozenset({404, 410, 500, 503})
_FILE_ENDINGS = (".pdf", ".doc", ".docx", ".rtf", ".xls", ".xlsx", ".odt", ".ppt", ".pptx")
#: A page that has a field for a password and less text than this is a login page.
_LOGIN_CHARACTERS = 600
#: A page that offers no more than this, beside a parking service's parts, is a parked one.
PARKED_CHARACTERS = 3000
#: A page with the script of a wall and less text than this is that wall.
_WALL_CHARACTERS = 400
#: A page that scripts write holds no more text than this before they do.
_UNWRITTEN_CHARACTERS = 400
#: Signs that the cited title outweighs: an error page repeats none.
_BY_TITLE = frozenset({Sign.NOT_FOUND, Sign.BROKEN, Sign.TAKEN_OVER})
#: The header in which a wall against programs says that it is one.
_CHALLENGE = "cf-mitigated"
#: All headers, in small letters, that a judgement may rest on.
DECIDING_HEADERS = frozenset({_CHALLENGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEvidence:
    """What is known of a page beside its HTTP answer.

    ``carries_figure``: one of the figures that the publication prints was confirmed
    in it; ``carries_title``: its title or a heading is the cited title; ``length``: the
    bytes of its payload;
    ``others_ending_here``: how many other cited addresses end at the same page;
    ``invented_sibling``: an address that nobody made, where the server answers it alike;
    ``marks``: what the markup gives away.
    """

    length: int
    extraction: Extraction | None = None
    carries_figure: bool = False
    carries_title: bool = False
    others_ending_here: int = 0
    invented_sibling: str | None = None
    marks: frozenset[Mark] = frozenset()


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
    Failure.EXCLUDED: AddressStatus.NOT_ALLOWED,  # of archived copies alone
    Failure.OFFLINE: AddressStatus.OFFLINE,
    Failure.NOT_ASKED: AddressStatus.NOT_CHECKED,
}


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
    if code in MISLABELLED and evidence.carries_figure:
        return AddressJudgement(
            status=AddressStatus.OK,
            why=f"answers {code}, and yet carries a figure that is cited{told}",
        )
    if code in (404, 410):
        return AddressJudgement(status=AddressStatus.GONE, why=f"the server answers {code}{told}")
    if code in WALLED or _is_challenge(response, evidence):
        return AddressJudgement(
            status=AddressStatus.BLOCKED,
            why=f"the server answers {code}: a person may still be let in; look by hand{told}",
        )
    if code >= 400:
        return AddressJudgement(
            status=AddressStatus.SERVER_ERROR, why=f"the server answers {code}{told}"
        )
    if code == CHOICES and (said := _sign(evidence, Sign.NOT_FOUND)):
        return AddressJudgement(
            status=AddressStatus.SOFT_404, why=f"answers 300 with other pages: “{said}”{told}"
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
    if Mark.PDF_CUT in evidence.marks:
        return AddressJudgement(
            status=AddressStatus.INCOMPLETE,
            why=f"the PDF was cut short before it was sent: it has no end{told}",
        )
    if not evidence.carries_figure:
        suspect = _suspect(response, evidence)
        if suspect:
            return replace(suspect, why=f"{suspect.why}{told}")
    return _alive(response, evidence, told)


def _is_challenge(response: Response, evidence: PageEvidence) -> bool:
    """Whether an error is a wall against programs, by its header or its page."""
    if response.status < 400:
        return False
    if "challenge" in (response.header(_CHALLENGE) or "").lower():
        return True
    return _sign(evidence, Sign.WALL) is not None


def _sign(evidence: PageEvidence, sign: Sign) -> str | None:
    """The words by which a page gives that sign; ``None`` where it does not."""
    read = evidence.extraction
    seen = find_signs(read) if isinstance(read, Document) else ()
    return next((one.words for one in seen if one.sign is sign), None)


def _alive(response: Response, evidence: PageEvidence, told: str) -> AddressJudgement:
    proof = ", and carries a figure that is cited" if evidence.carries_figure else ""
    shown = "" if evidence.carries_figure else _hidden(evidence)
    hops = [hop for hop in response.hops if hop.location is not None]
    if not hops or response.final_url == response.url:
        return AddressJudgement(
            status=AddressStatus.OK, why=f"answers {response.status}{proof}{shown}{told}"
        )
    if all(hop.status in PERMANENT for hop in hops):
        return AddressJudgement(
            status=AddressStatus.MOVED,
            why=f"moved for good ({_codes(hops)}) to {response.final_url}{proof}{shown}{told}",
        )
    return AddressJudgement(
        status=AddressStatus.OK,
        why=f"redirects for now ({_codes(hops)}) to {response.final_url}{proof}{shown}{told}",
    )


def _hidden(evidence: PageEvidence) -> str:
    """What a page shows to a reader and not to a program, in words; empty where nothing."""
    if is_unwritten(evidence):
        return "; what it shows is written by JavaScript, which was not run: look by hand"
    read = evidence.extraction
    if isinstance(read, Document) and any("frame shows" in note for note in read.notes):
        why = f" ({failed})" if (failed := unread_frames(read)) else ""
        return f"; it shows other pages in frames, which were not read{why}: look by hand"
    return ""


def is_unwritten(evidence: PageEvidence) -> bool:
    """Whether a page is a frame that scripts fill, so that its text says nothing."""
    read = evidence.extraction
    if Mark.WRITTEN_BY_SCRIPT not in evidence.marks or not isinstance(read, Document):
        return False
    return not read.complete and len(read.text) < _UNWRITTEN_CHARACTERS


def _codes(hops: list[Hop]) -> str:
    return ", ".join(str(hop.status) for hop in hops)


def _suspect(response: Response, evidence: PageEvidence) -> AddressJudgement | None:
    """A wall, a parked domain or a soft 404, if one sign says so."""
    read = evidence.extraction
    signs = {}
    if isinstance(read, Document):
        signs = {seen.sign: seen.words for seen in find_signs(read)}
    if leads_to_login(response.url, response.final_url):
        return AddressJudgement(
            status=AddressStatus.BLOCKED, why=f"leads to a login at {response.final_url}"
        )
    length = len(read.text) if isinstance(read, Document) else 0
    if is_parking_host(host_of(response.final_url)) and not is_parking_host(host_of(response.url)):
        return AddressJudgement(
            status=AddressStatus.PARKED, why=f"leads to a seller of domains, {response.final_url}"
        )
    if Mark.PARKING_SERVICE in evidence.marks and length < PARKED_CHARACTERS:
        return AddressJudgement(
            status=AddressStatus.PARKED, why="shows what a parking service shows on idle domains"
        )
    if is_unwritten(evidence):
        signs.pop(Sign.NOT_FOUND, None)  # what a frame says before scripts fill it
    for sign, status, words in (
        (Sign.TAKEN_OVER, AddressStatus.PARKED, "the name is in other hands, and offers"),
        (Sign.PARKED, AddressStatus.PARKED, "offers the domain"),
        (Sign.PLACEHOLDER, AddressStatus.SOFT_404, "answers 200 with a page for empty places"),
        (Sign.NOT_FOUND, AddressStatus.SOFT_404, "answers 200, but says"),
        (Sign.WALL, AddressStatus.BLOCKED, "shows a wall to programs"),
        (Sign.BROKEN, AddressStatus.SOFT_404, "answers 200, but with a failure"),
    ):
        if sign in signs and not (sign in _BY_TITLE and evidence.carries_title):
            return AddressJudgement(status=status, why=f"{words}: “{signs[sign]}”")
    if Mark.WALL_SCRIPT in evidence.marks and length < _WALL_CHARACTERS:
        return AddressJudgement(
            status=AddressStatus.BLOCKED, why="shows a wall to programs, written by a script"
        )
    if evidence.carries_title:
        return None
    if Mark.PASSWORD_FIELD in evidence.marks and 0 < length < _LOGIN_CHARACTERS:
        return AddressJudgement(
            status=AddressStatus.BLOCKED, why="shows little more than a field for a password"
        )
    why = _soft_sign(response, evidence, empty=signs.get(Sign.EMPTY))
    return AddressJudgement(status=AddressStatus.SOFT_404, why=why) if why else None


def _soft_sign(response: Response, evidence: PageEvidence, *, empty: str | None) -> str | None:
    read, url, final_url = evidence.extraction, response.url, response.final_url
    if redirects_home(url, final_url):
        return f"leads to a home page, {final_url}"
    if leads_to_error(url, final_url):
        return f"leads to a page of errors, {final_url}"
    if leads_to_search(url, final_url):
        return f"leads to a search, {final_url}"
    if leads_to_list(url, final_url):
        return f"leads to a list or to the front page of a section, {final_url}"
    if not evidence.length or empty:
        return f"answers {response.status} with an empty page ({empty or 'no bytes'})"
    if isinstance(read, Unread) and read.reason is UnreadReason.EMPTY:
        return f"answers {response.status} with an empty page ({read.why})"
    if instead := _instead_of_file(url, evidence):
        return instead
    if evidence.others_ending_here >= 2:
        how = "shows the very page" if final_url == url else "ends"
        return f"{how} at {final_url}, as {evidence.others_ending_here} other cited addresses do"
    if evidence.invented_sibling and not is_unwritten(evidence):
        return f"answers as it answers an invented address, {evidence.invented_sibling}"
    return None


def _instead_of_file(url: str, evidence: PageEvidence) -> str | None:
    """What came where the address names a file to be read; ``None`` where that may be it."""
    path, read = urlsplit(url).path.lower(), evidence.extraction
    media_type = (read.media_type if read else None) or ""
    if not path.endswith(_FILE_ENDINGS):
        return None
    ending = path.rsplit(".", 1)[1]
    if media_type.startswith("image/"):
        return f"answers with a picture where a .{ending} file was cited"
    if not isinstance(read, Document) or "html" not in media_type:
        return None
    if any("pdf" in page.engine.lower() for page in read.pages if page.frame and page.engine):
        return None  # shown in a frame
    if ending != "pdf" and Mark.OFFICE_FILE in evidence.marks:
        return None  # saved as a web page by the program of that ending
    return f"answers with a web page where a .{ending} file was cited"
