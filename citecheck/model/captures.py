"""What the live web and the archives answered.

Every answer is a value of a closed set, carried to the end with its reason.
Times are aware UTC datetimes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One answer on the way: the address asked, the HTTP status, where it pointed next."""

    url: str
    status: int
    location: str | None = None


class Failure(StrEnum):
    """Why an address gave no complete answer."""

    NO_SUCH_NAME = "no_such_name"  # DNS says so, or a proxy's 502/504 for a name
    REFUSED = "refused"  # nothing listens there
    UNREACHABLE = "unreachable"  # no route to that host
    RESET = "reset"  # connection reset or closed without an answer
    TIMEOUT = "timeout"
    TLS = "tls"
    REDIRECT_LOOP = "redirect_loop"
    TOO_LARGE = "too_large"
    NOT_ALLOWED = "not_allowed"  # the guard refused the scheme or the address connected to
    MALFORMED = "malformed"  # not an address that can be asked, or not HTTP that came back
    OFFLINE = "offline"  # this machine has no network
    NOT_ASKED = "not_asked"  # the run's time was over before
    EXCLUDED = "excluded"  # the archive may not show it


class Cut(StrEnum):
    """Why a body was not read to its end, in WARC's words (ISO 28500, 5.13)."""

    LENGTH = "length"  # longer than we read
    TIME = "time"  # slower than we wait
    DISCONNECT = "disconnect"  # the connection broke


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """How one exchange went over the wire, beside what its :class:`Response` says.

    ``request`` is the head that was sent, byte by byte, without the lines that hold
    secrets; ``ip`` the address connected to, ``None`` where a proxy stood between.
    """

    request: bytes
    reason: str = ""
    version: str = "1.1"
    ip: str | None = None
    cut: Cut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """That a server says nothing changed (304): the headers of that answer, and since when.

    ``since`` is when the answer that it speaks of was taken in full.
    """

    since: datetime
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An HTTP answer, its body read within the limits.

    ``body`` is the payload decoded of any transfer and content coding;
    ``complete`` is false when fewer bytes came than were promised.  With ``unchanged``
    the server answered 304, and status, headers and body are those it answered before.
    ``kept`` is where it is in the snapshots, if whoever asked has put it there; its body
    may be left out then.  ``carrier`` is the archive's own answer, at its own address,
    that an archived copy came in.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: datetime
    hops: tuple[Hop, ...] = ()
    complete: bool = True
    elapsed_s: float = 0.0
    why: str = ""
    unchanged: Unchanged | None = None
    wire: Wire | None = field(default=None, compare=False, repr=False)
    kept: Capture | None = field(default=None, compare=False, repr=False)
    carrier: Response | None = field(default=None, compare=False, repr=False)

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        wanted = name.lower()
        return next((v for k, v in self.headers if k.lower() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoResponse:
    """An address that gave no usable answer, with the reason as a code and in words.

    ``partial`` is what came before it was given up, where a head came at all.
    """

    url: str
    failure: Failure
    why: str
    at: datetime
    hops: tuple[Hop, ...] = ()
    elapsed_s: float = 0.0
    partial: Response | None = field(default=None, compare=False, repr=False)


Outcome = Response | NoResponse


class Origin(StrEnum):
    """Where a capture came from."""

    LIVE = "live"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """One archived copy that an archive lists (RFC 7089).

    ``timestamp`` is 14 digits, UTC; ``original`` the address truly captured;
    ``url`` the archive's address for readers; ``status`` the HTTP status at the
    time, ``None`` where the index does not say (a revisit that was not resolved).
    """

    timestamp: str
    original: str
    url: str
    archive: str
    status: int | None = None
    media_type: str | None = None
    digest: str | None = None

    @property
    def day(self) -> date:
        """The UTC day of the capture."""
        return date.fromisoformat(self.timestamp[:8])


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestProof:
    """The SHA-1 (base32) that an archive's index lists of a capture, and that of its bytes.

    ``agrees`` is ``None`` where they cannot be compared, with the reason in ``why``.
    Where they agree, anyone can prove the capture again from the archive itself.
    """

    listed: str
    found: str
    agrees: bool | None
    why: str = ""


class Holding(StrEnum):
    """What an archive says of an address: four outcomes, never two."""

    CAPTURED = "captured"
    NONE = "none"
    EXCLUDED = "excluded"
    UNAVAILABLE = "unavailable"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveAnswer:
    """What an archive holds of an address, oldest first, and the reason in words.

    ``archive`` is the archive's name; empty where several were asked.  ``whole`` is
    false for a list that was cut, or told by a second hand: there may be more.
    ``postponed``: not asked for want of time, so that nothing follows from it.
    """

    url: str
    holding: Holding
    mementos: tuple[Memento, ...] = ()
    why: str = ""
    archive: str = ""
    whole: bool = True
    postponed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One kept copy of an address: a WARC record and what its index says of it.

    ``digest`` is ``sha1:`` + base32 of the payload (as CDX has it); ``captured``
    when the bytes were taken from the source's own server (for an archive's copy
    its Memento-Datetime); ``fetched`` when we took them.  ``unchanged_since``: when the
    bytes came, where the server only said at ``captured`` that they still stand (304).
    ``sha256`` is the payload's in hexadecimal digits.
    """

    url: str
    final_url: str
    origin: Origin
    status: int
    captured: datetime
    fetched: datetime
    digest: str
    length: int
    media_type: str | None
    warc: str
    offset: int
    hops: tuple[Hop, ...] = ()
    complete: bool = True
    memento: Memento | None = None
    last_modified: datetime | None = None
    unchanged_since: datetime | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The last answer of an address that is kept in full, and how far it can be trusted.

    ``confirmed``: how often since then the server said that nothing changed.  ``misled``:
    an earlier answer had the same ETag and Last-Modified, and other bytes.
    """

    capture: Capture
    headers: tuple[tuple[str, str], ...]
    confirmed: int = 0
    misled: bool = False

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        wanted = name.lower()
        return next((v for k, v in self.headers if k.lower() == wanted), None)


class Network(StrEnum):
    """What the machine can reach."""

    ONLINE = "online"
    OFFLINE = "offline"
    REPLAY = "replay"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkState:
    """What a look at the machine's own network found, with the evidence in words."""

    network: Network
    why: str
