"""Office files of hand-written XML: spreadsheets, OpenDocument, slides, books."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_R = f'xmlns:r="{_TYPE}"'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A container; a part named mimetype is stored and first."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as container:
        for name, content in parts.items():
            kind = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            container.writestr(name, content, compress_type=kind)
    return out.getvalue()


def relations(**targets: str) -> str:
    """The relations of a part: the kind, a number behind it if there are several."""
    inner = "".join(
        f'<Relationship Id="{name}" Type="{_TYPE}/{name.rstrip("0123456789")}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{inner}</Relationships>"
    )


def xlsx(
    rows: str, *, formats: str = "", strings: str = "", more: str = "", hidden: str = ""
) -> bytes:
    """A workbook of one sheet, and a hidden one if ``hidden`` has rows."""
    state = '<sheet name="Secret" state="hidden" r:id="worksheet2"/>' if hidden else ""
    numbers = "".join(
        f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>'
        for at, code in enumerate(filter(None, formats.split("~")))
    )
    styles = '<xf numFmtId="0"/>' + "".join(
        f'<xf numFmtId="{200 + at}"/>' for at in range(numbers.count("<numFmt "))
    )
    return zipped({
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relations(
            worksheet="worksheets/s1.xml", worksheet2="worksheets/s2.xml",
            sharedStrings="sharedStrings.xml", styles="styles.xml",
        ),
        "xl/workbook.xml": f'<workbook {_R}><sheets><sheet name="Herds" r:id="worksheet"/>{state}'
        "</sheets></workbook>",
        "xl/worksheets/s1.xml": f"<worksheet>{more}<sheetData>{rows}</sheetData></worksheet>",
        "xl/worksheets/s2.xml": f"<worksheet><sheetData>{hidden}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet><numFmts>{numbers}</numFmts><cellXfs>{styles}</cellXfs>"
        "</styleSheet>",
    })  # fmt: skip


_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "draw")
)


def odf(body: str, *, kind: str = "text", styles: str = "", masters: str = "") -> bytes:
    """An OpenDocument file."""
    return zipped({
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content {_ODF}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {_ODF}>{masters}</office:document-styles>",
        "META-INF/manifest.xml": '<!DOCTYPE manifest PUBLIC "-//O//M" "Manifest.dtd"><manifest/>',
    })  # fmt: skip


def pptx(*slides: str) -> bytes:
    """A presentation of slides."""
    listed = "".join(f'<p:sldId id="{256 + at}" r:id="slide{at}"/>' for at in range(len(slides)))
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument="ppt/presentation.xml"),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="p" {_R}><p:sldIdLst>{listed}'
        "</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            **{f"slide{at}": f"slides/{at}.xml" for at in range(len(slides))}
        ),
    }
    for at, slide in enumerate(slides):
        parts[f"ppt/slides/{at}.xml"] = slide
    return zipped(parts)


def epub(*chapters: str) -> bytes:
    """A book of chapters."""
    items = "".join(f'<item id="c{at}" href="c{at}.xhtml"/>' for at in range(len(chapters)))
    spine = "".join(f'<itemref idref="c{at}"/>' for at in range(len(chapters)))
    return zipped({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="o/b.opf"/>'
        "</rootfiles></container>",
        "o/b.opf": "<package><metadata><title>Herds</title><date>2009-05</date></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
        **{f"o/c{at}.xhtml": chapter for at, chapter in enumerate(chapters)},
    })  # fmt: skip
