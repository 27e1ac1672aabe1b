"""The lines and boxes that pdfminer.six finds on a page."""

from __future__ import annotations

from collections.abc import Sequence

from pdfminer.layout import LTChar, LTPage, LTTextBox, LTTextLine, LTTextLineVertical

from citecheck.extract.pdf_layout import Box, Letters, Line, join_spaced_digits, spell


def find_boxes(page: LTPage) -> list[Box]:
    """The page's boxes, with the text of their lines."""
    found: list[Box] = []
    for item in page:
        if not isinstance(item, LTTextBox):
            continue
        lines = [read for line in _lines(item) if (read := _read_line(line)).text]
        if lines:
            found.append(Box(lines, item.x0, item.y0, item.x1, item.y1))
    return found


def _lines(box: LTTextBox) -> Sequence[LTTextLine]:
    lines = [line for line in box if isinstance(line, LTTextLine)]
    # pdfminer puts sideways lines right to left; text that runs upwards is read left to right.
    first = next((c for line in lines for c in line if isinstance(c, LTChar)), None)
    runs_up = bool(lines) and isinstance(lines[0], LTTextLineVertical) and first is not None
    return lines[::-1] if runs_up and first is not None and first.matrix[1] > 0 else lines


def _read_line(line: LTTextLine) -> Line:
    upright = not isinstance(line, LTTextLineVertical)
    return Line(spell(_letters(line)), line.x0, line.y0, line.x1, line.y1, upright=upright)


def _letters(line: LTTextLine) -> Letters:
    letters: list[tuple[str, float, float]] = []
    gaps: list[tuple[int, float]] = []
    last: LTChar | None = None
    guessed = False
    for item in line:
        text = item.get_text()
        if not isinstance(item, LTChar):
            guessed = text == " "
            letters.append((text, 0.0, 0.0))
        elif text.isspace():
            letters.append((text, item.size, 0.0))
        else:
            if guessed and last is not None and len(letters) > 1:
                gap = max(item.x0 - last.x1, item.y0 - last.y1, last.y0 - item.y1)
                gaps.append((len(letters) - 1, gap / max(item.size, 1.0)))
            letters.append((text, *_stand(item)))
            last, guessed = item, False
    return join_spaced_digits(letters, gaps) if gaps else letters


def _stand(char: LTChar) -> tuple[float, float]:
    """The size of a letter and the height at which it stands, whichever way the text runs."""
    along, turned = char.matrix[0], char.matrix[1]
    if abs(along) >= abs(turned):
        return char.height, char.y0
    return char.width, -char.x1 if turned > 0 else char.x0
