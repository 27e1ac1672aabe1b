"""Pages of the web, as they were written between 2004 and 2024."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from benchmarks.wild_corpus.truth import Fact, Pen, Wild


def _html(pen: Pen, inner: str, *, head: str = "", encoding: str = "utf-8") -> Wild:
    page = f"<html><head><title>{pen.words(3)}</title>{head}</head><body>{inner}</body></html>"
    return pen.done(page.encode(encoding, "xmlcharrefreplace"), "text/html")


def layout_tables() -> Wild:
    """A page of 2004: tables in tables four deep, digits grouped by every sort of hard space."""
    pen = Pen("layout-tables", russian=True)
    hard = ("&nbsp;", "&#160;", "&thinsp;", "&#8201;", "&#8239;", "\u00a0", "\u202f", "&#xA0;")
    words = []
    for space in hard * 2:
        before, figure, after = pen.say("group")
        words.append(f"<P><FONT SIZE=2>{before} <NOBR>{figure.replace(' ', space)}</NOBR> {after}.")
    rows = "".join(
        f"<TR><TD><FONT SIZE=1>{label}<TD ALIGN=RIGHT>{cells[0].replace(' ', '&nbsp;')}"
        f"<TD ALIGN=RIGHT>{cells[1].replace(' ', '&nbsp;')}"
        for label, cells in pen.grid(4, ("Город", "Село"))
    )
    table = f"<TABLE><TR><TD>&nbsp;<TD><B>Город</B><TD><B>Село</B>{rows}</TABLE>"
    menu = "".join(f"<TR><TD><A HREF=x>{pen.words(1)}</A>" for _ in range(5))
    inner = (
        f"<TABLE WIDTH=760><TR><TD COLSPAN=3><IMG SRC=spacer.gif><TR><TD><TABLE>{menu}</TABLE>"
        f"<TD><TABLE><TR><TD><TABLE><TR><TD>{''.join(words)}{table}</TABLE></TABLE>"
        f"<TD><TABLE><TR><TD>{pen.words(2)}</TABLE></TABLE>"
    )
    return _html(pen, inner, encoding="cp1251")


def spanning_rows() -> Wild:
    """Labels over several rows, three rows of heads, raised letters and stars in the cells."""
    pen = Pen("spanning-rows")
    columns = ("Boys", "Girls", "Men", "Women")
    rows = []
    for _ in range(4):
        region = pen.words(2).title()
        for at, part in enumerate(("Urban", "Rural")):
            ((_, cells),) = pen.grid(1, columns)
            for place in range(-len(columns), 0):
                fact = pen.facts[place]
                pen.facts[place] = Fact(
                    page=1, printed=fact.printed, row=region, column=fact.column
                )
            first = f"<th rowspan=2>{region}</th>" if not at else ""
            marked = [
                f"<td>{cell}{mark}</td>"
                for cell, mark in zip(
                    cells, ("<sup>a</sup>", "", "<sup>b, c</sup>", ""), strict=True
                )
            ]
            rows.append(f"<tr>{first}<td>{part}</td>{''.join(marked)}</tr>")
    head = (
        "<thead><tr><th rowspan=3>Region</th><th rowspan=3>Kind</th><th colspan=4>People</th></tr>"
        "<tr><th colspan=2>Young</th><th colspan=2>Old</th></tr>"
        "<tr><th>Boys</th><th>Girls</th><th>Men</th><th>Women</th></tr></thead>"
    )
    return _html(pen, f"<table>{head}<tbody>{''.join(rows)}</tbody></table>")


def definitions() -> Wild:
    """Definition lists, plain and in boxes, and terms with several definitions."""
    pen = Pen("definitions")
    parts = []
    for number in range(12):
        label, figure = pen.label()
        if number % 3 == 0:
            parts.append(f"<dl><dt>{label}<dd>{figure}</dl>")
        elif number % 3 == 1:
            parts.append(
                f"<dl><div><dt><span>{label}</span></dt><dd><b>{figure}</b></dd></div></dl>"
            )
        else:
            parts.append(f"<dl><dt>{label}:</dt><dd>{figure}</dd><dd>{pen.words(2)}</dd></dl>")
    return _html(pen, "".join(parts))


def typed_tables() -> Wild:
    """Tables set with spaces in a monospaced block; in koi8-r."""
    pen = Pen("typed-tables", russian=True)
    blocks = []
    for _ in range(2):
        lines = [f"{'':34}{'Город':>14}{'Село':>14}"]
        for _ in range(6):
            label = pen.words(3).capitalize()
            cells = [pen.figure(), pen.figure()]
            pen.facts += [
                Fact(page=1, printed=cells[0], before=label), Fact(page=1, printed=cells[1]),
            ]  # fmt: skip
            lines.append(f"{label:34}{cells[0]:>14}{cells[1]:>14}")
        blocks.append("<pre>\n" + "\n".join(lines) + "\n</pre>")
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'
    return _html(pen, "".join(blocks), head=meta, encoding="koi8-r")


def split_by_tags() -> Wild:
    """Figures that tags, comments and characters of no width run through."""
    pen = Pen("split-by-tags")
    ways: tuple[Callable[[str], str], ...] = (
        lambda f: f.replace(",", "<b>,</b>"),
        lambda f: "".join(f"<span>{c}</span>" for c in f),
        lambda f: f.replace(".", "<small>.") + "</small>",
        lambda f: f"<font size=4>{f[0]}</font>{f[1:]}",
        lambda f: f.replace(",", ",<wbr>"),
        lambda f: f[:2] + "<!-- x -->" + f[2:],
        lambda f: f[:2] + "&#8203;" + f[2:],
        lambda f: f[:2] + "&shy;" + f[2:],
        lambda f: f[:2] + "<a name=z></a>" + f[2:],
        lambda f: f"<strong>{f[:-1]}</strong>{f[-1]}",
        lambda f: f"&#8206;{f}&#8206;",
        lambda f: f'<bdo dir="ltr">{f}</bdo>',
        lambda f: f[:1] + "<!-- -->" + f[1:2] + "<em></em>" + f[2:],
        lambda f: "".join(f"&#{ord(c)};" for c in f),
        lambda f: f[:1] + "<span\n>" + f[1:] + "</span\n>",
        lambda f: f"<u>{f[:1]}<i>{f[1:]}</i></u>",
    )
    words = []
    for way in ways:
        before, figure, after = pen.say("decimal" if way(".").startswith("<small") else "")
        words.append(f"<p>{before} {way(figure)} {after}.</p>")
    return _html(pen, "".join(words))


def currency_cells() -> Wild:
    """Tables of a finance office: signs in cells of their own, brackets, dot leaders."""
    pen = Pen("currency-cells")
    rows = []
    for at in range(8):
        label = pen.words(3).capitalize()
        figure, second = pen.figure("group"), pen.figure("percent")
        pen.facts.append(Fact(page=1, printed=figure, row=label))
        pen.facts.append(Fact(page=1, printed=second.rstrip("%"), row=label))
        first = (
            f"<td>$</td><td align=right>{figure}</td>" if at % 2 else f"<td></td><td>{figure}</td>"
        )
        rows.append(
            f"<tr><td>{label}</td><td>&nbsp;</td>{first}<td>&nbsp;</td>"
            f"<td align=right>{second.rstrip('%')}</td><td>%</td></tr>"
        )
    return _html(pen, f"<table>{''.join(rows)}</table>")


def in_attributes() -> Wild:
    """Figures that a reader meets in a tip, a picture's words, a form, a meter, a summary."""
    pen = Pen("in-attributes")
    ways = (
        '<abbr title="{}">n</abbr>', '<img src=x.png alt="{}">', '<img src=x.gif title="{}">',
        '<svg role="img" aria-label="{}"></svg>', '<svg><title>{}</title></svg>',
        '<svg><text x="1" y="2">{}</text></svg>', '<div role="img" aria-label="{}"></div>',
        '<input type="text" value="{}">', '<textarea>{}</textarea>',
        '<select><option>{}</option></select>', '<meter value="0.5">{}</meter>',
        '<progress>{}</progress>', '<map name=m><area shape=rect alt="{}"></map>',
        '<details><summary>x</summary>{}</details>', '<figure><figcaption>{}</figcaption></figure>',
        '<noscript>{}</noscript>', '<object data="x.swf">{}</object>', '<video>{}</video>',
        '<iframe src="about:blank">{}</iframe>', '<canvas>{}</canvas>', '<button>{}</button>',
        '<label>{}</label>', '<output>{}</output>', '<td>{}', '<marquee>{}</marquee>',
        '<blink>{}</blink>', '<table summary="{}"><tr><td>x</table>',
        '<input type=image alt="{}">', '<li title="{}"></li>', '<span aria-label="{}"></span>', '<input type=button value="{}">',
    )  # fmt: skip
    parts = ["<div>" + way.format(" ".join(pen.say())) + "</div>" for way in ways]
    hidden = '<input type="hidden" value="{}">', '<input placeholder="{}">', '<i data-x="{}"></i>'
    parts += [way.format(pen.decoy()) for way in hidden]
    head = f'<meta name="description" content="{pen.decoy()}">'
    return _html(pen, "".join(parts), head=head)


def tabs_and_decoys() -> Wild:
    """What a click shows is read; what nobody ever sees is not."""
    pen = Pen("tabs-and-decoys")
    shown = (
        '<div role="tabpanel" style="display:none">{}</div>',
        '<div class="tab-pane fade" id="t2">{}</div>',
        '<div role="tabpanel" hidden>{}</div>',
        "<details><summary>more</summary>{}</details>",
        '<div hidden="until-found">{}</div>',
        '<div class="collapse" id="c1">{}</div>',
        '<button aria-controls="p9">x</button><div id="p9" style="display: none">{}</div>',
        '<a href="#p8" data-toggle="collapse">x</a><div id="p8" style="display:none">{}</div>',
        '<div class="accordion-content" style="display:none">{}</div>',
        '<a onclick="show(\'p7\')">x</a><div id="p7" style="display:none">{}</div>',
        '<div class="wide">{}</div>',
        '<div class="screen">{}</div>',
        '<div class="tabs"><ul><li><a href="#tab-5">x</a></li></ul>'
        '<div id="tab-5" class="ui-tabs-panel ui-tabs-hide">{}</div></div>',
        '<p class="later">{}</p>',
    )
    hidden = (
        '<p style="display:none">{}</p>',
        "<p hidden>{}</p>",
        '<p style="visibility: hidden">{}</p>',
        '<p class="ghost">{}</p>',
        '<span style="font-size:0">{}</span>',
        "<template>{}</template>",
        '<script>var x = "{}";</script>',
        "<!-- {} -->",
        '<style>.x:after {{ content: "{}" }}</style>',
        '<script type="text/template"><p>{}</p></script>',
        '<p class="a ghost b">{}</p>',
        '<div id="never"><b>{}</b></div>',
        '<p style="DISPLAY : none !important">{}</p>',
        "<datalist><option>{}</option></datalist>",
    )
    inner = [way.format(" ".join(pen.say())) for way in shown]
    inner += [way.format(pen.decoy()) for way in hidden]
    style = (
        "<style>.ghost { display: none } #never{display:none;} .ui-tabs-hide{display:none}"
        "@media print { .screen { display:none } } @media (max-width: 600px){.wide{display:none}}"
        ".later { display: none } .later { display: block }</style>"
    )
    return _html(pen, "".join(inner), head=style)


def encyclopedia() -> Wild:
    """An encyclopedia's page: keys to sort by, notes as links, digits grouped by margins."""
    pen = Pen("encyclopedia")
    notes, rows, words = count(1), [], []
    for label, cells in pen.grid(6, ("Census", "Estimate"), "group"):
        inner = "".join(
            f'<td><span style="display:none" class="sortkey">{pen.decoy()}&#9824;</span>{cell}'
            f'<sup class="reference"><a href="#cite_note-{n}">[{n}]</a></sup></td>'
            for cell, n in zip(cells, notes, strict=False)
        )
        rows.append(f"<tr><th scope=row>{label}</th>{inner}</tr>")
    for _ in range(5):
        before, figure, after = pen.say("plain")
        shown = f'{figure[:-3]}<span style="margin-left:.25em;">{figure[-3:]}</span>'
        words.append(f'<p>{before} <span class="nowrap">{shown}</span> {after}</p>')
    for _ in range(5):
        before, figure, after = pen.say()
        n = next(notes)
        words.append(
            f'<p>{before} {figure}<sup id="cite_ref-{n}"><a href="#cite_note-{n}">'
            f"<span>[</span>{n}<span>]</span></a></sup> {after}</p>"
        )
    pen.seen(" ".join(map(str, range(1, 40))))
    heads = "<tr><th></th><th>Census</th><th>Estimate</th></tr>"
    return _html(pen, f"{''.join(words)}<table class=wikitable>{heads}{''.join(rows)}</table>")


def raised_and_units() -> Wild:
    """Marks right behind figures in six fashions; squares and cubes that are no marks."""
    pen = Pen("raised-and-units")
    ways = (
        "{}<sup>12</sup>", '{}<a href="#fn7"><sup>7</sup></a>', "{}<sup>[3]</sup>",
        '{}<span style="vertical-align:super;font-size:70%">9</span>', "{}<sup>*</sup>", "{}*",
        "{}\u00b9\u00b2", '{}<a class="footnote-ref" href="#fn-4">4</a>', "{} <sup>5</sup>",
        '{}<font size="1"><sup>8</sup></font>', "{}<sup><small>(6)</small></sup>", "{}†",
        '{}<span class="sup">2</span>', "{}<sup>1,2</sup>",
    )  # fmt: skip
    words = []
    for way in ways:
        before, figure, after = pen.say("group")
        words.append(f"<p>{before} {way.format(figure)} {after}</p>")
    for unit in ("km<sup>2</sup>", "m<sup>3</sup>", "km\u00b2", "km&sup2;"):
        before, figure, after = pen.say("decimal")
        pen.facts[-1] = Fact(page=1, printed=figure, before=before)
        words.append(f"<p>{before} {figure} {unit} {after}</p>")
    pen.seen("12 7 3 9 4 5 8 6 2 1 1,2")
    style = "<style>.sup { vertical-align: super; font-size: 60% }</style>"
    return _html(pen, "".join(words), head=style)


def styled_rows() -> Wild:
    """Tables made of boxes: by style, by grid, by lists with the figure to the right."""
    pen = Pen("styled-rows")
    columns = ("North", "South", "East")
    first = "".join(
        f'<div class="r"><div class="c">{label}</div>'
        + "".join(f'<div class="c">{cell}</div>' for cell in cells) + "</div>"
        for label, cells in pen.grid(4, columns)
    )  # fmt: skip
    heads = "".join(f'<div class="c">{c}</div>' for c in ("", *columns))
    table = f'<div class="t"><div class="r">{heads}</div>{first}</div>'
    listed = []
    for _ in range(5):
        label, figure = pen.label()
        listed.append(
            f'<li><span class="l">{label}</span><span style="float:right">{figure}</span></li>'
        )
    for _ in range(5):
        label, figure = pen.label()
        listed.append(f'<li><div class="value">{label}</div><div class="name">{figure}</div></li>')
    style = "<style>.t{display:table}.r{display:table-row}.c{display:table-cell}</style>"
    return _html(pen, f"{table}<ul>{''.join(listed)}</ul>", head=style)


def lines_in_cells() -> Wild:
    """Cells that hold a column of lines each, parted by breaks."""
    pen = Pen("lines-in-cells")
    tables = []
    for _ in range(3):
        rows = pen.grid(4, ("2005", "2009"))
        cells = ["<br>".join(label for label, _ in rows)]
        cells += ["<br>".join(found[at] for _, found in rows) for at in range(2)]
        inner = "".join(f"<td>{cell}</td>" for cell in cells)
        tables.append(
            f"<table><tr><th></th><th>2005</th><th>2009</th></tr><tr>{inner}</tr></table>"
        )
    return _html(pen, "".join(tables))


def gaps_and_subtotals() -> Wild:
    """Rows of their own for parts of a table, gaps, units behind, heads again halfway."""
    pen = Pen("gaps-and-subtotals")
    columns = ("Sheep", "Goats", "Horses")
    heads = "<tr><td>&nbsp;</td>" + "".join(f"<td><b>{c}</b></td>" for c in columns) + "</tr>"
    rows = [heads]
    for part in range(3):
        rows.append(f'<tr><td colspan="4"><i>{pen.words(2)}</i></td></tr>')
        for label, cells in pen.grid(3, columns):
            inner = "".join(f"<td>{cell}</td>" for cell in cells)
            rows.append(f"<tr><td>{label}</td>{inner}</tr>")
        rows.append(f"<tr><td>{pen.words(2)}</td><td>–</td><td>…</td><td></td></tr>")
        if part == 1:
            rows.append(heads)
    return _html(pen, f"<table>{''.join(rows)}</table>")


def mixed_alphabets() -> Wild:
    """A page in mac-cyrillic that calls itself so, with entities for what it lacks."""
    pen = Pen("mac-cyrillic", russian=True)
    words = [f"<p>{a} {b} {c}.</p>" for a, b, c in (pen.say() for _ in range(14))]
    meta = '<meta http-equiv=Content-Type content="text/html; charset=x-mac-cyrillic">'
    return _html(
        pen, "".join(words) + "<p>&#1187;&#1257;&#1199;", head=meta, encoding="mac-cyrillic"
    )


def patched_page() -> Wild:
    """A page in windows-1251 into which a server put a banner in UTF-8."""
    pen = Pen("patched-page", russian=True)
    words = [f"<p>{a} {b} {c}.</p>" for a, b, c in (pen.say() for _ in range(14))]
    meta = '<meta http-equiv=Content-Type content="text/html; charset=windows-1251">'
    wild = _html(pen, "".join(words) + "<!--banner-->", head=meta, encoding="cp1251")
    body = wild.body.replace(b"<!--banner-->", "<p>Мы в сети</p>".encode())
    return pen.done(body, "text/html; charset=utf-8")


def all_pages() -> list[Wild]:
    """Every page of this module."""
    return [
        layout_tables(), spanning_rows(), definitions(), typed_tables(), split_by_tags(),
        currency_cells(), in_attributes(), tabs_and_decoys(), encyclopedia(), raised_and_units(),
        styled_rows(), lines_in_cells(), gaps_and_subtotals(), mixed_alphabets(), patched_page(),
    ]  # fmt: skip
