"""What was written onto the pages of a PDF later: filled-in fields, stamps, typed notes.

They are annotations (ISO 32000-1, 12.5) beside the page's content, which no text call
reads.  Those that a reader sees are drawn into it first; comments behind an icon and
hidden ones are not.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from citecheck.extract.pdf_structure import FAULTS, is_rebuilt
from citecheck.extract.tidy import one_line

_SEEN = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)
_NAMES = frozenset({"/Widget", "/FreeText", "/Stamp"})
_UNSEEN_FLAGS = 0x2 | 0x20  # hidden, no view
_MOST, _LONGEST = 5000, 10_000


def draw_in(document: pdfium.PdfDocument, index: int) -> tuple[pdfium.PdfPage, list[str], bool]:
    """A page with its annotations drawn into it; typed notes that have no drawing; if it is whole.

    It is not where there are more of them than anyone can have written.
    """
    page = document[index]
    count = raw.FPDFPage_GetAnnotCount(page.raw)
    if not 0 < count <= _MOST:
        return page, [], count <= 0
    typed: list[str] = []
    drawn = False
    for number in range(count):
        annotation = raw.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind in _SEEN and not raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN_FLAGS:
            if raw.FPDFAnnot_HasKey(annotation, b"AP"):
                drawn = True
            elif kind == raw.FPDF_ANNOT_FREETEXT and (words := _contents(annotation)):
                typed.append(words)
        raw.FPDFPage_CloseAnnot(annotation)
    if drawn and raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    return page, typed, True


def _contents(annotation: raw.FPDF_ANNOTATION) -> str | None:
    size = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    if not 2 < size <= 2 * _LONGEST:
        return None
    buffer = ctypes.create_string_buffer(size)
    place = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    raw.FPDFAnnot_GetStringValue(annotation, b"Contents", place, size)
    return one_line(buffer.raw[: size - 2].decode("utf-16-le", "replace"))


def draw_all_in(body: bytes) -> bytes | None:
    """The file with its annotations drawn into its pages; ``None`` if there is none to draw.

    A typed note without a drawing is given a plain one.  Damaged files are left as they are.
    """
    try:
        with pikepdf.open(BytesIO(body), suppress_warnings=True) as pdf:
            written = list(_written(pdf))
            if not written or is_rebuilt(map(str, pdf.get_warnings())):
                return None
            for annotation in written:
                if annotation.get("/Subtype") == "/FreeText" and "/AP" not in annotation:
                    _give_appearance(pdf, annotation)
            pdf.flatten_annotations("screen")
            out = BytesIO()
            pdf.save(out)
            return out.getvalue()
    except FAULTS:
        return None


def _written(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in pdf.pages:
        for annotation in list(page.obj.get("/Annots", []))[:_MOST]:
            if str(annotation.get("/Subtype")) in _NAMES:
                yield annotation


def _give_appearance(pdf: pikepdf.Pdf, annotation: pikepdf.Object) -> None:
    words = str(annotation.get("/Contents", ""))[:_LONGEST]
    left, bottom, right, top = (float(edge) for edge in annotation["/Rect"])
    shown = words.encode("cp1252", "replace")
    for sign in (b"\\", b"(", b")"):
        shown = shown.replace(sign, b"\\" + sign)
    lines = b" T* ".join(b"(%b) Tj" % line for line in shown.split(b"\r"))
    drawing = pdf.make_stream(b"BT /F 8 Tf 9 TL 1 %d Td %b ET" % (max(1, top - bottom - 9), lines))
    drawing.Type, drawing.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    drawing.BBox = [0, 0, right - left, top - bottom]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )  # fmt: skip
    drawing.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    annotation.AP = pikepdf.Dictionary(N=drawing)
