"""Findings and verdicts: closed sets, each value with its reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from citecheck.model.captures import DigestProof, Holding, Hop
from citecheck.model.figures import Figure


class FindingVerdict(StrEnum):
    """What one capture says of one figure."""

    CONFIRMED = "confirmed"
    CHANGED = "changed"
    ELSEWHERE = "elsewhere"
    ABSENT = "absent"
    UNREAD = "unread"


class Version(StrEnum):
    """How a capture stands to the one cited."""

    CITED = "cited"
    EARLIER = "earlier"
    LATER = "later"
    LIVE = "live"
    MIRROR = "mirror"


class AddressStatus(StrEnum):
    """What became of an address."""

    OK = "ok"
    MOVED = "moved"
    SOFT_404 = "soft_404"
    PARKED = "parked"
    GONE = "gone"
    REDIRECT_LOOP = "redirect_loop"
    DEAD_HOST = "dead_host"
    NO_ANSWER = "no_answer"
    BLOCKED = "blocked"
    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    TLS_ERROR = "tls_error"
    INCOMPLETE = "incomplete"
    TOO_LARGE = "too_large"
    NOT_ALLOWED = "not_allowed"
    OFFLINE = "offline"
    NOT_CHECKED = "not_checked"


class CitationVerdict(StrEnum):
    """What became of a source as one note cites it."""

    SOUND = "sound"
    MOVED = "moved"
    CHANGED = "changed"
    RESCUED = "rescued"
    BROKEN = "broken"
    UNCLEAR = "unclear"
    NO_ADDRESS = "no_address"


class ClaimVerdict(StrEnum):
    """Whether what the publication prints still stands in its source."""

    SOUND = "sound"
    OUTDATED = "outdated"
    RESCUED = "rescued"
    MISQUOTED = "misquoted"
    UNSUPPORTED = "unsupported"
    UNCLEAR = "unclear"
    NO_FIGURE = "no_figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A place where a figure's value, or a rival of it, stands in a document.

    ``start`` and ``end`` are offsets into :attr:`Document.text`; ``why`` says why
    it was accepted or refused; ``frame`` is the address of the frame that it stands in.
    """

    passage: str
    start: int
    end: int
    printed: str
    why: str
    page: int | None = None
    value: Decimal | None = None
    high: Decimal | None = None
    frame: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What one document says of one figure: the pure matcher's answer.

    ``occurrence`` is the place that decided (support, contradiction or the decoy),
    ``others`` the further places, best first.  ``scope`` says what was read, in
    words; ``engine`` by whom (reader, version, options), whose text the offsets are
    of.  ``absent`` cannot be built for a document that was not read whole.
    """

    verdict: FindingVerdict
    why: str
    scope: str
    read_whole: bool
    occurrence: Occurrence | None = None
    others: tuple[Occurrence, ...] = ()
    engine: str = ""

    def __post_init__(self) -> None:
        if self.verdict is FindingVerdict.ABSENT and not (self.scope and self.read_whole):
            raise ValueError("absent needs the whole source and a stated scope")
        needs_place = {
            FindingVerdict.CONFIRMED,
            FindingVerdict.CHANGED,
            FindingVerdict.ELSEWHERE,
        }
        if self.verdict in needs_place and self.occurrence is None:
            raise ValueError(f"{self.verdict} needs the place where it stands")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The verdict on one figure of one claim in one capture of one citation.

    ``note`` is 0 and ``claim`` empty for an ad-hoc claim that no note holds.
    """

    note: int
    claim: str
    figure: Figure
    address: str
    version: Version
    captured: datetime | None
    archived_url: str | None
    match: Match

    @property
    def verdict(self) -> FindingVerdict:
        """The match's verdict."""
        return self.match.verdict

    @property
    def why(self) -> str:
        """The match's reason, in words."""
        return self.match.why

    @property
    def passage(self) -> str | None:
        """The words that bear out or contradict the figure."""
        return self.match.occurrence.passage if self.match.occurrence else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedCopy:
    """An archived copy that is offered for an address, with its distance from the access date.

    ``unfetched``: the archive was silent or not asked for it, so that it may be usable.
    """

    timestamp: str
    url: str
    archive: str
    status: int | None
    distance_days: int | None
    usable: bool
    why: str = ""
    proof: DigestProof | None = None
    unfetched: bool = False


class RouteKind(StrEnum):
    """What stands at an address suggested for a lost source, as the rule for it says."""

    SAME = "same"  # the very document, by its identifier
    MIRROR = "mirror"  # its text, kept by somebody else
    LATER = "later"  # a later edition
    RECORD = "record"  # a catalogue's entry that leads to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An address to try for a source; ``how`` says in words what it was found by."""

    url: str
    rule: str
    how: str
    kind: RouteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueReport:
    """A suggested address and what became of it; ``not_checked`` where it was not asked.

    ``found``: it answers with the source: the very document, borne out by its title,
    symbol or one of the figures.
    """

    route: Route
    status: AddressStatus
    why: str
    final_url: str | None = None
    title: str | None = None
    found: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Streak:
    """Audits in a row in which an address failed: since when, how often, when counted last."""

    first_failed: datetime
    failures: int
    counted: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """That an audit which began ``at`` tells of an address, and when it was ``asked``.

    An audit need not ask an address itself: then it tells what an earlier one saw.
    """

    at: datetime
    asked: datetime
    status: AddressStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an address stood when it was last asked: alive since then, or in a row of failures."""

    asked: datetime
    alive_since: datetime | None = None
    streak: Streak | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressReport:
    """Everything that an audit knows of one address.

    ``asked``: when the live web was, which may be before this audit; ``alive_since``: the
    first of the answers in a row that it was alive; ``next_check``: the day from which on it
    is to be asked again;
    ``archive_postponed``: no archive could be asked in time, so that nothing follows.
    """

    url: str
    status: AddressStatus
    why: str
    http_status: int | None = None
    final_url: str | None = None
    redirects: tuple[Hop, ...] = ()
    title: str | None = None
    media_type: str | None = None
    captured: datetime | None = None
    digest: str | None = None
    sha256: str | None = None
    unchanged_since: datetime | None = None
    length: int | None = None
    archive: Holding = Holding.NOT_ASKED
    archive_why: str = ""
    archive_postponed: bool = False
    archived: tuple[ArchivedCopy, ...] = ()
    rescue: tuple[RescueReport, ...] = ()
    notes: tuple[int, ...] = ()
    first_failed: datetime | None = None
    failures: int = 0
    asked: datetime | None = None
    alive_since: datetime | None = None
    next_check: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationReport:
    """The verdict on one citation: ``index`` is its place in the note, from 0.

    ``routes`` are suggested where the note gives no address but an identifier.
    """

    note: int
    index: int
    work: str
    verdict: CitationVerdict
    why: str
    url: str | None = None
    routes: tuple[Route, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReport:
    """The verdict on one claim."""

    id: str
    notes: tuple[int, ...]
    verdict: ClaimVerdict
    why: str
