"""Charts in OpenDocument files: their titles, and the table of values kept with each.

OASIS OpenDocument 1.3, part 3, section 11: a chart is a document of its own in the
container, with a local table whose columns are its series.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from citecheck.extract.number_formats import show_number
from citecheck.xml_parts import XmlParts, attribute, child, descendants, local

_MOST_CHARTS = 200
_MOST_DECIMALS = 6


def find_charts(parts: XmlParts, element: etree._Element) -> list[etree._Element]:
    """The charts that stand in an element, their values written as the charts show them."""
    found = []
    folders = dict.fromkeys(
        posixpath.normpath(attribute(item, "href") or "").lstrip("/")
        for item in descendants(element, "object")
    )
    for folder in list(folders)[:_MOST_CHARTS]:
        path = f"{folder}/content.xml"
        root = parts.parse(path) if path in parts.names else None
        chart = child(child(child(root, "body"), "chart"), "chart")
        if root is not None and chart is not None:
            _show_percentages(root, chart)
            found.append(chart)
    return found


def _show_percentages(root: etree._Element, chart: etree._Element) -> None:
    """Write the values of series that are shown in percent that way; the table has shares."""
    formats = {
        attribute(style, "name"): _decimals(style)
        for style in root.iter()
        if local(style) == "percentage-style"
    }
    percent = {
        attribute(style, "name"): formats[attribute(style, "data-style-name")]
        for style in root.iter()
        if local(style) == "style" and attribute(style, "data-style-name") in formats
    }
    series = [percent.get(attribute(one, "style-name")) for one in descendants(chart, "series")]
    if not any(one is not None for one in series):
        return
    for row in descendants(chart, "table-row"):
        cells = [cell for cell in row if local(cell) == "table-cell"]
        for decimals, cell in zip(series, cells[1:], strict=False):
            value, words = attribute(cell, "value"), child(cell, "p")
            if decimals is not None and value is not None and words is not None:
                code = f"0.{'0' * decimals}%" if decimals else "0%"
                words.text = _shown(value, code) or words.text


def _decimals(style: etree._Element) -> int:
    said = attribute(child(style, "number"), "decimal-places") or "0"
    return min(int(said), _MOST_DECIMALS) if said.isdecimal() else 0


def _shown(value: str, code: str) -> str:
    try:
        return show_number(float(value), code)
    except ValueError:
        return ""
