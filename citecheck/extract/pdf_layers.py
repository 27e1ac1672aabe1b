"""Letters of a PDF that are on the page and never shown: of layers switched off, without ink.

Optional content (ISO 32000-1, 8.11) and text rendering mode 3 (9.3.6).  Letters without
ink over a picture are the text layer of a scan, and are read.
"""

from __future__ import annotations

import ctypes
from functools import cached_property
from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from citecheck.extract.pdf_structure import FAULTS

INVISIBLE = 3  #: the text rendering mode of letters that are neither filled nor stroked
_LONGEST_NAME = 200
_MOST_MARKS = 20


class Layers:
    """The layers of a file that are switched off when it is opened; looked for when asked for."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    @cached_property
    def off(self) -> frozenset[str]:
        """Their names, but those that a layer which is shown has, too."""
        try:
            with pikepdf.open(BytesIO(self._body), suppress_warnings=True) as pdf:
                known = pdf.Root.get("/OCProperties")
                if known is None:
                    return frozenset()
                first = known.D
                off = {str(group.Name) for group in first.get("/OFF", [])}
                on = {str(group.Name) for group in first.get("/ON", [])}
                every = [str(group.Name) for group in known.OCGs]
                if first.get("/BaseState") == "/OFF":
                    off |= set(every) - on
                return frozenset(name for name in off if every.count(name) == 1)
        except FAULTS:
            return frozenset()


class Unseen:
    """Tells the letters of a page by pdfium that are never shown."""

    def __init__(self, page: pdfium.PdfPage, layers: Layers) -> None:
        self._page, self._layers = page, layers

    def hides(self, item: raw.FPDF_PAGEOBJECT, x: float, y: float) -> bool:
        """Whether a text object is not shown; the point is where it begins."""
        if raw.FPDFTextObj_GetTextRenderMode(item) == INVISIBLE:
            return not any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self._pictures)
        for number in range(min(raw.FPDFPageObj_CountMarks(item), _MOST_MARKS)):
            mark = raw.FPDFPageObj_GetMark(item, number)
            name = _layer(mark)
            if name and name in self._layers.off:
                return True
        return False

    @cached_property
    def _pictures(self) -> list[tuple[float, float, float, float]]:
        found = []
        for item in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
            try:
                found.append(tuple(item.get_bounds()))
            except pdfium.PdfiumError:
                continue
        return found


def _layer(mark: raw.FPDF_PAGEOBJECTMARK) -> str | None:
    """The name of the layer that a mark opens; ``None`` if it opens none."""
    buffer, length = (ctypes.c_ushort * _LONGEST_NAME)(), ctypes.c_ulong()
    size, place = ctypes.sizeof(buffer), ctypes.byref(length)
    if not raw.FPDFPageObjMark_GetName(mark, buffer, size, place) or length.value > size:
        return None
    if bytes(buffer)[: max(0, length.value - 2)].decode("utf-16-le", "replace") != "OC":
        return None
    found = raw.FPDFPageObjMark_GetParamStringValue(mark, b"Name", buffer, size, place)
    if not found or length.value > size:
        return None
    return bytes(buffer)[: max(0, length.value - 2)].decode("utf-16-le", "replace")
