from __future__ import annotations

from pathlib import Path

import pytest
from extraction_files import (
    SCAN,
    docx,
    extraction,
    html,
    paragraph,
    pdf,
    picture,
    run,
    shown,
)  # fmt: skip
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.extract import IsolatedExtractor
from citecheck.extract.encodings import decode
from citecheck.extract.notemarks import set_off
from citecheck.extract.tidy import tidy
from citecheck.model.documents import Document, Extraction, Unread
from citecheck.settings import Settings

WHOLE = {
    "pdf": pdf(
        [shown(11, 72, 700, "12,345 sheep"), SCAN],
        resources="/XObject<</Im1 4 0 R>>",
        more=picture(),
        catalog="/PageLabels<</Nums[0<</S/D>>]>>",
    ),
    "docx": docx(paragraph(run("12,345 sheep"))),
    "doc": (Path(__file__).parent / "files" / "english.doc").read_bytes(),
    "rtf": rb"{\rtf1\ansi{\fonttbl{\f0\fcharset204 Arial;}}\f0 12{\super 3} \'e0 {\footnote x}}",
    "html": html("<table><tr><td>12<sup>3</sup><td>sheep</table><pre>x</pre><iframe src=y>"),
}
STARTS = [
    b"",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"{\\rtf1",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
]


@st.composite
def spoilt_files(draw: st.DrawFn) -> bytes:
    """A whole file with some bytes exchanged, cut out or doubled."""
    body = bytearray(WHOLE[draw(st.sampled_from(sorted(WHOLE)))])
    for _ in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, max(0, len(body) - 1)))
        length = draw(st.integers(0, 40))
        body[at : at + length] = draw(st.binary(max_size=length + 2))
    return bytes(body)


FILES = st.one_of(
    st.builds(bytes.__add__, st.sampled_from(STARTS), st.binary(max_size=400)), spoilt_files()
)


def check(found: Extraction) -> None:
    match found:
        case Document():
            assert found.pages
            assert any(page.text.strip() for page in found.pages)
            assert all("\f" not in page.text for page in found.pages)
            assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
            assert found.complete or found.notes
            found.text.encode("utf-8")
        case Unread():
            assert found.why


@settings(max_examples=60, deadline=None)
@given(FILES, st.sampled_from([None, "text/html; charset=koi8-r", "application/pdf", "text/plain"]))
def test_any_bytes_give_a_document_or_the_reason_why_not(
    body: bytes, media_type: str | None
) -> None:
    check(extraction(body, media_type))


@settings(max_examples=5, deadline=None)
@given(FILES)
def test_any_bytes_give_the_same_through_a_worker(body: bytes) -> None:
    found = IsolatedExtractor(Settings()).extract(body, media_type=None, name="")
    check(found)
    assert found == extraction(body)


@given(st.text())
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\ufeff")))
def test_a_text_in_utf8_comes_back_whatever_was_declared(text: str) -> None:
    for declared in ([], ["koi8-r"], ["utf-16"], ["x-unknown"]):
        decoded = decode(text.encode("utf-8"), declared=declared)
        assert decoded.text == text or decoded.encoding.startswith("utf-16")


@given(st.binary(max_size=300), st.lists(st.text(max_size=12), max_size=2))
def test_decoding_never_raises(body: bytes, declared: list[str]) -> None:
    assert isinstance(decode(body, declared=declared).text, str)


@pytest.mark.parametrize("before", ["37.4", "1", "12,345", "2009", "75%", "km", "the valley"])
@given(mark=st.text(alphabet="0123456789,–- ", min_size=1, max_size=9))
def test_a_raised_run_never_lengthens_a_number(before: str, mark: str) -> None:
    written = set_off(before, mark)
    assert not (before[-1].isdecimal() and written[:1].isdecimal())
