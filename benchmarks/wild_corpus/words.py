"""Word, OpenDocument and Rich Text files with what their programs really put into them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

from benchmarks.wild_corpus.charts import CHART, chart_xml
from benchmarks.wild_corpus.truth import Fact, Pen, Wild

_SPACES = " ".join(
    f'xmlns:{name}="{uri}"'
    for name, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    }.items()
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def word_file(body: str, parts: dict[str, tuple[str, str]] | None = None) -> bytes:
    """A .docx of a body; each further part by name, with its relation and content."""
    out = BytesIO()
    parts = parts or {}
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{name}"/>'
        for at, (name, (kind, _)) in enumerate(parts.items(), 1)
    )
    types = "".join(
        f'<Override PartName="/word/{name}" ContentType="{CHART if kind == "chart" else f"{_WORD}.{kind}+xml"}"/>'
        for name, (kind, _) in parts.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
            f"{types}</Types>",
        )
        zipped.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        zipped.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        )
        zipped.writestr(
            "word/document.xml", f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>"
        )
        for name, (_, content) in parts.items():
            zipped.writestr(f"word/{name}", content)
    return out.getvalue()


def _run(text: str, more: str = "") -> str:
    return f'<w:r><w:rPr>{more}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _par(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def _cell(inner: str, more: str = "") -> str:
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{inner}</w:tc>"


def _table(pen: Pen, rows: int, columns: tuple[str, ...]) -> str:
    lines = [("", list(columns)), *pen.grid(rows, columns)]
    return "<w:tbl>" + "".join(
        "<w:tr>" + "".join(_cell(_par(_run(text))) for text in (label, *cells)) + "</w:tr>"
        for label, cells in lines
    ) + "</w:tbl>"  # fmt: skip


def _ways(pen: Pen) -> list[Callable[[str, str, str], str]]:
    """How a figure stands in a paragraph of Word."""
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    old = pen.decoy
    return [
        lambda a, f, b: _run(f"{a} {f[:2]}") + _run(f[2:], "<w:b/>") + _run(f" {b}"),
        lambda a, f, b: _run(f"{a} ") + f'<w:del w:id="1"><w:r><w:delText>{old()}</w:delText></w:r></w:del>'
        f'<w:ins w:id="2">{_run(f)}</w:ins>' + _run(f" {b}"),
        lambda a, f, b: _run(f"{a} ") + field.format("begin")
        + "<w:r><w:instrText> = SUM(ABOVE) </w:instrText></w:r>" + field.format("separate")
        + _run(f) + field.format("end") + _run(f" {b}"),
        lambda a, f, b: _run(f"{a} ") + f'<w:fldSimple w:instr="REF x">{_run(f)}</w:fldSimple>' + _run(f" {b}"),
        lambda a, f, b: _run(f"{a} ") + f"<w:sdt><w:sdtPr/><w:sdtContent>{_run(f)}</w:sdtContent></w:sdt>"
        + _run(f" {b}"),
        lambda a, f, b: _run(f"{a} ") + _run(old(), "<w:vanish/>") + _run(f) + _run(f" {b}"),
        lambda a, f, b: _run(f"{a} ") + f'<w:hyperlink r:id="x">{_run(f)}</w:hyperlink>' + _run(f" {b}"),
        lambda a, f, b: _run(f"{a} {f}") + _run("12", '<w:vertAlign w:val="superscript"/>') + _run(f" {b}"),
        lambda a, f, b: _run(f"{a} {f}") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + _run(f" {b}"),
        lambda a, f, b: _run(f"{a} ") + f'<w:smartTag w:element="x">{_run(f)}</w:smartTag>' + _run(f" {b}"),
        lambda a, f, b: _run(a) + "<w:r><w:tab/></w:r>" + _run(f) + "<w:r><w:tab/></w:r>" + _run(b),
        lambda a, f, b: _run(f"{a} {f[:3]}") + '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="4" w:name="b"/>'
        + _run(f[3:]) + _run(f" {b}"),
        lambda a, f, b: _run(f"{a} ") + f"<m:oMath><m:r><m:t>{f}</m:t></m:r></m:oMath>" + _run(f" {b}"),
        lambda a, f, b: _run(f"{a} {f}") + '<w:moveFrom w:id="7">' + _run(old()) + "</w:moveFrom>" + _run(f" {b}"),
        lambda a, f, b: _run(f"{a} {f}") + _run("9", '<w:position w:val="8"/><w:sz w:val="12"/>') + _run(f" {b}"),
        lambda a, f, b: _run(f"{a} ") + f'<w:dir w:val="ltr"><w:bdo w:val="ltr">{_run(f)}</w:bdo></w:dir>' + _run(f" {b}"),
    ]  # fmt: skip


def word_prose() -> Wild:
    """Figures in runs, changes, fields, controls; what was deleted or hidden is a decoy."""
    pen = Pen("word-prose")
    pen.seen("12 9 1 2")
    body = "".join(_par(way(*pen.say("group"))) for way in _ways(pen))
    words = " ".join(pen.say())
    notes = (
        f'<w:footnotes {_SPACES}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{_par("<w:r><w:footnoteRef/></w:r>" + _run(words))}</w:footnote></w:footnotes>'
    )
    header = f"<w:hdr {_SPACES}>{_par(_run(' '.join(pen.say())))}</w:hdr>"
    body += '<w:sectPr><w:headerReference w:type="default" r:id="r2"/></w:sectPr>'
    parts = {"footnotes.xml": ("footnotes", notes), "header1.xml": ("header", header)}
    return pen.done(word_file(body, parts))


def word_boxes() -> Wild:
    """Text boxes given twice for old and new programs, tables in tables, merged cells, a chart."""
    pen = Pen("word-boxes")
    parts = []
    for _ in range(5):
        inside = f"<w:txbxContent>{_par(_run(' '.join(pen.say())))}</w:txbxContent>"
        parts.append(_par(
            f'{_run(pen.words(2))}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
            f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData>"
            f"</a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}"
            "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        ))  # fmt: skip
    inner = _table(pen, 4, ("Boys", "Girls"))
    parts.append(
        f"<w:tbl><w:tr>{_cell(_par(_run(pen.words(2))))}{_cell(inner + _par(''))}</w:tr></w:tbl>"
    )
    region = pen.words(2).title()
    rows = []
    for at in range(3):
        ((_, cells),) = pen.grid(1, ("Men", "Women"))
        pen.facts[-2:] = [Fact(page=1, printed=f.printed, row=region, column=f.column)
                          for f in pen.facts[-2:]]  # fmt: skip
        merge = '<w:vMerge w:val="restart"/>' if not at else "<w:vMerge/>"
        rows.append(
            f"<w:tr>{_cell(_par(_run(region if not at else '')), merge)}"
            + "".join(_cell(_par(_run(cell))) for cell in cells) + "</w:tr>"
        )  # fmt: skip
    heads = "".join(_cell(_par(_run(c))) for c in ("", "Men", "Women"))
    parts.append(f"<w:tbl><w:tr>{heads}</w:tr>{''.join(rows)}</w:tbl>")
    parts.append(_par(
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart r:id="r1"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    ))  # fmt: skip
    chart = chart_xml(pen)
    return pen.done(word_file("".join(parts), {"charts/chart1.xml": ("chart", chart)}))


def rich_text() -> Wild:
    """Rich Text in windows-1251: escapes, raised marks, hidden words, revisions, nested tables."""
    pen = Pen("rich-text", russian=True)

    def coded(text: str) -> str:
        return "".join(
            c if ord(c) < 128 and c not in "\\{}" else "".join(f"\\'{b:02x}" for b in c.encode("cp1251"))
            for c in text
        )  # fmt: skip

    pen.seen("12 4")
    ways: tuple[Callable[[str], str], ...] = (
        coded, lambda f: coded(f) + r"{\super 12}", lambda f: coded(f) + r"{\up6\fs12 4}",
        lambda f: coded(f.replace(" ", "\u00a0")), lambda f: coded(f).replace(" ", r"\~"),
        lambda f: "{" + coded(f[:2]) + r"}{\b " + coded(f[2:]) + "}",
        lambda f: r"{\v " + coded(pen.decoy()) + "}" + coded(f),
        lambda f: r"{\deleted " + coded(pen.decoy()) + "}" + coded(f),
        lambda f: r"{\field{\*\fldinst REF x}{\fldrslt " + coded(f) + "}}",
        lambda f: coded(f).replace(" ", r"\u8239 ?"), lambda f: coded(f).replace(" ", "\\u8201\\'3f"),
        lambda f: coded(f) + r"{\footnote\pard {\super\chftn} " + coded(" ".join(pen.say("group"))) + "}",
    )  # fmt: skip
    lines = []
    for way in ways:
        before, figure, after = pen.say("group")
        lines.append(f"{coded(before)} {way(figure)} {coded(after)}\\par\n")
    rows = [("", ["Город", "Село"]), *pen.grid(5, ("Город", "Село"))]
    table = "".join(
        r"\trowd\cellx3000\cellx5000\cellx7000 "
        + "".join(f"\\pard\\intbl {coded(text)}\\cell " for text in (label, *cells)) + "\\row\n"
        for label, cells in rows
    )  # fmt: skip
    body = (
        r"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fcharset204 Times New Roman;}}"
        r"{\*\generator Msftedit 5.41;}\uc1\f0 " + "".join(lines) + table + r"\pard\par}"
    )
    return pen.done(body.encode("ascii"), "application/rtf")


def open_document() -> Wild:
    """OpenDocument text: runs of spaces, changes, notes, boxes, repeated and covered cells."""
    pen = Pen("open-document", russian=True)
    pen.seen("1")
    ways: tuple[Callable[[str], str], ...] = (
        lambda f: f, lambda f: f"<text:span>{f[:2]}</text:span><text:span>{f[2:]}</text:span>",
        lambda f: f.replace(" ", "\u00a0"), lambda f: f.replace(" ", "<text:s/>"),
        lambda f: f'<text:change text:change-id="c1"/>{f}',
        lambda f: f"<text:bookmark/>{f}", lambda f: f"<text:a>{f}</text:a>",
        lambda f: f + '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body><text:p>{' '.join(pen.say('group'))}</text:p></text:note-body></text:note>",
        lambda f: f'<text:hidden-text text:string-value="{pen.decoy()}" text:is-hidden="true"/>{f}',
        lambda f: f"<text:soft-page-break/>{f}", lambda f: f"<text:placeholder>{f}</text:placeholder>",
        lambda f: f"<text:user-field-get>{f}</text:user-field-get>",
        lambda f: f"{f}<office:annotation><text:p>{pen.words(2)}</text:p></office:annotation>",
    )  # fmt: skip
    prose = []
    for way in ways:
        before, figure, after = pen.say("group")
        prose.append(f"<text:p>{before} {way(figure)} {after}</text:p>")
    box = "".join(
        f"<text:p><draw:frame><draw:text-box><text:p>{' '.join(pen.say())}</text:p></draw:text-box>"
        "</draw:frame></text:p>"
        for _ in range(3)
    )
    cell = "<table:table-cell {1}><text:p>{0}</text:p></table:table-cell>".format
    columns = ("Город", "Село", "Всего")
    rows = "".join(
        f"<table:table-row>{''.join(cell(text, '') for text in (label, *cells))}</table:table-row>"
        for label, cells in [("", list(columns)), *pen.grid(4, columns)]
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for name, long in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
        )
    )
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>'
        f"{pen.decoy()}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body>'
        f"<office:text>{changes}{''.join(prose)}{box}<table:table>{rows}</table:table></office:text>"
        "</office:body></office:document-content>"
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        zipped.writestr("content.xml", content)
        zipped.writestr("META-INF/manifest.xml", "<manifest/>")
    return pen.done(out.getvalue())


def all_words() -> list[Wild]:
    """Every file of this module."""
    return [word_prose(), word_boxes(), rich_text(), open_document()]
