"""Pages without a text layer, recognised where a person asked for it."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import pytest
from extraction_files import SCAN, pdf, picture, shown, stream

from citecheck.extract import IsolatedExtractor, RecognisingExtractor, recognition
from citecheck.figures.verify import verify_document
from citecheck.model.documents import Document, UnreadReason
from citecheck.model.verdicts import FindingVerdict
from citecheck.settings import Settings

SETTINGS = Settings(ocr_pages=3)
WORDS = "The valley has 4,512 herders."


def scan_of(words: str) -> bytes:
    """A PDF whose page is a picture of words, drawn by pdfium."""
    (drawn,) = (
        IsolatedExtractor(SETTINGS)
        .draw_pages(pdf([shown(22, 60, 600, words)]), [1], most=1)
        .values()
    )
    head, pixels = drawn.split(b" 255\n", 1)
    _, width, height = head.split(b" ")
    extra = (
        f"/Type/XObject/Subtype/Image/Width {int(width)}/Height {int(height)}"
        "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
    )
    image = {4: stream(zlib.compress(pixels), extra)}
    return pdf([SCAN], resources="/XObject<</Im1 4 0 R>>", more=image)


def extract(body: bytes, monkeypatch: pytest.MonkeyPatch, texts: Sequence[str]) -> object:
    given = iter(texts)
    monkeypatch.setattr(recognition, "find_recogniser", lambda: "tesseract 5 rus+eng")
    monkeypatch.setattr(recognition, "recognise", lambda _: next(given))
    extractor = RecognisingExtractor(IsolatedExtractor(SETTINGS), most=SETTINGS.ocr_pages)
    return extractor.extract(body, media_type=None, name="")


def test_what_was_recognised_is_labelled_and_never_complete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = pdf(
        [shown(11, 72, 700, "The first page has words."), SCAN],
        resources="/XObject<</Im1 4 0 R>>",
        more=picture(),
    )
    found = extract(body, monkeypatch, [WORDS])
    assert isinstance(found, Document)
    assert found.pages[1].text == WORDS
    assert found.pages[1].engine == "OCR: tesseract 5 rus+eng"
    assert found.pages[0].engine is None
    assert not found.complete
    assert "page 2 was read by OCR" in found.notes[-1]
    _, match = verify_document("The valley has 4,512 herders.", found)
    assert (match.verdict, match.engine) == (
        FindingVerdict.CONFIRMED,
        "OCR: tesseract 5 rus+eng",
    )
    _, match = verify_document("The valley has 9,999 herders.", found)
    assert match.verdict is FindingVerdict.UNREAD


def test_a_scan_in_which_nothing_is_recognised_still_needs_ocr(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = pdf([SCAN, SCAN], resources="/XObject<</Im1 4 0 R>>", more=picture())
    found = extract(body, monkeypatch, ["", " \n."])
    assert getattr(found, "reason", None) is UnreadReason.NEEDS_OCR


def test_text_is_not_recognised_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found = extract(pdf([shown(11, 72, 700, WORDS)]), monkeypatch, [])
    assert isinstance(found, Document)
    assert found.complete


def test_a_hostile_file_gives_no_pictures() -> None:
    assert IsolatedExtractor(SETTINGS).draw_pages(b"%PDF-1.4 torn", [], most=2) == {}


@pytest.mark.slow
def test_tesseract_reads_a_picture_of_words() -> None:
    if recognition.find_recogniser() is None:
        pytest.skip("tesseract with English or Russian is not installed")
    extractor = RecognisingExtractor(IsolatedExtractor(SETTINGS), most=1)
    found = extractor.extract(scan_of(WORDS), media_type=None, name="")
    assert isinstance(found, Document), found
    assert "4,512" in found.text
    assert found.engine.startswith("OCR: tesseract")
    assert not found.bears_negatives
