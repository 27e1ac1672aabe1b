from __future__ import annotations

import pytest
from extraction_files import RUSSIAN, document, unread

from benchmarks.encodings import SITUATIONS, by_ladder, share
from citecheck.extract.encodings import decode
from citecheck.extract.letters import looks_like_mojibake
from citecheck.model.documents import UnreadReason

CODE_PAGES = ["cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic"]
DECLARED = [None, "windows-1251", "koi8-r", "iso-8859-1", "utf-8", "no-such-charset", "zlib"]


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize("encoding", [*CODE_PAGES, "utf-8", "utf-8-sig", "utf-16"])
def test_russian_is_read_right_whatever_is_declared(encoding: str, declared: str | None) -> None:
    decoded = decode(RUSSIAN.encode(encoding), declared=[declared] if declared else [])
    assert decoded.text == RUSSIAN


@pytest.mark.parametrize("declared", ["windows-1251", "iso-8859-1", "utf-8", None])
def test_a_page_in_windows_1251_is_read_right_whatever_it_declares(declared: str | None) -> None:
    meta = f"<meta http-equiv=content-type content='text/html; charset={declared}'>"
    page = f"<html><head>{meta if declared else ''}</head><p>{RUSSIAN}</p>".encode("cp1251")
    found = document(page)
    assert found.text == RUSSIAN
    assert found.encoding == "cp1251"
    wrong = declared in {"iso-8859-1", "utf-8"}
    assert found.notes == ((f"declared as {declared}, read as cp1251",) if wrong else ())


def test_the_header_counts_before_the_page() -> None:
    page = "<meta charset=koi8-r><p>Anteil für 12 Jahre: größer".encode("cp1252")
    assert "größer" in document(page, "text/html; charset=windows-1252").text


@pytest.mark.parametrize("letters", [RUSSIAN, "Ein größerer Anteil fällt — 37,4 % für Jüngere"])
def test_one_broken_byte_does_not_spoil_a_text_in_utf8(letters: str) -> None:
    body = letters.encode() + b" 12\xff345"
    decoded = decode(body)
    assert decoded.text == letters + " 12\ufffd345"
    assert decoded.notes == ("1 characters could not be decoded",)


def test_utf8_cut_in_the_middle_of_a_letter_is_still_utf8() -> None:
    assert decode(RUSSIAN.encode()[:-5] + "ё".encode()[:1]).encoding == "utf-8"


@pytest.mark.parametrize(
    "words",
    [
        "The children’s share – 37.4 percent – is “large”.",
        "Très cher, déjà 12 % à Genève",
        "Die Größe fällt für 37 Prozent",
    ],
)
@pytest.mark.parametrize("declared", [[], ["iso-8859-1"], ["utf-8"]])
def test_western_text_is_read_right_without_a_right_declaration(
    words: str, declared: list[str]
) -> None:
    assert decode(words.encode("cp1252"), declared=declared).text == words


def test_a_right_declaration_of_another_script_is_believed() -> None:
    greek = "Το 2009 το ποσοστό ήταν 37,4 τοις εκατό των κατοίκων της κοιλάδας"
    assert decode(greek.encode("cp1253"), declared=["windows-1253"]).text == greek
    chinese = "当年的人口为一万二千三百四十五人，其中牧民百分之三十七"
    assert decode(chinese.encode("gb2312"), declared=["gb2312"]).text == chinese


@pytest.mark.parametrize(
    "garbage",
    [
        RUSSIAN.encode("cp1251").decode("latin-1"),
        RUSSIAN.encode("koi8-r").decode("latin-1"),
        RUSSIAN.encode().decode("latin-1"),
        "Âñåãî äåòåé: 412",
    ],
)
def test_letters_of_the_wrong_code_page_are_told(garbage: str) -> None:
    assert looks_like_mojibake(garbage)


@pytest.mark.parametrize(
    "words",
    [
        RUSSIAN,
        "Très cher, déjà 12 % à Genève où l’été fut élevé",
        "Nguyễn Thị Minh Khai đã đến đây năm 2009 với 12 người",
        "Þórður Æsir átti 12 kýr á Íslandi",
        "12,345",
        "",
    ],
)
def test_letters_of_a_living_language_are_not_taken_for_garbage(words: str) -> None:
    assert not looks_like_mojibake(words)


def test_a_page_whose_source_is_garbage_is_unread() -> None:
    garbage = RUSSIAN.encode("cp1251").decode("latin-1")
    assert unread(f"<p>{garbage}</p>".encode()).reason is UnreadReason.MOJIBAKE


def test_pages_in_sixteen_situations_come_out_letter_by_letter() -> None:
    shares = [share(situation, by_ladder) for situation in SITUATIONS]
    assert sum(shares) / len(shares) >= 98
    assert min(shares) >= 90
