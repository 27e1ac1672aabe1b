"""Texts are kept by the digest of their bytes and by their readers; failures are not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from extraction_files import html, many_kinds

from citecheck.extract import cache
from citecheck.extract.cache import CachedExtractor
from citecheck.extract.limits import Limits
from citecheck.extract.reading import read
from citecheck.model.documents import Document, Extraction, Unread, UnreadReason
from citecheck.settings import Settings

SETTINGS = Settings()


@dataclass
class Counting:
    answer: Extraction | None = None
    asked: list[str] = field(default_factory=list)

    def extract(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        self.asked.append("first")
        return self.answer or read(body, media_type=media_type, name=name, limits=Limits())

    def extract_again(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        self.asked.append("second")
        return self.answer or read(
            body, media_type=media_type, name=name, limits=Limits(), again=True
        )


def ask(inner: Counting, folder: Path, body: bytes, settings: Settings = SETTINGS) -> Extraction:
    return CachedExtractor(inner, folder, settings).extract(body, media_type=None, name="a")


@pytest.mark.parametrize("body", many_kinds(), ids=lambda body: body[:5].hex())
def test_a_text_that_was_kept_is_the_text_that_was_read(tmp_path: Path, body: bytes) -> None:
    inner = Counting()
    assert ask(inner, tmp_path, body) == ask(inner, tmp_path, body)
    assert inner.asked == ["first"]


def test_the_second_reader_is_kept_apart(tmp_path: Path) -> None:
    inner = Counting()
    body = many_kinds()[0]
    kept = CachedExtractor(inner, tmp_path, SETTINGS)
    for _ in range(2):
        first = kept.extract(body, media_type=None, name="")
        second = kept.extract_again(body, media_type=None, name="")
        assert isinstance(first, Document)
        assert isinstance(second, Document)
        assert (first.provisional, second.provisional) == (True, False)
    assert inner.asked == ["first", "second"]


def test_other_readers_other_limits_or_another_type_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner, body = Counting(), html("<p>12,345 sheep")
    ask(inner, tmp_path, body)
    ask(inner, tmp_path, body, replace(SETTINGS, max_pages=3))
    CachedExtractor(inner, tmp_path, SETTINGS).extract(body, media_type="text/plain", name="")
    monkeypatch.setattr(cache, "readers", lambda: "newer")
    ask(inner, tmp_path, body)
    assert len(inner.asked) == 4


@pytest.mark.parametrize("reason", [UnreadReason.TIMEOUT, UnreadReason.DAMAGED])
def test_a_failure_is_tried_again(tmp_path: Path, reason: UnreadReason) -> None:
    inner = Counting(answer=Unread(reason=reason, why="so"))
    ask(inner, tmp_path / "texts", b"x")
    ask(inner, tmp_path / "texts", b"x")
    assert len(inner.asked) == 2
    assert not (tmp_path / "texts").exists()


@pytest.mark.parametrize("torn", [b"", b"{", b'{"document": 1}', b'{"unread": {}}'])
def test_a_torn_file_is_read_anew(tmp_path: Path, torn: bytes) -> None:
    inner, body = Counting(), html("<p>12,345 sheep")
    whole = ask(inner, tmp_path, body)
    (file,) = tmp_path.iterdir()
    file.write_bytes(torn)
    assert ask(inner, tmp_path, body) == whole
    assert len(inner.asked) == 2


def test_a_folder_that_cannot_be_written_takes_nothing_away(tmp_path: Path) -> None:
    (tmp_path / "texts").write_text("a file in its way")
    found = ask(Counting(), tmp_path / "texts", html("<p>12,345 sheep"))
    assert isinstance(found, Document)
