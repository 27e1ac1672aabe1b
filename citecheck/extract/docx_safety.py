"""A zip container looked at before anything in it is unpacked for good."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from citecheck.extract.limits import Limits
from citecheck.extract.sniffing import DOCX
from citecheck.model.documents import Unread, UnreadReason

_CHUNK = 1 << 16
#: Below this many bytes unpacked a high ratio is an ordinary repetitive document.
_SMALL = 20_000_000
_ENCRYPTED = 0x1
_FORBIDDEN = tuple(word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in
                   ("ascii", "utf-16-le", "utf-16-be"))  # fmt: skip


def check_container(body: bytes, limits: Limits) -> Unread | None:
    """Why the container is not to be opened; ``None`` if it may be.

    Refused are containers that unpack to more than the limits, are encrypted or
    torn, or whose XML declares a document type: Word writes none, and entities
    (billion laughs, local files) need one.
    """
    try:
        with ZipFile(BytesIO(body)) as container:
            members = container.infolist()
            return _check_sizes(members, len(body), limits) or _check_members(container, members)
    except (BadZipFile, zlib.error, EOFError, ValueError, OSError, KeyError) as fault:
        return _refuse(UnreadReason.DAMAGED, f"the container is damaged: {fault}")
    except (NotImplementedError, RuntimeError) as fault:
        return _refuse(UnreadReason.UNSUPPORTED, f"the container cannot be unpacked: {fault}")


def _refuse(reason: UnreadReason, why: str) -> Unread:
    return Unread(reason=reason, why=why, media_type=DOCX)


def _check_sizes(members: list[ZipInfo], packed: int, limits: Limits) -> Unread | None:
    if any(member.flag_bits & _ENCRYPTED for member in members):
        return _refuse(UnreadReason.PASSWORD, "the document is encrypted")
    total = sum(member.file_size for member in members)
    if total > limits.max_unpacked:
        why = f"it unpacks to {total:,} bytes, more than the {limits.max_unpacked:,} allowed"
        return _refuse(UnreadReason.TOO_LARGE, why)
    if total > _SMALL and total > limits.max_ratio * packed:
        return _refuse(UnreadReason.TOO_LARGE, f"it unpacks to {total // packed} times its size")
    return None


def _check_members(container: ZipFile, members: list[ZipInfo]) -> Unread | None:
    """Read every XML member once, in pieces, for a document type; checks its CRC on the way."""
    for member in members:
        if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with container.open(member) as stream:
            tail = b""
            while piece := stream.read(_CHUNK):
                if any(word in tail + piece for word in _FORBIDDEN):
                    why = f"{member.filename[:80]} declares a document type, which Word never does"
                    return _refuse(UnreadReason.DAMAGED, why)
                tail = piece[-32:]
    return None
