"""Manuscripts made to harm their reader are refused with one line, quickly and for good."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from citecheck.cli import run
from citecheck.manuscript import read_manuscript
from citecheck.model.errors import InputError
from citecheck.model.notes import Publication
from citecheck.publications import parse_manuscript
from tests.manuscript.formats import as_docx_endnotes, as_docx_footnotes, as_pdf

pytestmark = pytest.mark.hostile

NOTES = ["Berg. Ice. 2009.", "Moe. Snow. 2010."]
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><d>&c;</d>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
)


def rewrite(content: bytes, **parts: bytes | None) -> bytes:
    """A Word file with parts replaced, or taken out."""
    packed = BytesIO()
    names = {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()}
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            part = names.pop(member.filename, old.read(member))
            if part is not None:
                new.writestr(member.filename, part)
        for name, part in names.items():
            if part is not None:
                new.writestr(name, part)
    return packed.getvalue()


def refuse(tmp_path: Path, content: bytes, name: str = "report.docx") -> str:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        parse_manuscript(path)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    return str(caught.value)


def read_or_refuse(path: Path) -> Publication | None:
    """Either will do, a crash will not."""
    try:
        return parse_manuscript(path)
    except InputError as error:
        if "\n" in str(error):
            raise
        return None


def test_a_document_that_declares_entities(tmp_path: Path) -> None:
    good = as_docx_endnotes(NOTES)
    for evil in (BOMB, OUTSIDE):
        for encoding in ("utf-8", "utf-16"):
            told = refuse(tmp_path, rewrite(good, word__document_xml=evil.encode(encoding)))
            assert "document type" in told
            assert "root:" not in told


def test_a_document_that_unpacks_to_gigabytes(tmp_path: Path) -> None:
    told = refuse(
        tmp_path, rewrite(as_docx_endnotes(NOTES), word__big_xml=b"<a>" + b" " * 450_000_000)
    )
    assert "unpacks to" in told


def test_a_document_whose_text_alone_is_too_much(tmp_path: Path) -> None:
    # Repetitive enough to be small, not enough to be taken for a bomb by its ratio.
    words = 70 * b"".join(b"<x>%d</x>" % (i * 2654435761 % 2**32) for i in range(100_000))
    told = refuse(tmp_path, rewrite(as_docx_endnotes(NOTES), word__document_xml=words))
    assert "unpacks to" in told


@pytest.mark.parametrize(
    "part", ["word__document_xml", "word__endnotes_xml", "[Content_Types]_xml", "word__styles_xml"]
)
@pytest.mark.parametrize("content", [None, b"", b"<a><b></a>", b"\x00\xff", b"<a/>"])
def test_parts_that_are_missing_or_broken_make_no_crash(
    tmp_path: Path, part: str, content: bytes | None
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(rewrite(as_docx_endnotes(NOTES), **{part: content}))
    found = read_or_refuse(path)
    assert found is None or [note.number for note in found.endnotes] == [1, 2]


def test_elements_nested_a_hundred_thousand_deep(tmp_path: Path) -> None:
    head = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    deep = head + b"<w:body>" + b"<w:p>" * 100_000 + b"</w:p>" * 100_000 + b"</w:body></w:document>"
    refuse(tmp_path, rewrite(as_docx_endnotes(NOTES), word__document_xml=deep))


def test_a_picture_outside_the_file_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
        '2006/relationships"><Relationship Id="rId99" TargetMode="External" Type="http://schemas.'
        f'openxmlformats.org/officeDocument/2006/relationships/image" Target="{secret.as_uri()}"/>'
        "</Relationships>"
    )
    path = tmp_path / "report.docx"
    path.write_bytes(
        rewrite(as_docx_endnotes(NOTES), **{"word___rels__document.xml.rels": relations.encode()})
    )
    try:
        found = str(read_manuscript(path))
    except InputError as error:
        found = str(error)
    assert "a secret" not in found


@pytest.mark.parametrize("keep", [8, 200, 2000, 0.5, 0.9])
def test_torn_files(tmp_path: Path, keep: float) -> None:
    for make, name in ((as_docx_endnotes, "a.docx"), (as_pdf, "a.pdf")):
        whole = make(NOTES)
        path = tmp_path / name
        path.write_bytes(whole[: int(keep if keep > 1 else keep * len(whole))])
        read_or_refuse(path)


def test_a_pdf_that_is_none(tmp_path: Path) -> None:
    assert "could not be read" in refuse(tmp_path, b"%PDF-1.7\n" + b"\xff" * 5000, "report.pdf")


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "sup", "a href='#a'"])
def test_a_page_nested_a_hundred_thousand_deep(tmp_path: Path, tag: str) -> None:
    path = tmp_path / "report.html"
    deep = f"<{tag}>" * (100_000 // (tag.count("<") + 1))
    path.write_text(f"<html><body>{deep}Ice.", encoding="utf-8")
    with pytest.raises(InputError):
        read_manuscript(path)


@pytest.mark.parametrize(
    "piece", ["[", "![", "[^1]", "^[", "*a ", "_a_ ", "> ", "- ", "`", "<a ", "|a", "\\[", "[a]("]
)
def test_markdown_that_goes_on_for_ever_comes_to_an_end(tmp_path: Path, piece: str) -> None:
    path = tmp_path / "report.md"
    path.write_text(f"{piece * 20_000}\n\nIce.[^1]\n\n[^1]: Berg. {piece * 2_000}\n", "utf-8")
    found = read_or_refuse(path)
    assert found is None or any("Berg." in note.raw for note in found.endnotes)


def _with_footnotes(count: int) -> bytes:
    """A Word file with so many footnotes, each marked once in the body."""
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    marks = "".join(
        f'<w:p><w:r><w:t>Ice.</w:t></w:r><w:r><w:footnoteReference w:id="{n}"/></w:r></w:p>'
        for n in range(1, count + 1)
    )
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Berg. Ice {n}.</w:t>'
        "</w:r></w:p></w:footnote>"
        for n in range(1, count + 1)
    )
    return rewrite(
        as_docx_footnotes(NOTES),
        word__document_xml=(
            f"<w:document {namespace}><w:body>{marks}</w:body></w:document>".encode()
        ),
        word__footnotes_xml=f"<w:footnotes {namespace}>{notes}</w:footnotes>".encode(),
    )


def test_twelve_thousand_footnotes_are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(_with_footnotes(12_000))
    manuscript = read_manuscript(path)
    assert [note.number for note in manuscript.notes] == list(range(1, 12_001))
    assert manuscript.notes[-1].pieces == ("Berg. Ice 12000.",)
    assert len(manuscript.markers) == 12_000


def test_a_zip_in_a_zip_is_refused(tmp_path: Path) -> None:
    packed = as_docx_endnotes(NOTES)
    for _ in range(5):
        outer = BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as container:
            container.writestr("report.docx", packed)
        packed = outer.getvalue()
        assert "zip" in refuse(tmp_path, packed)


def test_a_zip_in_the_place_of_a_part(tmp_path: Path) -> None:
    inner = as_docx_endnotes(NOTES)
    refuse(tmp_path, rewrite(inner, word__document_xml=inner))
    path = tmp_path / "notes.docx"
    path.write_bytes(rewrite(inner, word__endnotes_xml=inner))
    read_or_refuse(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"wordprocessingml.document.main+xml", b"spreadsheetml.sheet.main+xml"),
        (b"wordprocessingml.endnotes+xml", b"wordprocessingml.styles+xml"),
        (b"application/", b"image/"),
        (b'Extension="xml"', b'Extension="png"'),
    ],
)
def test_wrong_content_types(tmp_path: Path, old: bytes, new: bytes) -> None:
    good = as_docx_endnotes(NOTES)
    with zipfile.ZipFile(BytesIO(good)) as packed:
        types = packed.read("[Content_Types].xml")
    assert old in types
    path = tmp_path / "report.docx"
    path.write_bytes(rewrite(good, **{"[Content_Types]_xml": types.replace(old, new)}))
    found = read_or_refuse(path)
    assert found is None or [note.number for note in found.endnotes] == [1, 2]


@pytest.mark.parametrize("part", ["_rels/.rels", "word/_rels/document.xml.rels"])
@pytest.mark.parametrize("content", [None, b"", b"<a/>", b"\x00\xff"])
def test_relations_that_are_missing_or_broken(
    tmp_path: Path, part: str, content: bytes | None
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(rewrite(as_docx_endnotes(NOTES), **{part: content}))
    found = read_or_refuse(path)
    assert found is None or [note.number for note in found.endnotes] == [1, 2]


def test_the_command_refuses_a_hostile_file_with_one_line_and_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(rewrite(as_docx_endnotes(NOTES), word__document_xml=OUTSIDE.encode()))
    assert run(["lint", str(path)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert str(path) in told
