"""A store lets go what it has in memory, and knows it all again when it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.snapshots.snapshot_fakes import BODY, PAGE, response, store_in


def test_what_was_forgotten_is_known_again_and_written_on(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    kept = store.keep(response())
    store.forget()
    assert store.captures(PAGE) == (kept,)
    assert store.body(kept) == BODY
    store.forget()
    other = store.keep(response(url=f"{PAGE}/other"))
    assert store.captures(PAGE) == (kept,)
    assert store_in(tmp_path).captures(other.url) == (other,)
    assert len(list(tmp_path.glob("*.warc.gz"))) == 1
    assert store.warnings == ()


def test_what_stands_in_no_index_is_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store_in(tmp_path).keep(response())
    (tmp_path / "index.cdxj").unlink()
    monkeypatch.setattr("os.access", lambda *_: False)  # a folder that may only be read
    store = store_in(tmp_path)
    store.forget()
    assert store.captures(PAGE) == (kept,)
    assert not (tmp_path / "index.cdxj").exists()


def test_a_folder_that_is_not_there_is_nothing_to_forget(tmp_path: Path) -> None:
    store_in(tmp_path / "none").forget()
