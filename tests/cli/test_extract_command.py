"""``citecheck extract``: the contract's document for every format, and clear errors."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from citecheck.cli import run

sys.path.append(str(Path(__file__).parent.parent / "extract"))

from extraction_files import docx, html, paragraph, pdf, shown
from extraction_files import run as letters
from office_files import epub, odf, pptx, xlsx
from old_word import word_6

FILES = Path(__file__).parent.parent / "extract" / "files"
FORMATS = {
    "page.html": html("<title>T</title><p>12,345 sheep"),
    "report.pdf": pdf([shown(11, 72, 700, "12,345 sheep"), shown(11, 72, 700, "988 goats")]),
    "new.docx": docx(paragraph(letters("12,345 sheep"))),
    "old.doc": (FILES / "english.doc").read_bytes(),
    "older.doc": word_6(b"12,345 sheep\r"),
    "rich.rtf": rb"{\rtf1\ansi 12,345 sheep}",
    "text.odt": odf("<text:p>12,345 sheep</text:p>"),
    "sheet.xlsx": xlsx('<row><c t="str"><v>12,345</v></c></row>'),
    "sheet.xls": (FILES / "herds.xls").read_bytes(),
    "slides.pptx": pptx(
        '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>12,345</a:t></a:r></a:p></p:sld>'
    ),
    "book.epub": epub("<p>12,345 sheep"),
    "table.csv": b"Sheep;12,345\nGoats;988\n",
    "words.txt": b"12,345 sheep",
    "saved.mht": b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>12,345 sheep",
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_documents_of_the_contract(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(FORMATS[name])
    assert run(["extract", str(tmp_path / name), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {"media_type", "title", "language", "pages", "complete", "notes"} <= set(document)
    assert document["complete"] is True
    assert document["unread"] is None
    assert [page["number"] for page in document["pages"]] == [
        number + 1 for number in range(len(document["pages"]))
    ]
    assert "12,345" in document["pages"][0]["text"]


def test_what_cannot_be_read_is_told_and_is_no_clean_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.gz").write_bytes(b"\x1f\x8b\x08\x00rest")
    assert run(["extract", str(tmp_path / "a.gz"), "--json"]) == 1
    out = capsys.readouterr()
    document = json.loads(out.out)
    assert (document["pages"], document["unread"]) == ([], "unsupported")
    assert document["media_type"] == "application/gzip"
    assert "could not be read" in out.err


@pytest.mark.parametrize("source", ["nowhere.html", "http://127.0.0.1:9/", "ftp://example.org/a"])
def test_what_may_not_or_cannot_be_asked_is_one_line_and_exit_code_2(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["extract", source, "--json"]) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert out.err.count("\n") == 1
    assert "Traceback" not in out.err
