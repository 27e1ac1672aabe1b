"""The invented sources of the text corpus, and the pages that they are written as."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

#: Numbers as wholes; a note mark in brackets is none.
NUMBER = re.compile(r"(?<![\d\[])\d+(?:[.,\u00a0 ]\d+)*(?!\d)(?!\])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A sentence: words before the figure, the figure, words behind; maybe a raised note mark."""

    before: str
    figure: str
    after: str
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: two header rows, the first of spanning labels; rows of a label and figures."""

    caption: str
    spanning: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An invented source."""

    language: str
    title: str
    sentences: tuple[Prose, ...]
    grid: Grid
    pairs: tuple[tuple[str, str], ...]

    @property
    def numbers(self) -> set[str]:
        """Every number in it, with plain spaces."""
        words = [self.title, self.grid.caption, *self.grid.spanning, *self.grid.columns]
        words += [part for row in self.grid.rows for part in row]
        words += [part for pair in self.pairs for part in pair]
        for one in self.sentences:
            words += [one.before, one.figure, one.after, one.mark]
        return {plain(found) for part in words for found in NUMBER.findall(part)}

    @property
    def planted(self) -> int:
        """How many figures are looked for."""
        return len(self.sentences) + sum(len(row) - 1 for row in self.grid.rows) + len(self.pairs)


def plain(text: str) -> str:
    """Hard and thin spaces as plain ones."""
    return re.sub(r"[\u00a0\u2009\u202f]", " ", text)


ENGLISH = Source(
    language="en",
    title="Herds of the invented valley, 2009",
    sentences=(
        Prose(before="The survey counted", figure="12,345", after="sheep in the valley", mark="7"),
        Prose(before="Of all households", figure="37.4%", after="keep goats", mark="12"),
        Prose(before="The pastures cover", figure="4,512", after="hectares of the north"),
        Prose(before="Wool sold for", figure="$1,250,000", after="at the autumn fair"),
        Prose(before="Between them they own", figure="6,018–7,200", after="yaks and camels"),
        Prose(before="A herder earns about", figure="988", after="crowns a month", mark="3"),
        Prose(before="Lamb losses fell by", figure="0.5", after="percentage points", mark="a"),
        Prose(before="Some", figure="1 in 25", after="children never go to school"),
    ),
    grid=Grid(
        caption="Animals by district",
        spanning=("2005", "2009"),
        columns=("Male", "Female", "Male", "Female"),
        rows=(
            ("Highlands", "75.1%", "24.9%", "70.2%", "29.8%"),
            ("Riverside", "1,204", "3,310", "1,377", "3,402"),
            ("Old Town", "61", "72", "58", "84"),
        ),
    ),
    pairs=(("Inhabitants", "52,310"), ("Area of the valley", "1,871.5")),
)
RUSSIAN = Source(
    language="ru",
    title="Стада придуманной долины, 2009",
    sentences=(
        Prose(before="Перепись насчитала", figure="12\u00a0345", after="овец в долине", mark="7"),
        Prose(before="Из всех хозяйств", figure="37,4%", after="держат коз", mark="12"),
        Prose(before="Пастбища занимают", figure="4\u00a0512", after="гектаров на севере"),
        Prose(before="Шерсть продали за", figure="1\u00a0250\u00a0000", after="крон на ярмарке"),
        Prose(before="Всего у них от", figure="6018 до 7200", after="яков и верблюдов"),
        Prose(before="Пастух получает около", figure="988", after="крон в месяц", mark="3"),
        Prose(before="Потери ягнят снизились на", figure="0,5", after="процентного пункта"),
        Prose(before="Примерно", figure="1 из 25", after="детей не ходит в школу"),
    ),
    grid=Grid(
        caption="Животные по районам",
        spanning=("2005", "2009"),
        columns=("Самцы", "Самки", "Самцы", "Самки"),
        rows=(
            ("Нагорье", "75,1%", "24,9%", "70,2%", "29,8%"),
            ("Приречье", "1204", "3310", "1377", "3402"),
            ("Старый город", "61", "72", "58", "84"),
        ),
    ),
    pairs=(("Жителей", "52\u00a0310"), ("Площадь долины", "1871,5")),
)
SOURCES = (ENGLISH, RUSSIAN)


# Pages, as they were written over the years.


def _prose(one: Prose, raised: str) -> str:
    mark = raised.format(one.mark) if one.mark else ""
    figure = escape(one.figure)
    if len(figure) > 5:  # emphasis in the middle of a number
        figure = f"{figure[:2]}<b>{figure[2:4]}</b>{figure[4:]}"
    return f"{one.before} {figure}{mark} {one.after}."


def page_2004(source: Source) -> str:
    """Nested layout tables, uppercase, nothing closed, fonts."""
    grid = source.grid
    rows = "".join(
        "<TR>" + "".join(f"<TD ALIGN=RIGHT><FONT SIZE=2>{escape(c)}</FONT>" for c in row)
        for row in grid.rows
    )
    spans = "".join(f"<TD COLSPAN=2><B>{s}</B>" for s in grid.spanning)
    heads = "".join(f"<TD><B>{c}</B>" for c in grid.columns)
    menu = "".join(f"<A HREF=/{n}>Link {chr(65 + n)}</A><BR>" for n in range(6))
    words = "".join(
        f"<P><FONT FACE=Arial>{_prose(s, '<SUP>{}</SUP>')}</FONT>" for s in source.sentences
    )
    pairs = "".join(f"<TR><TD>{a}:<TD>{b}" for a, b in source.pairs)
    return (
        f"<HTML><HEAD><TITLE>{source.title}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><TABLE WIDTH=100%><TR>"
        f"<TD VALIGN=TOP>{menu}<TD><CENTER><H1>{source.title}</H1></CENTER>{words}"
        f"<P>{grid.caption}<TABLE BORDER=1><TR><TD ROWSPAN=2>&nbsp;{spans}<TR>{heads}{rows}</TABLE>"
        f"<TABLE>{pairs}</TABLE><SCRIPT>var hits = 99999;</SCRIPT><!-- 88888 --></TABLE></BODY></HTML>"
    )


def page_2010(source: Source) -> str:
    """XHTML with divs, headers in their places, a definition list."""
    grid = source.grid
    linked = "<sup><a href='#n{0}'>[{0}]</a></sup>"
    rows = "".join(
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(f"<td>{escape(c)}</td>" for c in row[1:])
        + "</tr>"
        for row in grid.rows
    )
    spans = "".join(f'<th colspan="2">{s}</th>' for s in grid.spanning)
    heads = "".join(f"<th>{c}</th>" for c in grid.columns)
    words = "".join(f"<div class='text'>{_prose(s, linked)}</div>" for s in source.sentences)
    pairs = "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in source.pairs)
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html xmlns="http://www.w3.org/1999/xhtml">'
        f'<head><title>{source.title}</title><style type="text/css">p {{margin: 77777px}}</style></head><body>'
        f'<div id="nav"><ul><li><a href="/">A</a></li><li><a href="/b">B</a></li></ul></div>{words}'
        f"<table><caption>{grid.caption}</caption><thead><tr><th rowspan='2'></th>{spans}</tr><tr>{heads}</tr>"
        f'</thead><tbody>{rows}</tbody></table><dl>{pairs}</dl><p style="display:none">66666</p></body></html>'
    )


def page_2020(source: Source) -> str:
    """HTML5: sections, a table of roles, notes as links, JSON-LD, a template."""
    grid = source.grid

    def row(label: str, cells: tuple[str, ...], kind: str = "cell") -> str:
        inner = "".join(f"<span role={kind}>{escape(c)}</span>" for c in cells)
        return f"<div role=row><span role=rowheader>{label}</span>{inner}</div>"

    spans = "".join(f"<span role=columnheader aria-colspan=2>{s}</span>" for s in grid.spanning)
    rows = "".join(row(r[0], r[1:]) for r in grid.rows)
    heads = row("", grid.columns, "columnheader")
    words = "".join(f"<section><p>{_prose(s, '<a href=#fn{0}>{0}</a>')}" for s in source.sentences)
    pairs = "".join(f"<dl><dt>{a}<dd><span>{b}</span></dl>" for a, b in source.pairs)
    return (
        f"<!doctype html><html lang={source.language}><title>{source.title}</title><nav><a href=/>A</a></nav>"
        '<script type="application/ld+json">{"@type": "Report", "datePublished": "2020-05-05"}</script>'
        f"<main><h1>{source.title}</h1>{words}<figure><figcaption>{grid.caption}</figcaption><div role=table>"
        f"<div role=row><span role=columnheader></span>{spans}</div>{heads}{rows}</div></figure>{pairs}</main>"
        "<template><p>55555</template><footer>A, B</footer>"
    )


def plain_page(source: Source) -> str:
    """The page that other programs are given: simple, nothing hidden."""
    grid = source.grid
    words = "".join(
        f"<p>{s.before} {s.figure}{'<sup>' + s.mark + '</sup>' if s.mark else ''} {s.after}.</p>"
        for s in source.sentences
    )
    spans = "".join(f'<td colspan="2">{s}</td>' for s in grid.spanning)
    heads = "".join(f"<td>{c}</td>" for c in grid.columns)
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in grid.rows)
    pairs = "".join(f"<p>{a}: {b}</p>" for a, b in source.pairs)
    return (
        f'<html><head><meta charset="utf-8"><title>{source.title}</title></head><body><h1>{source.title}</h1>'
        f'{words}<p>{grid.caption}</p><table border="1"><tr><td rowspan="2"></td>{spans}</tr><tr>{heads}</tr>'
        f"{rows}</table>{pairs}</body></html>"
    )


def flat_sheet(grid: Grid) -> str:
    def cell(words: str, more: str = "") -> str:
        return (
            f'<table:table-cell office:value-type="string" {more}><text:p>{words}</text:p>'
            "</table:table-cell>"
        )

    covered = "<table:covered-table-cell/>"
    spans = "".join(cell(s, 'table:number-columns-spanned="2"') + covered for s in grid.spanning)
    rows = [cell(grid.caption), cell("", 'table:number-rows-spanned="2"') + spans]
    rows.append(covered + "".join(cell(c) for c in grid.columns))
    rows += ["".join(cell(c) for c in row) for row in grid.rows]
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{lines}</table:table></office:spreadsheet>'
        "</office:body></office:document>"
    )
