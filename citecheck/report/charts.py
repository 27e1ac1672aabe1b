"""Pictures of an audit as static SVG, drawn by Vega-Lite (vl-convert, in a process of its own).

Colours are the page's own custom properties, so that a picture follows light and dark.
What comes back is checked against a short list of elements and attributes before it may
stand in the page; it carries no style, no script and no link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from markupsafe import Markup

from citecheck.model.audits import Audit
from citecheck.report.drawing import DRAWER
from citecheck.report.html_context import NoteRow
from citecheck.report.words import ADDRESS_TONES, CLAIM_TONES, Tone, say
from citecheck.safe_text import cut, xml_text

_MOST_BARS = 12
_ELEMENTS = frozenset({"svg", "g", "path", "line", "text", "rect"})
_ATTRIBUTES = frozenset(
    "d fill stroke stroke-width stroke-dasharray opacity x x1 x2 y y1 y2 width height viewBox "
    "transform text-anchor font-family font-size font-weight version".split()
)
#: Days between a copy and the access date, as people speak of them.
_AGES = (
    (0, "the same day"),
    (7, "a week"),
    (31, "a month"),
    (182, "half a year"),
    (365, "a year"),
    (1 << 30, "longer"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing with its title, the same thing in words, and the words of each tone."""

    title: str
    words: str
    svg: Markup
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    """Part of a bar: so many of a word, in the tone of that word."""

    name: str
    word: str
    tone: Tone
    number: int


def draw_pictures(audit: Audit, rows: Sequence[NoteRow]) -> tuple[Picture, ...]:
    """The pictures that have something to show."""
    drawn = (
        _picture("Figures by section", list(_sections(rows))),
        _picture("What became of the hosts", list(_hosts(audit, rows))),
        _picture("Archived copies: how far from the access date", list(_ages(audit))),
    )
    return tuple(picture for picture in drawn if picture)


def _sections(rows: Iterable[NoteRow]) -> Iterable[_Bar]:
    claims = {claim["id"]: claim for row in rows for claim in row.document["claims"]}
    counts = Counter(
        (claim["section"] or "no section", claim["verdict"])
        for claim in claims.values()
        if claim["verdict"] not in (None, "no_figure")
    )
    return _bars(counts, CLAIM_TONES, order=list(dict.fromkeys(name for name, _ in counts)))


def _hosts(audit: Audit, rows: Iterable[NoteRow]) -> Iterable[_Bar]:
    hosts = {
        citation["url"]: host
        for row in rows
        for citation in row.document["citations"]
        if (host := citation["host"])
    }
    counts = Counter(
        (hosts[report.url], report.status.value)
        for report in audit.addresses
        if report.url in hosts
    )
    return _bars(counts, ADDRESS_TONES)


def _ages(audit: Audit) -> Iterable[_Bar]:
    nearest = [
        next((copy.distance_days for copy in report.archived if copy.usable), None)
        for report in audit.addresses
    ]
    counts: Counter[str] = Counter()
    for days in nearest:
        if days is not None:
            counts[next(name for most, name in _AGES if days <= most)] += 1
    for _, name in _AGES:
        if any(counts.values()):
            yield _Bar(name=name, word="copies", tone=Tone.RESCUED, number=counts[name])


def _bars(
    counts: Mapping[tuple[str, str], int],
    tones: Mapping[str, Tone],
    order: Sequence[str] | None = None,
) -> Iterable[_Bar]:
    """Bars in the given order, else the longest first; what is too much to draw is one bar."""
    totals: Counter[str] = Counter()
    for (name, _), number in counts.items():
        totals[name] += number
    names = order or [name for name, _ in sorted(totals.items(), key=lambda t: (-t[1], t[0]))]
    kept = set(names if len(names) <= _MOST_BARS else names[: _MOST_BARS - 1])
    others = f"{len(names) - len(kept)} others"
    merged: Counter[tuple[str, str]] = Counter()
    for (name, word), number in counts.items():
        merged[name if name in kept else others, word] += number
    ranks = {word: rank for rank, word in enumerate(tones)}
    places = {name: place for place, name in enumerate(names)}
    for name, word in sorted(merged, key=lambda k: (places.get(k[0], len(names)), ranks[k[1]])):
        yield _Bar(name=name, word=say(word), tone=tones[word], number=merged[name, word])


def _picture(title: str, bars: Sequence[_Bar]) -> Picture | None:
    if not bars:
        return None
    told: dict[str, list[str]] = {}
    for bar in bars:
        told.setdefault(xml_text(bar.name), []).append(f"{bar.number} {bar.word}")
    words = "; ".join(f"{name}: {', '.join(parts)}" for name, parts in told.items())
    tones: dict[str, dict[str, None]] = {}
    for bar in bars:
        tones.setdefault(bar.tone.value, {})[bar.word] = None
    return Picture(
        title=title,
        words=words,
        svg=_draw(_specification(bars), f"{title}. {words}"),
        legend=tuple((tone, ", ".join(names)) for tone, names in tones.items()),
    )


def _specification(bars: Sequence[_Bar]) -> dict[str, Any]:
    """A Vega-Lite 5 chart: stacked horizontal bars, each with its total."""
    tones = list(dict.fromkeys(bar.tone.value for bar in bars))
    totals: Counter[str] = Counter()
    values = []
    for at, bar in enumerate(bars):
        name = cut(xml_text(bar.name), 26)
        totals[name] += bar.number
        values.append({"name": name, "tone": bar.tone.value, "number": bar.number, "at": at})
    names = list(totals)
    place = {"field": "name", "type": "nominal", "sort": names, "title": None}
    ends = [{"name": name, "number": number} for name, number in totals.items()]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 250,
        "height": {"step": 21},
        "layer": [
            {
                "data": {"values": values},
                "mark": {"type": "bar", "height": 13},
                "encoding": {
                    "y": {**place, "axis": {"labelLimit": 200, "labelPadding": 6}},
                    "x": {"field": "number", "type": "quantitative", "stack": True, "axis": None},
                    "color": {
                        "field": "tone",
                        "type": "nominal",
                        "legend": None,
                        "scale": {"domain": tones, "range": [f"var(--{tone})" for tone in tones]},
                    },
                    "order": {"field": "at", "type": "quantitative"},
                    "stroke": {"value": "var(--paper)"},
                },
            },
            {
                "data": {"values": ends},
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12},
                "encoding": {
                    "y": place,
                    "x": {"field": "number", "type": "quantitative"},
                    "text": {"field": "number", "type": "quantitative", "format": ","},
                    "color": {"value": "var(--quiet)"},
                },
            },
        ],
        "config": {
            "background": "transparent",
            "font": "sans-serif",
            "view": {"stroke": None},
            "axis": {"domain": False, "ticks": False, "labelFontSize": 12,
                     "labelColor": "var(--ink)"},
        },
    }  # fmt: skip


def _draw(specification: Mapping[str, Any], words: str) -> Markup:
    """The chart as an element of the page, harmless and with its words for those who listen."""
    text = DRAWER.draw(specification)
    root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False))
    drawn = _clean(root)
    drawn.set("role", "img")
    drawn.set("aria-label", words)
    return Markup(etree.tostring(drawn, encoding="unicode"))  # noqa: S704 - built by _clean


def _clean(element: etree._Element) -> etree._Element:
    """A copy that holds what a drawing needs; whatever else there is stays behind."""
    copy = etree.Element(etree.QName(element).localname)  # HTML knows the namespace of its own
    copy.text = element.text
    for name, value in element.attrib.items():
        if name in _ATTRIBUTES:
            copy.set(name, value)
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).localname in _ELEMENTS:
            copy.append(_clean(child))
    return copy
