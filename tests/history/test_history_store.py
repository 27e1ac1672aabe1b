from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from citecheck.cli import run
from citecheck.history import FILE_NAME, History
from citecheck.history.schema import MIGRATIONS
from citecheck.model.errors import InputError

ROOT = Path(__file__).parents[2]


def document(number: int = 1) -> dict[str, Any]:
    return {
        "audit": {
            "id": f"audit-{number}", "source": "x", "started": f"2026-0{number}-01T00:00:00Z",
            "finished": f"2026-0{number}-01T00:01:00Z", "version": "0", "network": "online",
            "only": [],
        },
        "addresses": [], "citations": [], "findings": [], "slips": [],
        "claims": [{"id": "c001-1", "verdict": "sound", "why": "said", "notes": [1]}],
    }  # fmt: skip


def test_what_was_recorded_comes_back(tmp_path: Path) -> None:
    history = History(tmp_path / "reports")
    for number in (1, 2):
        history.record(document(number), {"jobs": 4})
    assert [kept.id for kept in history.audits()] == ["audit-1", "audit-2"]
    assert history.document("audit-2") == document(2)


def test_two_audits_of_one_second_are_both_kept(tmp_path: Path) -> None:
    history = History(tmp_path)
    assert [history.record(document(), {}) for _ in range(3)] == [
        "audit-1",
        "audit-1-2",
        "audit-1-3",
    ]
    assert len(history.audits()) == 3
    assert history.document("audit-1-3")["audit"]["id"] == "audit-1-3"


def test_a_clock_that_jumped_back_does_not_change_their_order(tmp_path: Path) -> None:
    history = History(tmp_path)
    for number in (1, 3, 2):
        history.record(document(number), {})
    assert [kept.id for kept in history.audits()] == ["audit-1", "audit-3", "audit-2"]
    before = [one["audit"]["id"] for one in history.before("audit-2")]
    assert before == ["audit-3", "audit-1"]
    assert list(history.before("of another history")) == []


def test_a_history_of_the_first_tables_is_taken_over_in_order(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        old = sqlite_utils.Database(connection)
        MIGRATIONS.apply(old, stop_before="audits_in_the_order_in_which_they_were_made")
        for number in (2, 1, 3):
            told = document(number)
            old.table("audits").insert(
                {
                    **{k: told["audit"][k] for k in ("id", "source", "started", "finished")},
                    "version": "0", "network": "online", "document": json.dumps(told),
                }
            )  # fmt: skip
    connection.close()
    history = History(tmp_path)
    assert [kept.id for kept in history.audits()] == ["audit-1", "audit-2", "audit-3"]
    history.record(document(4), {})
    assert [kept.id for kept in history.audits()][-1] == "audit-4"


def test_anybody_can_ask_it_with_sql(tmp_path: Path) -> None:
    History(tmp_path).record(document(), {"jobs": 4})
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        rows = connection.execute("select audit, claim, verdict from claims").fetchall()
        (settings,) = connection.execute("select settings from audits").fetchone()
    connection.close()
    assert rows == [("audit-1", "c001-1", "sound")]
    assert json.loads(settings) == {"jobs": 4}


def test_no_history_is_told_with_what_to_do(tmp_path: Path) -> None:
    assert History(tmp_path).audits() == ()
    with pytest.raises(InputError, match="run `citecheck audit` first"):
        History(tmp_path).document("audit-1")


def test_an_unknown_audit_is_told_with_those_there_are(tmp_path: Path) -> None:
    History(tmp_path).record(document(), {})
    with pytest.raises(InputError, match="audit-1"):
        History(tmp_path).document("other")


@pytest.mark.parametrize("content", [b"this is no database at all" * 100, b"SQLite format 3\0xx"])
def test_a_damaged_file_is_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(InputError, match="cannot be used") as caught:
        History(tmp_path).record(document(), {})
    assert (tmp_path / FILE_NAME).read_bytes() == content
    assert "\n" not in str(caught.value)


def test_a_second_audit_of_one_publication_is_refused(tmp_path: Path) -> None:
    one, two = History(tmp_path), History(tmp_path)
    with one.alone(), pytest.raises(InputError, match="another audit"), two.alone():
        raise AssertionError("the second audit must not begin")
    with two.alone():
        pass


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be used"), History(tmp_path / "file").alone():
        raise AssertionError("there is no such folder")


@pytest.mark.slow
def test_a_killed_program_leaves_whole_audits_only(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from tests.history.test_history_store import document\n"
        "from citecheck.history import History\n"
        "history = History(Path(sys.argv[1]))\n"
        "print('go', flush=True)\n"
        "while True:\n    history.record(document(), {})\n    print('kept', flush=True)\n"
    )
    for milliseconds in range(180, -20, -20):
        program = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert program.stdout is not None
        program.stdout.readline()
        if milliseconds == 180:  # on a busy machine no audit is recorded as soon as that
            program.stdout.readline()
        try:
            program.wait(milliseconds / 1000)
        except subprocess.TimeoutExpired:
            program.send_signal(signal.SIGKILL)
        program.wait(10)
        program.stdout.close()
    history = History(tmp_path)
    kept = history.audits()
    assert kept
    assert all(history.document(one.id)["claims"] for one in kept)
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        (rows,) = connection.execute("select count(*) from claims").fetchone()
    connection.close()
    assert rows == len(kept)


def test_two_offline_audits_differ_in_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    manuscript = str(ROOT / "citecheck/demo/publication/riverside-2012.txt")
    for _ in range(2):
        run(["audit", manuscript, "--offline"])
    capsys.readouterr()
    assert run(["diff", "-p", manuscript, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "citecheck/diff/1"
    assert found["differences"] == []
    assert run(["diff", "-p", manuscript, "--fail-on", "everything"]) == 2
    assert "knows no" in capsys.readouterr().err


ROW = dict.fromkeys(
    (
        "http_status", "final_url", "archive", "first_failed", "failures", "digest", "why",
        "asked", "alive_since", "next_check",
    )
)  # fmt: skip
URL = "http://a.example/"


def looked(number: int, status: str, *, asked: int | None = None) -> dict[str, Any]:
    """An audit of a month, which tells what that month or an earlier one saw."""
    at = f"2026-0{asked or number}-01T00:00:30Z"
    address = {**ROW, "url": URL, "status": status, "asked": at}
    return {**document(number), "addresses": [address]}


def test_what_became_of_an_address_is_told_audit_by_audit(tmp_path: Path) -> None:
    history = History(tmp_path)
    assert list(history.looks()) == []
    for number, status in ((1, "ok"), (2, "timeout")):
        history.record(looked(number, status), {})
    found = [(url, look.at.month, str(look.status)) for url, look, _ in history.looks()]
    assert found == [(URL, 1, "ok"), (URL, 2, "timeout")]


def test_an_answer_that_several_audits_tell_is_one_look(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.record(looked(1, "timeout"), {})
    for number in (2, 3, 4):
        history.record(looked(number, "timeout", asked=1), {})
    standing = history.standings(days_apart=3)[URL]
    assert standing.streak
    assert standing.streak.failures == 1
    history.record(looked(5, "timeout"), {})
    streak = history.standings(days_apart=3)[URL].streak
    assert streak
    assert (streak.failures, streak.first_failed.month) == (2, 1)


def test_an_audit_that_tells_no_moment_asked_when_it_began(tmp_path: Path) -> None:
    """As those that were recorded before there was such a column."""
    history = History(tmp_path)
    kept = {**document(), "addresses": [{**ROW, "url": URL, "status": "ok"}]}
    history.record(kept, {})
    assert history.standings(days_apart=3)[URL].alive_since == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("long", [10, 200, 8_000_000])
def test_a_document_of_any_length_comes_back_as_it_was(
    long: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A very long one is packed, so that a hundred thousand addresses fit into memory and disk."""
    monkeypatch.setattr("citecheck.history.documents.LONG", long)
    rows = [{**ROW, "url": f"http://a.example/{n}/\u202e\ud800ж", "status": "ok"} for n in range(9)]
    told = {**document(), "addresses": iter(rows), "slips": iter(())}
    history = History(tmp_path)
    history.record(told, {})
    assert history.document("audit-1") == {**document(), "addresses": rows}
    assert len(list(history.looks())) == 9
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        (kind,) = connection.execute("select typeof(document) from audits").fetchone()
    connection.close()
    assert kind == ("text" if long > 1000 else "blob")
