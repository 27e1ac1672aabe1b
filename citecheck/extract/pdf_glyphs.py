"""The lines and boxes that stand on a page as pdfium reads it.

pdfium gives the letters in the order in which they were drawn, with spaces and line ends
of its own guessing.  Here lines are told by geometry: text that runs another way is a
frame of its own, turned so that it reads from left to right; a wide gap parts the cells
of a table; letters outside the visible page, and white ones on white, are left out.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import pi

import pypdfium2 as pdfium
from pypdfium2 import raw

from citecheck.extract.pdf_layers import Layers, Unseen
from citecheck.extract.pdf_layout import NUMERIC, Box, Line, join_spaced_digits, spell

Rect = tuple[float, float, float, float]

#: The height of a letter's loose box, in letter sizes (ascent and descent of common fonts).
_LOOSE = 1.17
# Gaps in letter sizes: wider ones part cells, the narrower between two figures.
_CELL_GAP = 1.3
_FIGURE_GAP = 0.75
_BACK = 0.6  # a letter that begins further back than this begins another line
_SMALL = 0.8  # of a line's height: less is raised, or no letter at all
_LEADING = 0.8  # lines of one box are parted by less than this, in line heights
_INDENT = 4.0  # a line that goes on begins no further from the one above, in line heights
_ALIKE = 1.35  # and their heights differ by less than this
_GRID = 4.0  # points: edges this near are the same
_STRUCK = 0.15  # a line struck again nearer than this, in letter sizes, is bold
_SKEWED = 4  # the frame of text that runs in no right angle
_HYPHENS = {"\x02": "-", "\ufffe": "-"}
_UNKNOWN = "\ufffd"
_GUESSED = "guessed"  # a space that no one typed
_WORD = re.compile("(?=[^ \\s\x02\ufffe]*?(\\d))?[^ \\s\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")

# Letters, the index of the first, where they stand on the page, what stands before them.
_Piece = tuple[str, int, float, float, float, float, str]


@dataclass(slots=True)
class Glyphs:
    """What stands on a page: for each way that text runs, most letters first, its boxes."""

    frames: list[list[Box]]
    outside: int = 0
    white: int = 0
    unseen: int = 0


@dataclass(slots=True)
class _Run:
    """A line that is being read: its letters in its frame, and how far it has come."""

    frame: int
    x0: float
    y0: float
    y1: float
    x1: float
    letters: list[tuple[str, float, float]] = field(default_factory=list)
    gaps: list[tuple[int, float]] = field(default_factory=list)
    low: float = 0.0
    high: float = 0.0
    varied: bool = False


def read_glyphs(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, layers: Layers) -> Glyphs:
    """The boxes of a page's text."""
    count = textpage.count_chars()
    if count <= 0:
        return Glyphs(frames=[])
    reader = _Reader(page, textpage, count, Unseen(page, layers))
    return reader.read()


def _upright(x0: float, y0: float, x1: float, y1: float) -> Rect:
    return x0, y0, x1, y1


def _upwards(x0: float, y0: float, x1: float, y1: float) -> Rect:
    return y0, -x1, y1, -x0


def _downwards(x0: float, y0: float, x1: float, y1: float) -> Rect:
    return -y1, x0, -y0, x1


def _upside_down(x0: float, y0: float, x1: float, y1: float) -> Rect:
    return -x1, -y1, -x0, -y0


# By quarters of FPDFText_GetCharAngle, which goes clockwise.
_TURNS: tuple[Callable[[float, float, float, float], Rect], ...] = (
    _upright, _downwards, _upside_down, _upwards, _upright,
)  # fmt: skip


class _Reader:
    def __init__(
        self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, count: int, unseen: Unseen
    ) -> None:
        self._page, self._textpage, self._count = page, textpage, count
        self._unseen = unseen
        self._window = page.get_bbox()
        self._found = Glyphs(frames=[])
        self._lines: dict[int, list[Line]] = {}
        self._shapes: list[Rect] | None = None

    def read(self) -> Glyphs:
        text = _characters(self._textpage, self._count)
        if not self._walk(text, careful=False):
            # Where a font does not say its letters pdfium gives their codes.
            self._found, self._lines = Glyphs(frames=[]), {}
            self._walk(_known_letters(self._textpage, text), careful=True)
        frames = sorted(self._lines.values(), key=lambda lines: -sum(len(x.text) for x in lines))
        self._found.frames = [group_lines(lines) for lines in frames]
        return self._found

    def _walk(self, characters: str, *, careful: bool) -> bool:
        """Find the lines; stops and gives false at one that begins with no known letter."""
        run: _Run | None = None
        turn: Callable[[float, float, float, float], Rect] = _upright
        has_no_letter, handle = raw.FPDFText_HasUnicodeMapError, self._textpage.raw
        for piece in self._pieces(characters):
            text, _, x0, y0, x1, y1, space = piece
            if run is not None:
                place = turn(x0, y0, x1, y1)
                if place[3] - place[1] < _SMALL * run.high and self._is_spoken(piece[1]):
                    place = (place[0], run.y0, place[2], run.y1)
                if _take(run, text, space, place):
                    continue
            if run is not None:
                self._finish(run)
            run = None
            if not careful and has_no_letter(handle, piece[1]) == 1:
                return False
            if self._is_white(piece):
                self._found.white += len(text)
                continue
            item = raw.FPDFText_GetTextObject(handle, piece[1])
            if item and self._unseen.hides(item, (x0 + x1) / 2, (y0 + y1) / 2):
                self._found.unseen += len(text)
                continue
            frame = self._frame(piece)
            turn = _TURNS[frame]
            x0, y0, x1, y1 = turn(x0, y0, x1, y1)
            height = y1 - y0
            run = _Run(frame, x0, y0, y1, x1, [(text, height, y0)], low=height, high=height)
        if run is not None:
            self._finish(run)
        return True

    def _pieces(self, text: str) -> Iterator[_Piece]:
        """Words whole, but figures of several objects letter by letter: marks stand behind them.

        The loop is the reader's whole cost: two calls for a word instead of one a letter.
        """
        handle, rect = self._textpage.raw, raw.FS_RECTF()
        pointer = ctypes.byref(rect)
        loose_box = raw.FPDFText_GetLooseCharBox
        left, bottom, right, top = self._window
        before = 0
        for word in _WORD.finditer(text):
            start, end = word.span()
            space = self._space(text, before, start)
            before = end
            index, step = start, end - start
            if step > 1 and (not word[1] or self._is_one_object(start, end - 1)):
                loose_box(handle, start, pointer)
                x0, y0, x1, y1 = rect.left, rect.bottom, rect.right, rect.top
                loose_box(handle, end - 1, pointer)
                x0, y0 = min(x0, rect.left), min(y0, rect.bottom)
                x1, y1 = max(x1, rect.right), max(y1, rect.top)
                if left <= x0 and x1 <= right and bottom <= y0 and y1 <= top:
                    written = word[0]
                    if written[-1] in _HYPHENS:
                        written = written[:-1] + "-"
                    yield written, start, x0, y0, x1, y1, space
                    continue
            for index in range(start, end):
                loose_box(handle, index, pointer)
                x0, y0, x1, y1 = rect.left, rect.bottom, rect.right, rect.top
                if left <= (x0 + x1) / 2 <= right and bottom <= (y0 + y1) / 2 <= top:
                    letter = text[index]
                    yield _HYPHENS.get(letter, letter), index, x0, y0, x1, y1, space
                    space = ""
                else:
                    self._found.outside += 1

    def _is_one_object(self, first: int, last: int) -> bool:
        """Whether letters were drawn at once: then all of one size, at one height."""
        handle, item = self._textpage.raw, raw.FPDFText_GetTextObject
        one, other = item(handle, first), item(handle, last)
        return bool(one and other) and ctypes.addressof(one[0]) == ctypes.addressof(other[0])

    def _space(self, text: str, start: int, end: int) -> str:
        """What stands between two words: a line end, a space, or one that pdfium guessed.

        Which of the two is asked only beside a figure, where it matters.
        """
        if start == end:
            return ""
        between = text[start:end]
        if "\n" in between or "\r" in between:
            return "\n"
        if not (text[end] in NUMERIC or (start and text[start - 1] in NUMERIC)):
            return " "
        rect = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self._textpage.raw, start, ctypes.byref(rect))
        wide = rect.right > rect.left or rect.top - rect.bottom > 1
        return between[0] if wide else _GUESSED

    def _frame(self, piece: _Piece) -> int:
        angle = raw.FPDFText_GetCharAngle(self._textpage.raw, piece[1]) / (pi / 2)
        nearest = round(angle)
        return nearest % 4 if abs(angle - nearest) < 0.05 else _SKEWED

    def _finish(self, run: _Run) -> None:
        letters = join_spaced_digits(run.letters, run.gaps) if run.gaps else run.letters
        text = spell(letters) if run.varied else "".join(text for text, _, _ in letters).strip()
        if not text:
            return
        line = Line(text, run.x0, run.y0, run.x1, run.y1)
        lines = self._lines.setdefault(run.frame, [])
        if not _is_struck_again(line, lines):
            lines.append(line)

    def _is_spoken(self, index: int) -> bool:
        """Whether a letter is the ActualText of what is drawn: its box tells no letter's size."""
        item = raw.FPDFText_GetTextObject(self._textpage.raw, index)
        for number in range(max(0, raw.FPDFPageObj_CountMarks(item)) if item else 0):
            mark = raw.FPDFPageObj_GetMark(item, number)
            if raw.FPDFPageObjMark_CountParams(mark) > 0 and _has_actual_text(mark):
                return True
        return False

    def _is_white(self, piece: _Piece) -> bool:
        """Whether a letter is white and nothing is drawn behind it."""
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        known = raw.FPDFText_GetFillColor(
            self._textpage.raw, piece[1], *map(ctypes.byref, (red, green, blue, alpha))
        )
        if not known or min(red.value, green.value, blue.value) < 255:
            return False
        if self._shapes is None:
            self._shapes = find_shapes(self._page)
        x, y = (piece[2] + piece[4]) / 2, (piece[3] + piece[5]) / 2
        return not any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self._shapes)


def _has_actual_text(mark: raw.FPDF_PAGEOBJECTMARK) -> bool:
    size = ctypes.c_ulong()
    return bool(
        raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, ctypes.byref(size))
    )


def _take(run: _Run, text: str, space: str, place: Rect) -> bool:
    """Add letters to a line, if they stand on it and right behind it."""
    x0, y0, x1, y1 = place
    height, line = y1 - y0, run.y1 - run.y0
    size = (height if height > line else line) / _LOOSE
    gap = x0 - run.x1
    if not -_BACK * size < gap < _CELL_GAP * size:
        return False
    overlap = min(y1, run.y1) - max(y0, run.y0)
    if overlap <= 0.4 * min(height, line) or (run.frame == _SKEWED and space == "\n"):
        return False
    numeric = text[0] in NUMERIC and run.letters[-1][0][-1] in NUMERIC
    if numeric and gap > _FIGURE_GAP * size:
        return False
    if space or gap > 0.5 * size:
        if space in (" ", "\xa0", "\t"):
            run.letters.append((space, height, 0.0))
        else:
            run.gaps.append((len(run.letters), gap / size))
            run.letters.append((" ", 0.0, 0.0))
    if height > 1.1 * run.high or height < 0.9 * run.low:
        run.varied = True
        run.low, run.high = min(run.low, height), max(run.high, height)
        if height > line:
            run.y0, run.y1 = y0, y1
    run.letters.append((text, height, y0))
    if x1 > run.x1:
        run.x1 = x1
    return True


def _characters(textpage: pdfium.PdfTextPage, count: int) -> str:
    """A character for each of pdfium's; its text call leaves some out."""
    buffer = (ctypes.c_ushort * (count + 1))()
    pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    text = ""
    written = raw.FPDFText_GetText(textpage.raw, 0, count, pointer) - 1
    if written == count:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
    if len(text) != count:
        one = raw.FPDFText_GetUnicode
        codes = (one(textpage.raw, index) for index in range(count))
        text = "".join(chr(code) if 0 < code < 0x110000 else _UNKNOWN for code in codes)
    return text


def _known_letters(textpage: pdfium.PdfTextPage, text: str) -> str:
    """The text with U+FFFD for each letter that its font does not tell."""
    has_no_letter, handle = raw.FPDFText_HasUnicodeMapError, textpage.raw
    return "".join(
        _UNKNOWN if has_no_letter(handle, index) == 1 else letter
        for index, letter in enumerate(text)
    )


def _is_struck_again(line: Line, lines: list[Line]) -> bool:
    near = _STRUCK * line.height
    return any(
        other.text == line.text
        and abs(other.x0 - line.x0) < near
        and abs(other.y0 - line.y0) < near
        for other in lines[-3:]
    )


def find_shapes(page: pdfium.PdfPage) -> list[Rect]:
    """Where pictures, shapes and shadings are drawn."""
    kinds = [raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING]
    found: list[Rect] = []
    for item in page.get_objects(filter=[*kinds, raw.FPDF_PAGEOBJ_FORM], max_depth=1):
        try:
            found.append(tuple(item.get_bounds()))
        except pdfium.PdfiumError:
            continue
    return found


def group_lines(lines: list[Line]) -> list[Box]:
    """Lines, in the order in which they were drawn, put together as boxes.

    A line goes under the one drawn before it, or under one that it is flush with at the
    left, the right or the middle.
    """
    boxes: list[Box] = []
    edges: dict[tuple[str, int], Box] = {}
    last: Box | None = None
    for line in lines:
        box = last if last is not None and _continues(line, last.lines[-1]) else None
        if box is None:
            flush = (edges.get(edge) for edge in _edges(line, reach=1))
            box = next((b for b in flush if b is not None and _follows(line, b.lines[-1])), None)
        if box is None:
            box = Box.around(line)
            boxes.append(box)
        else:
            box.add(line)
        for edge in _edges(line, reach=0):
            edges[edge] = box
        last = box
    return boxes


def _edges(line: Line, *, reach: int) -> list[tuple[str, int]]:
    places = (("left", line.x0), ("right", line.x1), ("middle", (line.x0 + line.x1) / 2))
    return [
        (side, round(x / _GRID) + step) for side, x in places for step in range(-reach, reach + 1)
    ]


def _continues(line: Line, above: Line) -> bool:
    return abs(line.x0 - above.x0) < _INDENT * above.height and _follows(line, above)


def _follows(line: Line, above: Line) -> bool:
    low, high = sorted((line.height, above.height))
    distance = above.y0 - line.y1
    return (
        high < _ALIKE * low
        and -0.5 * low < distance < _LEADING * low
        and min(line.x1, above.x1) > max(line.x0, above.x0)
    )
