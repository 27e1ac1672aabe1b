"""The structure of a PDF by pikepdf (qpdf): what is broken in it, and a repaired copy.

The reading engines pass over what is torn or missing without a word.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

#: What pikepdf raises on broken files, memory excepted.
FAULTS = (
    pikepdf.PdfError, pikepdf.PasswordError, pikepdf.DataDecodingError, RuntimeError, ValueError,
    TypeError, LookupError, AttributeError, ArithmeticError,
)  # fmt: skip
_CHUNK = 1 << 20
#: Content unpacked beyond this many chunks is not checked; the worker's memory limit holds.
_ENOUGH = 64
_OBJECTS = 200_000  # objects that are looked at for torn forms
_REBUILT = ("file is damaged", "reconstruct", "xref", "trailer")


@dataclass(slots=True)
class Structure:
    """How many pages there are, which lack content, and what else is wrong."""

    pages: int
    promised: int
    torn: list[int] = field(default_factory=list)
    torn_forms: bool = False
    rebuilt: bool = False
    locked: bool = False  # with a password that pdfium did not need: for its attachments alone


def examine_structure(body: bytes, *, most: int) -> Structure | None:
    """What is broken in the first ``most`` pages; ``None`` if qpdf cannot open the file."""
    try:
        with pikepdf.open(BytesIO(body), suppress_warnings=True) as pdf:
            promised = _promised(pdf)  # before qpdf mends the page tree
            pages = len(pdf.pages)
            found = Structure(pages=pages, promised=promised)
            found.rebuilt = is_rebuilt(map(str, pdf.get_warnings()))
            if not pdf.is_encrypted:
                for number in range(1, min(pages, most) + 1):
                    if _is_page_torn(pdf, number):
                        found.torn.append(number)
                found.torn_forms = _has_torn_form(pdf)
            return found
    except pikepdf.PasswordError:
        return Structure(pages=0, promised=0, locked=True)
    except FAULTS:
        return None


def repair(body: bytes) -> bytes | None:
    """The file written anew from what qpdf finds in it; ``None`` if that is nothing."""
    try:
        with pikepdf.open(BytesIO(body), suppress_warnings=True) as pdf:
            if len(pdf.pages) == 0:
                return None
            out = BytesIO()
            pdf.save(out)
            return out.getvalue()
    except FAULTS:
        return None


def is_torn(packed: bytes | memoryview) -> bool:
    """Whether deflated data break off or make no sense."""
    unpacker = zlib.decompressobj()
    rest = bytes(packed)
    for _ in range(_ENOUGH):
        try:
            unpacker.decompress(rest, _CHUNK)
        except zlib.error:
            return True
        rest = unpacker.unconsumed_tail
        if unpacker.eof:
            return False
        if not rest:
            return True
    return False


def _promised(pdf: pikepdf.Pdf) -> int:
    try:
        return int(pdf.Root.Pages.Count)
    except FAULTS:
        return 0


def is_rebuilt(warnings: Iterable[str]) -> bool:
    """Whether qpdf had to search for the objects of a file."""
    return any(sign in warning.lower() for warning in warnings for sign in _REBUILT)


def _is_page_torn(pdf: pikepdf.Pdf, number: int) -> bool:
    try:
        page = pdf.pages[number - 1].obj
        if "/Contents" not in page:
            return False
        contents = page["/Contents"]
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        return any(not isinstance(part, pikepdf.Stream) or _is_stream_torn(part) for part in parts)
    except FAULTS:
        return True


def _is_stream_torn(stream: pikepdf.Stream) -> bool:
    kind = stream.get("/Filter")
    if isinstance(kind, pikepdf.Array):
        kind = kind[0] if len(kind) else None
    if kind is None or str(kind) not in {"/FlateDecode", "/Fl"}:
        return False
    return is_torn(memoryview(stream.get_raw_stream_buffer()))


def _has_torn_form(pdf: pikepdf.Pdf) -> bool:
    for at, item in enumerate(pdf.objects):
        if at >= _OBJECTS:
            return False
        try:
            if (
                isinstance(item, pikepdf.Stream)
                and item.get("/Subtype") == "/Form"
                and _is_stream_torn(item)
            ):
                return True
        except FAULTS:
            return True
    return False
