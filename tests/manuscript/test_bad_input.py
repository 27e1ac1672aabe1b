"""What cannot be used is refused with one line: file, place, what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.manuscript import read_manuscript
from citecheck.model.errors import InputError

NOTES = "Ice is thick.[1]\n\nNotes\n\n[1] Berg.\n"


def refuse(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read_manuscript(path)
    error = caught.value
    assert "\n" not in str(error)
    assert str(error).startswith(str(path))
    assert error.remedy
    return error


def refuse_text(tmp_path: Path, text: str) -> InputError:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return refuse(path)


def test_a_missing_file(tmp_path: Path) -> None:
    assert "no such file" in str(refuse(tmp_path / "nowhere.txt"))


def test_a_directory(tmp_path: Path) -> None:
    assert "is a directory" in str(refuse(tmp_path))


def test_a_path_that_no_file_can_have(tmp_path: Path) -> None:
    assert "cannot be read" in str(refuse(tmp_path / ("x" * 300)))


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    assert "is empty" in str(refuse(path))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "zip or OpenDocument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (b"{\\rtf1\\ansi Hello}", "RTF"),
        (b"<?xml version='1.0'?>\n<TEI><text>Hello</text></TEI>", "XML"),
    ],
)
def test_formats_that_are_not_read_are_named(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    message = str(refuse(path))
    assert words in message
    assert "plain text" in message


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 8,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        b"Ice.\n\nNotes\n\n1. \x00\x01\x02",
    ],
)
def test_binary_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    assert "text" in str(refuse(path))


def test_a_control_character_is_told_with_its_line(tmp_path: Path) -> None:
    assert "line 2" in str(refuse_text(tmp_path, "Ice.\nSnow\x07.\n\nNotes\n\n1. Berg.\n"))


def test_a_broken_byte_in_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    text = ("Лёд на реке толстый.\n" * 3 + NOTES).encode()
    path.write_bytes(text.replace(b"Berg", b"B\xffrg"))
    message = str(refuse(path))
    assert "line 8" in message
    assert "0xff" in message


def test_lost_characters_are_not_guessed(tmp_path: Path) -> None:
    assert "line 1" in str(refuse_text(tmp_path, "Ice is th\ufffdck.\n" + NOTES))


def test_text_that_was_decoded_wrongly_before_is_refused(tmp_path: Path) -> None:
    wrong = "“Ice” – it’s thick. Genève, “snow”.".encode().decode("cp1252", errors="ignore")
    assert "decoded wrongly" in str(refuse_text(tmp_path, f"{wrong}\n{NOTES}"))


def test_no_notes_section(tmp_path: Path) -> None:
    assert "no notes section" in str(refuse_text(tmp_path, "Ice is thick.\n\nSnow is white.\n"))


def test_a_notes_section_without_numbers(tmp_path: Path) -> None:
    error = refuse_text(tmp_path, "Ice is thick.\n\nNotes\n\nBerg, Anna. The Tana.\n")
    assert "line 3" in str(error)
    assert "numbered" in str(error)
