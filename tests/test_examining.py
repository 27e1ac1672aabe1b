from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from citecheck import examining
from citecheck.capture.health import Check
from citecheck.cli import run
from citecheck.history import FILE_NAME, History
from citecheck.model.documents import Unread, UnreadReason
from citecheck.publications import open_publication
from citecheck.settings import Settings
from tests.history.test_history_store import document


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.txt").write_text("http://a.example/\n", encoding="utf-8")
    return tmp_path / "reports" / "list"


def look(folder: Path) -> dict[str, Check]:
    source = open_publication("list.txt")
    return {check.name: check for check in examining.examine_publication(source, folder)}


def test_before_the_first_audit_all_is_well_and_nothing_is_written(folder: Path) -> None:
    found = look(folder)
    assert all(check.well for check in found.values())
    assert found["history"].seen == "no audit yet"
    assert not folder.exists()


def test_a_running_audit_and_a_lost_notice_are_told(folder: Path) -> None:
    history = History(folder)
    key = history.record(document(), {})
    at = datetime(2026, 2, 1, tzinfo=UTC)
    history.note_notice(key, "mail", at=at, sent=False, why="nobody answers")
    found = look(folder)
    assert found["lock"].well
    assert (found["notices"].well, found["notices"].seen) == (
        False,
        "not delivered: mail: nobody answers",
    )
    history.note_notice(key, "mail", at=at, sent=True, why="sent")
    with history.alone():
        found = look(folder)
    assert (found["lock"].well, found["notices"].well) == (False, True)


def test_a_damaged_history_is_told(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / FILE_NAME).write_bytes(random.Random(1).randbytes(9_000))
    found = look(folder)["history"]
    assert not found.well
    assert "move the file away" in found.seen


def test_a_clock_before_the_last_audit_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    History(folder).record(document(6), {})
    early = datetime(2026, 6, 1, tzinfo=UTC) - timedelta(days=1)
    monkeypatch.setattr(examining, "now", lambda: early)
    assert "later than this machine's clock" in look(folder)["history"].seen


class Broken:
    """A reader whose worker never begins."""

    def __init__(self, settings: Settings) -> None:
        self._why = "no process could be started"

    def find_lacks(self) -> tuple[str, ...]:
        return ()

    def extract(self, body: bytes, *, media_type: str | None, name: str) -> Unread:
        return Unread(reason=UnreadReason.DAMAGED, why=self._why)


def test_a_worker_that_reads_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert examining._worker(Settings()).well
    monkeypatch.setattr(examining, "IsolatedExtractor", Broken)
    found = examining._worker(Settings())
    assert (found.well, "no process could be started" in found.seen) == (False, True)


def test_a_damaged_index_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    assert examining._snapshots(tmp_path / "none", Settings()).well
    index = tmp_path / "index.cdxj"
    index.write_text("no line of an index\n", encoding="utf-8")
    found = examining._snapshots(tmp_path, Settings())
    assert (found.well, "1 damaged lines" in found.seen) == (False, True)
    assert index.read_text("utf-8") == "no line of an index\n"


def test_the_command_looks_at_a_publication_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["doctor", "list.txt", "--archive", "http://127.0.0.1:9"])
    out = capsys.readouterr().out
    for name in ("disk", "worker", "snapshots", "lock", "history"):
        assert f" {name} " in out
