from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from citecheck.word import NoteKind, NoteReference, Paragraph, Run, Table, read_word
from citecheck.word.reader import NotWordError

_W = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'  # the strict namespace
_TYPE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)


def container(main: str, **parts: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as zipped:
        first = f'<Relationship Id="a" Type="{_TYPE}/officeDocument" Target="/word/main.xml"/>'
        zipped.writestr("_rels/.rels", _RELS.format(first))
        related = "".join(
            f'<Relationship Id="{kind}" Type="{_TYPE}/{kind}" Target="{kind}.xml"/>'
            for kind in parts
        )
        zipped.writestr("word/_rels/main.xml.rels", _RELS.format(related))
        zipped.writestr("word/main.xml", f"<w:document {_W}><w:body>{main}</w:body></w:document>")
        for kind, content in parts.items():
            zipped.writestr(f"word/{kind}.xml", f"<w:{kind} {_W}>{content}</w:{kind}>")
    return out.getvalue()


def test_a_note_keeps_its_kind_its_id_and_its_place() -> None:
    word = read_word(
        container(
            '<w:p><w:r><w:t>First</w:t><w:endnoteReference w:id="9"/><w:t>, then</w:t>'
            '<w:footnoteReference w:id="9"/></w:r><w:r><w:endnoteReference w:id="4"/></w:r></w:p>',
            endnotes='<w:endnote w:id="4"><w:p><w:r><w:t>Fourth</w:t></w:r></w:p></w:endnote>'
            '<w:endnote w:id="9"><w:p><w:r><w:t>Ninth</w:t></w:r></w:p></w:endnote>'
            '<w:endnote w:id="5"><w:p><w:r><w:t>Nowhere</w:t></w:r></w:p></w:endnote>',
        )
    )
    assert word.blocks == (
        Paragraph(
            runs=(
                Run(text="First"),
                NoteReference(kind=NoteKind.ENDNOTE, id="9", number=1),
                Run(text=", then"),
                NoteReference(kind=NoteKind.FOOTNOTE, id="9", number=1),
                NoteReference(kind=NoteKind.ENDNOTE, id="4", number=2),
            )
        ),
    )
    assert [(note.id, note.number) for note in word.notes] == [("9", 1), ("4", 2), ("5", None)]


def test_styles_give_headings_and_raised_marks() -> None:
    styles = (
        '<w:style w:styleId="H"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Own"><w:name w:val="Chapter"/><w:basedOn w:val="H"/></w:style>'
        '<w:style w:styleId="Ref"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )
    main = (
        '<w:p><w:pPr><w:pStyle w:val="Own"/></w:pPr><w:r><w:t>Herds</w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="Ref"/></w:rPr><w:t>12</w:t></w:r></w:p>'
    )
    (heading,) = read_word(container(main, styles=styles)).blocks
    assert isinstance(heading, Paragraph)
    assert (heading.style, heading.level) == ("Chapter", 2)
    assert heading.runs[1] == Run(text="12", raised=True)


def test_content_controls_and_nested_tables_are_read() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>988</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    main = (
        "<w:sdt><w:sdtContent><w:tbl><w:tr><w:sdt><w:sdtContent><w:tc>"
        f"{inner}<w:p/></w:tc></w:sdtContent></w:sdt></w:tr></w:tbl></w:sdtContent></w:sdt>"
    )
    (table,) = read_word(container(main)).blocks
    assert isinstance(table, Table)
    (inside, after) = table.rows[0][0].blocks
    assert isinstance(inside, Table)
    assert isinstance(after, Paragraph)


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 torn", b"no container at all"])
def test_what_is_no_word_file_is_refused(body: bytes) -> None:
    with pytest.raises(NotWordError):
        read_word(body)
