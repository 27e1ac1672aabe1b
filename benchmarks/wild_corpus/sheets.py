"""Spreadsheets and slides, with number formats, hidden parts and charts."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from benchmarks.wild_corpus.charts import CHART, chart_xml
from benchmarks.wild_corpus.truth import Fact, Pen, Wild

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument"
_DRAWN = '<drawing r:id="r1"/>'
#: Codes of number formats, the number stored, and how a spreadsheet shows it.
_FORMATS = (
    ("0.0%", "0.153", "15.3%"), ("#,##0", "1234567", "1,234,567"), ("0%", "0.37", "37%"),
    ("#,##0.00", "98765.4", "98,765.40"), ("0.00", "2.71828", "2.72"), ("General", "0.1", "0.1"),
    ("0.0,,\"M\"", "5400000", "5.4M"), ("#,##0,", "7654321", "7,654"), ("0.00E+00", "12300", "1.23E+04"),
    ('"$"#,##0', "45600", "$45,600"), ("#,##0_);(#,##0)", "-3210", "(3,210)"),
    ("[$-419]#,##0.0", "6543.21", "6,543.2"), ("General", "33.3", "33.3"), ("0.0%", "0.0725", "7.3%"),
    ("#,##0;[Red]-#,##0", "88990", "88,990"), ("0.0\"°\"", "21.5", "21.5°"), ("00000", "720", "00720"),
    ("General", "0.30000000000000004", "0.3"), ("General", "1E-3", "0.001"), ("@", "5150", "5150"),
    ('# ##0" чел."', "6021", "6 021 чел."), ("?0.0", "8.25", "8.3"), ("0.0##", "1.5", "1.5"),
)  # fmt: skip


def _zip(parts: dict[str, str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in parts.items():
            zipped.writestr(name, text)
    return out.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _types(**overrides: str) -> str:
    inner = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{inner}</Types>'
    )


def _text(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def _workbook(
    pen: Pen, rows: list[str], *, more: str = "", codes: list[str], chart: str = ""
) -> bytes:
    formats = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for at, code in enumerate(codes)
    )
    styles = "<xf/>" + "".join(
        f'<xf numFmtId="{164 + at}" applyNumberFormat="1"/>' for at in range(len(codes))
    )
    hidden = (
        f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1">{_text("A1", pen.words(2))}'
        f'<c r="B1"><v>{pen.decoy().replace(",", "")}</v></c></row></sheetData></worksheet>'
    )
    parts = {
        "[Content_Types].xml": _types(**{
            "xl/workbook.xml": f"{_TYPE}.spreadsheetml.sheet.main+xml",
            "xl/worksheets/s1.xml": f"{_TYPE}.spreadsheetml.worksheet+xml",
            "xl/worksheets/s2.xml": f"{_TYPE}.spreadsheetml.worksheet+xml",
            "xl/styles.xml": f"{_TYPE}.spreadsheetml.styles+xml",
        } | ({"xl/charts/chart1.xml": CHART, "xl/drawings/d1.xml": f"{_TYPE}.drawing+xml"} if chart else {})),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Data" '
        'sheetId="1" r:id="r1"/><sheet name="Old" sheetId="2" state="hidden" r:id="r2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/s1.xml"), ("worksheet", "worksheets/s2.xml"), ("styles", "styles.xml")
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(codes)}">{formats}</numFmts>'
        '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="{len(codes) + 1}">{styles}</cellXfs></styleSheet>',
        "xl/worksheets/s1.xml": f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheetData>{"".join(rows)}'
        f'</sheetData>{more}{_DRAWN if chart else ""}</worksheet>',
        "xl/worksheets/s2.xml": hidden,
    }  # fmt: skip
    if chart:
        parts |= {
            "xl/worksheets/_rels/s1.xml.rels": _relations(("drawing", "../drawings/d1.xml")),
            "xl/drawings/_rels/d1.xml.rels": _relations(("chart", "../charts/chart1.xml")),
            "xl/drawings/d1.xml": f'<xdr:wsDr xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main">'
            "<xdr:twoCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>30</xdr:row>"
            "<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff>"
            '<xdr:row>45</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
            '<xdr:cNvPr id="2" name="c"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/>'
            f'<a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="{_DRAWING}/chart"><c:chart '
            f'xmlns:c="{_DRAWING}/chart" xmlns:r="{_OFFICE}" r:id="r1"/></a:graphicData></a:graphic>'
            "</xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>",
            "xl/charts/chart1.xml": chart,
        }  # fmt: skip
    return _zip(parts)


def formats() -> Wild:
    """Numbers as they are stored, shown as their formats say; hidden rows and sheets are decoys."""
    pen = Pen("number-formats")
    rows = []
    for at, (_, stored, shown) in enumerate(_FORMATS, 1):
        label = pen.words(3).capitalize()
        pen.facts.append(Fact(page=1, printed=pen.seen(shown), row=label))
        rows.append(
            f'<row r="{at}">{_text(f"A{at}", label)}<c r="B{at}" s="{at}"><v>{stored}</v></c></row>'
        )
    at = len(rows) + 1
    rows.append(
        f'<row r="{at}" hidden="1">{_text(f"A{at}", pen.words(2))}{_text(f"B{at}", pen.decoy())}</row>'
    )
    return pen.done(_workbook(pen, rows, codes=[code for code, _, _ in _FORMATS]))


def merged(*, percent: bool = True) -> Wild:
    """Labels over merged cells, results of formulas, rich strings with their reading aloud, a chart."""
    pen = Pen("merged-cells")
    columns = ("Boys", "Girls", "Men", "Women")
    rows = ['<row r="1">' + _text("C1", "Young") + _text("E1", "Old") + "</row>"]
    heads = "".join(_text(f"{'CDEF'[n]}2", c) for n, c in enumerate(columns))
    rows.append(f'<row r="2">{heads}</row>')
    merges = ["C1:D1", "E1:F1"]
    for at in range(3, 13):
        if at % 2:
            region = pen.words(2).title()
            merges.append(f"A{at}:A{at + 1}")
        ((_, cells),) = pen.grid(1, columns, "group")
        pen.facts[-4:] = [replace(fact, row=region) for fact in pen.facts[-4:]]
        inner = "".join(
            f'<c r="{"CDEF"[n]}{at}" s="1"><f>A1+{n}</f><v>{cell.replace(",", "")}</v></c>'
            for n, cell in enumerate(cells)
        )
        first = _text(f"A{at}", region) if at % 2 else ""
        rows.append(
            f'<row r="{at}">{first}{_text(f"B{at}", "Urban" if at % 2 else "Rural")}{inner}</row>'
        )
    label, figure = pen.label("group")
    rows.append(
        f'<row r="14"><c r="A14" t="inlineStr"><is><r><t>{label}</t></r><r><t xml:space="preserve"> '
        f'{figure[:2]}</t></r><r><rPr><b/></rPr><t>{figure[2:]}</t></r><rPh sb="0" eb="1"><t>{pen.decoy()}</t>'
        "</rPh></is></c></row>"
    )
    merge = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
    more = f'<mergeCells count="{len(merges)}">{merge}</mergeCells>'
    chart = chart_xml(pen, percent=percent)
    return pen.done(_workbook(pen, rows, more=more, codes=["#,##0"], chart=chart))


def slides() -> Wild:
    """Slides with a table, grouped shapes, notes of the speaker, a chart, and a hidden slide."""
    pen = Pen("slides")
    space = f'xmlns:p="{_SLIDE}" xmlns:a="{_DRAWING}/main" xmlns:r="{_OFFICE}"'

    def shape(text: str) -> str:
        return f"<p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"

    def slide(inner: str, more: str = "") -> str:
        return f"<p:sld {space}{more}><p:cSld><p:spTree>{inner}</p:spTree></p:cSld></p:sld>"

    def frame(inner: str) -> str:
        return f"<p:graphicFrame><a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></p:graphicFrame>"

    first = "".join(shape(" ".join(pen.say())) for _ in range(3))
    first += f"<p:grpSp>{''.join(shape(' '.join(pen.say())) for _ in range(2))}</p:grpSp>"
    lines = [("", ["Boys", "Girls"]), *pen.grid(4, ("Boys", "Girls"))]
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>".format
    table = "".join(f"<a:tr>{''.join(map(cell, (label, *cells)))}</a:tr>" for label, cells in lines)
    notes = f"<p:notes {space}><p:cSld><p:spTree>{shape(' '.join(pen.say()))}</p:spTree></p:cSld></p:notes>"
    pen.page = 2
    chart = chart_xml(pen)
    second = frame(f'<c:chart xmlns:c="{_DRAWING}/chart" r:id="r1"/>')
    listed = "".join(f'<p:sldId id="{256 + n}" r:id="r{n}"/>' for n in (1, 2))
    parts = {
        "[Content_Types].xml": _types(**{
            "ppt/presentation.xml": f"{_TYPE}.presentationml.presentation.main+xml",
            "ppt/charts/chart1.xml": CHART,
        }),
        "_rels/.rels": _relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f"<p:presentation {space}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": _relations(("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml")),
        "ppt/slides/slide1.xml": slide(first + frame(f"<a:tbl>{table}</a:tbl>")),
        "ppt/slides/_rels/slide1.xml.rels": _relations(("notesSlide", "../notesSlides/n1.xml")),
        "ppt/notesSlides/n1.xml": notes,
        "ppt/slides/slide2.xml": slide(second + shape(" ".join(pen.say()))),
        "ppt/slides/_rels/slide2.xml.rels": _relations(("chart", "../charts/chart1.xml")),
        "ppt/charts/chart1.xml": chart,
    }  # fmt: skip
    return pen.done(_zip(parts))


def _rewritten() -> Iterator[Wild]:
    """What LibreOffice makes of the workbooks: the old format and OpenDocument.

    It rounds 7.25 % down and writes Russian numbers as Russians do; the charts in the old
    format are read by no library.
    """
    program = shutil.which("soffice")
    if program is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        for wild in (formats(), merged(percent=False)):
            path = Path(folder) / f"{wild.name}.xlsx"
            path.write_bytes(wild.body)
            for ending in ("xls", "ods"):
                command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profile",
                           "--convert-to", ending, "--outdir", folder, str(path)]  # fmt: skip
                subprocess.run(command, check=True, capture_output=True, timeout=120)
                body = path.with_suffix(f".{ending}").read_bytes()
                left = ("7.3%", "6,543.2") if ending == "ods" else ()
                numbers = wild.numbers | ({"7.2", "543,2"} if left else set())
                facts = tuple(
                    fact for fact in wild.facts
                    if fact.printed not in left and (ending == "ods" or fact.column not in {"Boys", "Girls"} or "," in fact.printed)
                )  # fmt: skip
                yield replace(
                    wild, name=f"{wild.name}.{ending}", body=body, facts=facts, numbers=numbers
                )


def all_sheets() -> list[Wild]:
    """Every file of this module."""
    return [formats(), merged(), slides(), *_rewritten()]
