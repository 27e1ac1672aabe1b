"""Charts and diagrams in office files: the numbers that they draw are figures that a reader sees.

DrawingML (ISO/IEC 29500-1, section 21): the values that the file keeps of a chart, and
the words of a diagram.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from citecheck.extract.grid import Cell, Grid
from citecheck.extract.number_formats import show_number
from citecheck.xml_parts import XmlParts, attribute, child, descendants, local

_MOST_POINTS = 5000


def find_drawn_lines(parts: XmlParts, part: str) -> Iterator[str]:
    """The lines of the charts (a row a category, a column a series) and diagrams of a part."""
    for path in dict.fromkeys(parts.related(part, "chart")):
        root = parts.parse(path)
        if root is not None:
            yield from _chart(root)
    for path in dict.fromkeys(parts.related(part, "diagramData")):
        for paragraph in descendants(parts.parse(path), "p"):
            words = _words(paragraph)
            if words:
                yield words


def _chart(root: etree._Element) -> Iterator[str]:
    title = child(child(root, "chart"), "title")
    if title is not None:
        yield _words(title)
    names: list[str] = []
    columns: list[dict[int, str]] = []
    labels: dict[int, str] = {}
    for series in descendants(root, "ser"):
        name = child(series, "tx")
        names.append(" ".join(_points(name).values()) if name is not None else "")
        values = child(series, "val")
        columns.append(_points(values if values is not None else child(series, "yVal")))
        categories = child(series, "cat")
        labels = labels or _points(categories if categories is not None else child(series, "xVal"))
    if not columns:
        return
    grid = Grid()
    if any(names):
        yield from grid.write_row([Cell(), *(Cell(lines=[name] if name else []) for name in names)])
    for at in sorted({*labels, *(at for column in columns for at in column)})[:_MOST_POINTS]:
        words = [labels.get(at, ""), *(column.get(at, "") for column in columns)]
        yield from grid.write_row([Cell(lines=[word] if word else []) for word in words])


def _points(element: etree._Element | None) -> dict[int, str]:
    """The kept values of a reference, by their place, as their format shows them."""
    codes = descendants(element, "formatCode")
    code = (codes[0].text or "General") if codes else "General"
    found: dict[int, str] = {}
    for point in descendants(element, "pt"):
        place, value = attribute(point, "idx") or "", child(point, "v")
        if place.isdecimal() and len(place) < 8 and value is not None and value.text:
            found[int(place)] = _shown(value.text, code)
    if not found and element is not None:
        found = {0: words} if (words := _words(element)) else {}
    return found


def _shown(text: str, code: str) -> str:
    try:
        return show_number(float(text), code) if code != "General" else text.strip()
    except ValueError:
        return text.strip()


def _words(element: etree._Element) -> str:
    texts = [one.text or "" for one in element.iter() if local(one) in {"t", "v"}]
    return " ".join("".join(texts).split())
