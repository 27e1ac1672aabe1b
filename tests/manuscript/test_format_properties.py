"""Laws of the readers of Word, HTML and Markdown files, for any words in a note."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st

from citecheck.manuscript import read_manuscript
from citecheck.model.errors import InputError
from citecheck.model.manuscripts import Manuscript

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Override PartName="/word/endnotes.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.endnotes+xml"/></Types>'
)
_RELATION = (
    '<Relationship Id="rIdNotes" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/endnotes" Target="endnotes.xml"/></Relationships>'
)
#: What XML 1.0 can hold, and no control that a word processor would not write.
ANY = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffd\ufffe\uffff"),
    max_size=60,
)
WORDS = st.lists(
    st.sampled_from(
        ["Ice", "12.", "[3]", "http://a.example/x_1", "<b>", "&amp;", "*a*", "p. 4", "Лёд", "¹"]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
PLAIN = st.lists(
    st.sampled_from(["Ice", "2009", "p. 4", "Лёд", "http://a.example/x-1.pdf", "Berg,"]),
    min_size=1,
    max_size=6,
).map(" ".join)


@cache
def plain_docx() -> bytes:
    """A Word file whose one paragraph says MARK."""
    packed = BytesIO()
    document = Document()
    document.add_paragraph("MARK")
    document.save(packed)
    return packed.getvalue()


def as_docx(notes: list[str]) -> bytes:
    """A Word file with these endnotes, each marked once in the body."""
    marks = "".join(
        f'<w:r><w:t>Ice. </w:t></w:r><w:r><w:endnoteReference w:id="{n}"/></w:r>'
        for n in range(1, len(notes) + 1)
    )
    told = "".join(
        f'<w:endnote w:id="{n}"><w:p><w:r><w:endnoteRef/></w:r><w:r>'
        f'<w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:endnote>'
        for n, text in enumerate(notes, start=1)
    )
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(plain_docx())) as old, zipfile.ZipFile(packed, "w") as new:
        for member in old.infolist():
            part = old.read(member).decode("utf-8", errors="surrogateescape")
            if member.filename == "word/document.xml":
                part = re.sub(r"<w:r><w:t>MARK</w:t></w:r>", lambda _: marks, part)
            elif member.filename == "[Content_Types].xml":
                part = part.replace("</Types>", _TYPES)
            elif member.filename == "word/_rels/document.xml.rels":
                part = part.replace("</Relationships>", _RELATION)
            elif member.filename.startswith("word/styles"):
                part = f'<w:styles xmlns:w="{_W}"/>'  # 9,000 elements that no note here uses
            new.writestr(member, part.encode("utf-8", errors="surrogateescape"))
        new.writestr(
            "word/endnotes.xml", f'<w:endnotes xmlns:w="{_W}">{told}</w:endnotes>'.encode()
        )
    return packed.getvalue()


def as_html(notes: list[str]) -> bytes:
    """A page with anchors from each marker to its note."""
    numbered = list(enumerate(notes, start=1))
    marks = "".join(f'Ice.<sup><a href="#fn{n}" id="r{n}">{n}</a></sup> ' for n, _ in numbered)
    told = "".join(f'<li id="fn{n}"><p>{escape(text)}</p></li>' for n, text in numbered)
    page = f"<html><body><p>{marks}</p><h2>Notes</h2><ol>{told}</ol></body></html>"
    return f'<!DOCTYPE html><meta charset="utf-8">{page}'.encode()


def as_markdown(notes: list[str]) -> bytes:
    """A text with a footnote of Markdown for each marker."""
    numbered = list(enumerate(notes, start=1))
    marks = " ".join(f"Ice.[^{n}]" for n, _ in numbered)
    told = "\n\n".join(f"[^{n}]: {text}" for n, text in numbered)
    return f"# Rivers\n\n{marks}\n\n{told}\n".encode()


FORMATS = [
    pytest.param(as_docx, "a.docx", id="docx"),
    pytest.param(as_html, "a.html", id="html"),
    pytest.param(as_markdown, "a.md", id="markdown"),
]


def read(content: bytes, name: str) -> Manuscript | None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            return read_manuscript(path)
        except InputError as error:
            if "\n" in str(error) or not error.remedy:
                raise
            return None


@pytest.mark.parametrize(("make", "name"), FORMATS)
@given(texts=st.lists(PLAIN, min_size=1, max_size=5))
@settings(max_examples=8, deadline=None)
def test_no_note_is_lost_and_none_changed(make, name: str, texts: list[str]) -> None:  # type: ignore[no-untyped-def]
    manuscript = read(make(texts), name)
    assert manuscript is not None
    assert [note.number for note in manuscript.notes] == list(range(1, len(texts) + 1))
    found = ["".join("".join(note.pieces).split()) for note in manuscript.notes]
    assert found == ["".join(text.split()) for text in texts]
    assert [m.numbers for m in manuscript.markers] == [(n,) for n in range(1, len(texts) + 1)]


@pytest.mark.parametrize(("make", "name"), FORMATS[:2])
@given(texts=st.lists(ANY | WORDS, min_size=1, max_size=4))
@example(texts=[" "])
@settings(max_examples=12, deadline=None)
def test_any_words_in_notes_with_real_links_leave_as_many_notes(
    make,  # type: ignore[no-untyped-def]
    name: str,
    texts: list[str],
) -> None:
    manuscript = read(make(texts), name)
    if manuscript is not None:
        assert [note.number for note in manuscript.notes] == list(range(1, len(texts) + 1))


@pytest.mark.parametrize(("make", "name"), FORMATS)
@given(texts=st.lists(ANY | WORDS, max_size=3), noise=st.binary(max_size=30), at=st.integers(0))
@example(texts=[], noise=b"\0\x80", at=29)  # in HTML it falls into the name of the charset
@settings(max_examples=12, deadline=None)
def test_a_damaged_file_is_read_or_refused_with_one_line(  # type: ignore[no-untyped-def]
    make, name: str, texts: list[str], noise: bytes, at: int
) -> None:
    whole = make(texts)
    at %= len(whole) + 1
    read(whole[:at] + noise + whole[at + len(noise) :], name)
