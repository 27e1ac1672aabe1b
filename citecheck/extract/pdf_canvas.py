"""A pdfminer device that keeps what a reader of the page sees.

Text outside the CropBox (printer's line numbers) is dropped, a letter struck
twice for boldness is kept once, text inside form objects belongs to the page.
Lines and shapes are counted and not kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTComponent, LTPage
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import (
    Matrix,
    PathSegment,
    Rect,
    apply_matrix_pt,
    apply_matrix_rect,
    decode_text,
    mult_matrix,
)

from citecheck.extract.pdf_layers import INVISIBLE, Layers

#: A letter struck again nearer than this, in letter heights, is the same letter in bold.
_SAME_PLACE = 0.15
_GRID = 4.0  # points: letters are looked up by squares of this size
#: Colour spaces in which all ones are white.
_LIGHT = frozenset({"DeviceGray", "CalGray", "DeviceRGB", "CalRGB", "ICCBased"})


class Sheet(LTPage):
    """A page that takes each letter once, and only inside its visible window."""

    def __init__(self, number: int, bbox: Rect, window: Rect) -> None:
        super().__init__(number, bbox)
        self._window = window
        self._seen: dict[tuple[str, int, int], list[tuple[float, float]]] = {}
        self._drawn: list[Rect] = []
        self._pictures: list[Rect] = []
        self._without_ink: list[LTChar] = []
        self.hides = self.inks_nothing = False
        self.dropped = 0
        self.white = 0
        self.unseen = 0

    def add(self, obj: LTComponent) -> None:
        """Take a letter or leave it."""
        if isinstance(obj, LTChar):
            if not self._is_inside(obj):
                self.dropped += 1
                return
            if self.hides:
                self.unseen += 1
                return
            if not obj.get_text().isspace() and self._is_struck_again(obj):
                return
            if self.inks_nothing:
                self._without_ink.append(obj)
                return
            if _is_white(obj) and not self._lies_on_something(obj):
                self.white += not obj.get_text().isspace()
                return
        super().add(obj)

    def draw(self, place: Rect) -> None:
        """A picture or a shape: white letters on it are seen."""
        self._drawn.append(place)

    def show(self, place: Rect) -> None:
        """A picture: letters without ink over it are its text layer."""
        self._pictures.append(place)

    def take_text_layer(self) -> None:
        """Take the letters without ink that lie on a picture, when all pictures are known."""
        for char in self._without_ink:
            x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
            if any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self._pictures):
                super().add(char)
            else:
                self.unseen += 1
        self._without_ink = []

    def _lies_on_something(self, char: LTChar) -> bool:
        x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
        return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self._drawn)

    def _is_inside(self, char: LTChar) -> bool:
        x0, y0, x1, y1 = self._window
        x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
        return x0 <= x <= x1 and y0 <= y <= y1

    def _is_struck_again(self, char: LTChar) -> bool:
        near = min(_SAME_PLACE * max(char.size, 1.0), _GRID)
        x0, y0, text = char.x0, char.y0, char.get_text()
        rows = {int((y0 - near) // _GRID), int((y0 + near) // _GRID)}
        for column in {int((x0 - near) // _GRID), int((x0 + near) // _GRID)}:
            for row in rows:
                for other_x, other_y in self._seen.get((text, column, row), ()):
                    if abs(other_x - x0) < near and abs(other_y - y0) < near:
                        return True
        place = (text, int(x0 // _GRID), int(y0 // _GRID))
        self._seen.setdefault(place, []).append((x0, y0))
        return False


def _is_white(char: LTChar) -> bool:
    """Whether a letter is filled with the white of its colour space, grey, RGB or CMYK."""
    colour = getattr(char.graphicstate, "ncolor", None)
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if parts[0] == 0 and len(parts) != 4:  # black, as nearly all letters are
        return False
    if not all(isinstance(part, int | float) for part in parts):
        return False
    values = [float(part) for part in parts]
    if len(values) == 4:
        return max(values) <= 0
    return len(values) in (1, 3) and min(values) >= 1 and char.ncs.name in _LIGHT


class Canvas(PDFPageAggregator):
    """Collects one page after the other; the counts are those of the last page."""

    def __init__(self, resources: PDFResourceManager, layout: LAParams, layers: Layers) -> None:
        super().__init__(resources, laparams=layout)
        self._layers = layers
        self._names: dict[str, str] = {}  # of the page's layers, by what its content calls them
        self._tags: list[bool] = []  # of each open mark: whether it is a layer switched off
        self.image_area = 0.0
        self.shapes = 0
        self.page_area = 1.0
        self._frame: Rect = (0, 0, 0, 0)

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Start an empty sheet."""
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        window = apply_matrix_rect(ctm, page.cropbox)
        self.cur_item = Sheet(self.pageno, (0, 0, abs(x1 - x0), abs(y1 - y0)), window)
        self.image_area, self.shapes = 0.0, 0
        self.page_area = max(1.0, (window[2] - window[0]) * (window[3] - window[1]))
        self.result = None
        self._tags, self._names = [], _layer_names(page)

    def end_page(self, page: PDFPage) -> None:
        """Take what lies on pictures, and find the lines."""
        if isinstance(self.cur_item, Sheet):
            self.cur_item.take_text_layer()
        super().end_page(page)

    def begin_tag(self, tag: PSLiteral, props: object = None) -> None:
        """The start of a mark, maybe of a layer."""
        named = props.name if isinstance(props, PSLiteral) else ""
        name = self._names.get(str(named)) if self._names and tag.name == "OC" else None
        self._tags.append(name is not None and name in self._layers.off)
        self._settle()

    def end_tag(self) -> None:
        """The end of a mark."""
        if self._tags:
            self._tags.pop()
        self._settle()

    def _settle(self) -> None:
        if isinstance(self.cur_item, Sheet):
            self.cur_item.hides = any(self._tags)

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        """Letters, with ink or without."""
        if isinstance(self.cur_item, Sheet):
            self.cur_item.inks_nothing = textstate.render == INVISIBLE
        super().render_string(textstate, seq, ncs, graphicstate)

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:  # noqa: ARG002
        """A form object or a picture: its letters belong to the page."""
        self._frame = apply_matrix_rect(mult_matrix(matrix, self.ctm), bbox)

    def end_figure(self, _: str) -> None:
        """Nothing to put away."""

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002
        """Measure a picture."""
        x0, y0, x1, y1 = self._frame
        self.image_area += abs((x1 - x0) * (y1 - y0))
        if isinstance(self.cur_item, Sheet):
            self.cur_item.draw(self._frame)
            self.cur_item.show(self._frame)

    def paint_path(
        self,
        gstate: PDFGraphicState,  # noqa: ARG002
        stroke: bool,  # noqa: ARG002
        fill: bool,
        evenodd: bool,  # noqa: ARG002
        path: Sequence[PathSegment],
    ) -> None:
        """Count a shape, and remember where a filled one lies."""
        self.shapes += bool(path)
        points = [part[at : at + 2] for part in path for at in range(1, len(part) - 1, 2)]
        if fill and points and isinstance(self.cur_item, Sheet):
            placed = [apply_matrix_pt(self.ctm, (float(x), float(y))) for x, y in points]
            xs, ys = [x for x, _ in placed], [y for _, y in placed]
            self.cur_item.draw((min(xs), min(ys), max(xs), max(ys)))


def _layer_names(page: PDFPage) -> dict[str, str]:
    """The layers of a page by what its content calls them."""
    found = {}
    resources = resolve1(page.resources)
    named = resolve1(resources.get("Properties")) if isinstance(resources, dict) else None
    for key, value in (named if isinstance(named, dict) else {}).items():
        layer = resolve1(value)
        name = resolve1(layer.get("Name")) if isinstance(layer, dict) else None
        if isinstance(name, bytes):
            found[str(key)] = decode_text(name)
    return found
