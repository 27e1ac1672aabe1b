from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from extraction_files import (
    RUSSIAN,
    document,
    docx,
    extraction,
    html,
    paragraph,
    pdf,
    run,
    shown,
    unread,
)  # fmt: skip

from citecheck.extract import Limits
from citecheck.model.documents import UnreadReason

OLD_WORD = (Path(__file__).parent / "files" / "english.doc").read_bytes()
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (pdf([shown(11, 72, 700, "12,345 sheep")]), "application/pdf"),
        (OLD_WORD, "application/msword"),
        (docx(paragraph(run("12,345 sheep"))), WORD),
        (rb"{\rtf1\ansi 12,345 sheep}", "application/rtf"),
        (html("<p>12,345 sheep"), "text/html"),
        (b"\xef\xbb\xbf\r\n <!-- saved --><HTML><P>12,345 sheep", "text/html"),
        (b"<p>12,345 sheep", "text/html"),
        ("<!doctype html><p>12,345 sheep".encode("utf-16"), "text/html"),
        (b"Welcome\n<table><tr><td>12,345 sheep</table>", "text/html"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html><p>12,345 sheep", "application/xhtml+xml"),
        (b"<?xml version='1.0'?><rss><title>12,345 sheep</title></rss>", "application/xml"),
        (b"In 2009, 12,345 sheep < 13,000 goats", "text/plain"),
        ("12,345 sheep, Сев.".encode("utf-16-le"), "text/plain"),
        ((RUSSIAN + " 12,345 sheep").encode("cp1251"), "text/plain"),
    ],
)
@pytest.mark.parametrize("declared", ["application/pdf", "image/png; charset=x", None])
def test_the_bytes_say_what_a_file_is_and_not_its_declared_type(
    body: bytes, media_type: str, declared: str | None
) -> None:
    found = document(body, declared)
    assert found.media_type == media_type
    assert "12,345" in found.text


def zipped(name: str, content: str = "") -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as container:
        container.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (zipped("notes.txt"), "application/zip"),
        (zipped("xl/workbook.bin"), "application/vnd.ms-excel.sheet.binary"),
        (
            zipped("mimetype", "application/vnd.oasis.opendocument.graphics"),
            "application/vnd.oasis.opendocument.graphics",
        ),
        (b"\x1f\x8b\x08\x00rest", "application/gzip"),
        (b"%!PS-Adobe-3.0", "application/postscript"),
        (bytes(range(256)) * 9, "application/octet-stream"),
    ],
)
def test_what_cannot_be_read_is_named(body: bytes, media_type: str) -> None:
    found = unread(body, "text/html")
    assert found.reason is UnreadReason.UNSUPPORTED
    assert found.media_type == media_type
    assert media_type in found.why


def test_a_picture_needs_ocr() -> None:
    assert unread(b"\x89PNG\r\n\x1a\n123").reason is UnreadReason.NEEDS_OCR


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\xef\xbb\xbf\n"])
def test_nothing_is_empty(body: bytes) -> None:
    assert unread(body).reason is UnreadReason.EMPTY


def test_more_bytes_than_the_limit_are_not_read() -> None:
    found = unread(b"<p>12,345 sheep", limits=Limits(max_bytes=10))
    assert found.reason is UnreadReason.TOO_LARGE


def test_the_name_of_a_file_decides_nothing() -> None:
    from citecheck.extract import read

    body = html("<p>The page was not found")
    assert read(body, media_type=None, name="report.pdf", limits=Limits()) == extraction(body)
