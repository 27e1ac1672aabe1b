"""Zip containers (office files, books), looked at before anything in them is unpacked for good."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from citecheck.model.documents import UnreadReason

_CHUNK = 1 << 16
#: Below this many bytes unpacked a high ratio is an ordinary repetitive document.
_SMALL = 20_000_000
_ENCRYPTED = 0x1
_MOST_MEMBERS = 20_000
_CODES = ("ascii", "utf-16-le", "utf-16-be")
_ENTITIES = tuple("<!ENTITY".encode(code) for code in _CODES)
_FORBIDDEN = (*_ENTITIES, *("<!DOCTYPE".encode(code) for code in _CODES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a container is not opened: the sort of trouble, and the words for it."""

    reason: UnreadReason
    why: str


def check_container(
    body: bytes, *, max_unpacked: int, max_ratio: int, doctypes: bool = False
) -> Refusal | None:
    """Why the container is not to be opened; ``None`` if it may be.

    ``max_unpacked`` bounds the bytes of all members together, ``max_ratio`` how many
    times its size a large container may unpack to.

    Refused are containers that unpack to more than the limits, are encrypted or
    torn, or whose XML declares a document type: Word writes none, and entities
    (billion laughs, local files) need one.  With ``doctypes`` a document type may stand
    there (OpenOffice 2 wrote them), but no entities of its own.
    """
    try:
        with ZipFile(BytesIO(body)) as container:
            members = container.infolist()
            return _check_sizes(
                members, len(body), max_unpacked=max_unpacked, max_ratio=max_ratio
            ) or _check_members(container, members, doctypes=doctypes)
    except (BadZipFile, zlib.error, EOFError, ValueError, OSError, KeyError) as fault:
        return Refusal(reason=UnreadReason.DAMAGED, why=f"the container is damaged: {fault}")
    except (NotImplementedError, RuntimeError) as fault:  # zipfile's: a packing, a password
        return Refusal(
            reason=UnreadReason.UNSUPPORTED, why=f"the container cannot be unpacked: {fault}"
        )


def _check_sizes(
    members: list[ZipInfo], packed: int, *, max_unpacked: int, max_ratio: int
) -> Refusal | None:
    if any(member.flag_bits & _ENCRYPTED for member in members):
        return Refusal(reason=UnreadReason.PASSWORD, why="the document is encrypted")
    if len(members) > _MOST_MEMBERS:
        why = f"it has {len(members):,} parts, more than the {_MOST_MEMBERS:,} allowed"
        return Refusal(reason=UnreadReason.TOO_LARGE, why=why)
    total = sum(member.file_size for member in members)
    if total > max_unpacked:
        why = f"it unpacks to {total:,} bytes, more than the {max_unpacked:,} allowed"
        return Refusal(reason=UnreadReason.TOO_LARGE, why=why)
    if total > _SMALL and total > max_ratio * packed:
        return Refusal(
            reason=UnreadReason.TOO_LARGE, why=f"it unpacks to {total // packed} times its size"
        )
    return None


def _check_members(container: ZipFile, members: list[ZipInfo], *, doctypes: bool) -> Refusal | None:
    """Read every XML member once, in pieces, for a document type; checks its CRC on the way."""
    for member in members:
        if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        forbidden = _ENTITIES if doctypes else _FORBIDDEN
        with container.open(member) as stream:
            tail = b""
            while piece := stream.read(_CHUNK):
                if any(word in tail + piece for word in forbidden):
                    part = member.filename[:80]
                    why = f"{part} declares a document type or entities, which no such part needs"
                    return Refusal(reason=UnreadReason.DAMAGED, why=why)
                tail = piece[-32:]
    return None
