"""Small Word files with real endnotes, made part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(words: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def part(kind: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{kind} xmlns:w="{W}" xmlns:r="{R}">{inside}</w:{kind}>'  # noqa: E501


def note(number: int, *runs: str, kind: str = "endnote") -> str:
    mark = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Ref/></w:r>'
    return f'<w:{kind} w:id="{number}"><w:p>{mark}{run(" ")}{"".join(runs)}</w:p></w:{kind}>'


def reference(number: int, kind: str = "endnote", more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"{more}/></w:r>'


def docx(
    notes: Sequence[str], body: str = "", *, kind: str = "endnote", section: str = ""
) -> bytes:
    """A file with these notes; each is referred to in order unless ``body`` does it."""
    body = body or "".join(
        f"<w:p>{run(f'Claim {at}.')}{reference(at + 1, kind)}</w:p>"
        for at in range(1, len(notes) + 1)
    )
    separators = "".join(
        f'<w:{kind} w:type="{word}" w:id="{at}"><w:p><w:r><w:{word}/></w:r></w:p></w:{kind}>'
        for at, word in enumerate(("separator", "continuationSeparator"))
    )
    parts = {
        "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'  # noqa: E501
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
        f'<Override PartName="/word/{kind}s.xml" ContentType="{_TYPES}.{kind}s+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',  # noqa: E501
        "word/_rels/document.xml.rels": f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{R}/{kind}s" Target="{kind}s.xml"/></Relationships>',  # noqa: E501
        "word/document.xml": part(
            "document", f"<w:body>{body}<w:sectPr>{section}</w:sectPr></w:body>"
        ),
        f"word/{kind}s.xml": part(f"{kind}s", separators + "".join(notes)),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2012, 5, 1, 9, 30, 0)), text)
        archive.comment = b"kept"
    return out.getvalue()


def parts_of(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
