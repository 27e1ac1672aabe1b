"""Saved mail and web archives of one file (.eml, .mht): the part that a reader sees.

MIME (RFC 2045 to 2047, 2557) by Python's own parser.  Attachments are not read and
told; a web page in the file is read as a page.
"""

from __future__ import annotations

from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser

from citecheck.extract.html import read_html
from citecheck.extract.limits import Limits
from citecheck.extract.plain import read_plain
from citecheck.model.documents import Document, Extraction, Unread, UnreadReason, note_frame

MEDIA_TYPE = "message/rfc822"
_MOST_PARTS, _MOST_FRAMES = 1000, 20
_FAULTS = (MessageError, ValueError, LookupError, RecursionError, AttributeError, TypeError)


def read_mail(body: bytes, limits: Limits) -> Extraction:
    """The page or the words of a message; its subject is the title where the page has none."""
    try:
        message = BytesParser(EmailMessage, policy=policy.compat32).parsebytes(body)
        parts = []
        for part in message.walk():
            parts.append(part)
            if len(parts) >= _MOST_PARTS:
                break
        chosen = next((p for p in parts if p.get_content_type() == "text/html"), None)
        chosen = chosen or next((p for p in parts if p.get_content_type() == "text/plain"), None)
        content = chosen.get_payload(decode=True) if chosen is not None else None
    except _FAULTS as fault:
        why = f"the message could not be read: {str(fault)[:200]}"
        return Unread(reason=UnreadReason.DAMAGED, why=why, media_type=MEDIA_TYPE)
    if chosen is None or not isinstance(content, bytes):
        why = "there is no text in the message"
        return Unread(reason=UnreadReason.EMPTY, why=why, media_type=MEDIA_TYPE)
    charset = chosen.get_param("charset")
    charset = charset if isinstance(charset, str) else None
    read = (
        read_html(content, media_type="text/html", charset=charset, limits=limits)
        if chosen.get_content_type() == "text/html"
        else read_plain(content, charset=charset, limits=limits)
    )
    framed = _read_frames(message, parts, chosen, limits)
    if not isinstance(read, Document):
        if not framed:
            return replace(read, media_type=MEDIA_TYPE)
        read = framed.pop(0)[1]
    read = _join(read, framed)
    attached = [name for part in parts if part is not chosen and (name := part.get_filename())]
    notes = [f"the attachment {str(name)[:80]!r} was not read" for name in attached[:20]]
    return replace(
        read,
        media_type=MEDIA_TYPE,
        title=read.title or _words(message.get("Subject")),
        complete=read.complete and not notes,
        notes=(*read.notes, *notes),
    )


def _read_frames(
    message: Message, parts: list[Message], chosen: Message, limits: Limits
) -> list[tuple[str, Document]]:
    """The other pages of a web archive (RFC 2557): it shows them in frames."""
    found: list[tuple[str, Document]] = []
    if message.get_content_type() != "multipart/related":
        return found
    for part in parts:
        if part is chosen or part.get_content_type() != "text/html":
            continue
        content, charset = part.get_payload(decode=True), part.get_param("charset")
        if len(found) >= _MOST_FRAMES or not isinstance(content, bytes):
            continue
        said = charset if isinstance(charset, str) else None
        read = read_html(content, media_type="text/html", charset=said, limits=limits)
        ident = str(part.get("Content-ID") or "").strip(" <>")
        if isinstance(read, Document):
            found.append((f"cid:{ident}" if ident else str(part.get("Content-Location")), read))
    return found


def _join(read: Document, framed: list[tuple[str, Document]]) -> Document:
    """A page with the pages that it shows in frames."""
    if not framed:
        return read
    held = {note_frame(address, inner=inner) for address, _ in framed for inner in (True, False)}
    pages = [replace(page, frame=address) for address, one in framed for page in one.pages]
    frames = tuple(one for one in read.frames if note_frame(one) not in held)
    return replace(
        read,
        pages=tuple(
            replace(page, number=number) for number, page in enumerate((*read.pages, *pages), 1)
        ),
        notes=tuple(note for note in read.notes if note not in held),
        complete=(read.complete or (read.lacks_only_frames and not frames))
        and all(one.complete for _, one in framed),
        frames=frames,
    )


def _words(header: object) -> str | None:
    from email.header import decode_header, make_header

    if header is None:
        return None
    try:
        return " ".join(str(make_header(decode_header(str(header)))).split()) or None
    except (ValueError, LookupError):
        return None
