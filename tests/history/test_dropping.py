"""Old audits taken out: what a history then tells and knows is what it did before."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.cli import run
from citecheck.history import FILE_NAME, History, compare_audits, drop_audits, find_droppable
from citecheck.model.verdicts import AddressReport, AddressStatus
from citecheck.report.since import since_document
from citecheck.settings import Settings
from citecheck.verdicts.due import carry_standings
from tests.capture.origin import reply, serve

DAY = datetime(2025, 1, 1, 3, tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)
URL = "http://a.example/"
#: Where a file costs no disk: some hundreds are written.
MEMORY = next((place for place in ("/dev/shm",) if Path(place).is_dir()), None)
ALIVE = frozenset({"ok", "moved"})

#: What an address does in an audit: its status, what its archive says, the value on its page.
Turn = tuple[str, str, int]
turns = st.tuples(
    st.sampled_from(["ok", "ok", "timeout", "gone", "offline", "not_checked"]),
    st.sampled_from(["none", "captured", "unavailable", "not_asked"]),
    st.sampled_from([40, 45]),
)


def audit(history: History, number: int, turn: Turn) -> dict[str, Any]:
    """Record an audit of one source, as it stands by what the history knows."""
    status, archive, value = turn
    at = DAY + timedelta(days=10 * number)
    unseen = status in ("offline", "not_checked")
    (report,) = carry_standings(
        [AddressReport(url=URL, status=AddressStatus(status), why=status,
                       asked=None if unseen else at)],
        history.standings(days_apart=3), at, Settings(),
    )  # fmt: skip
    verdict = "sound" if status in ALIVE else "broken" if status == "gone" else "unclear"
    if report.failures >= 3:
        verdict = "broken"
    copies = [{"url": "copy"}] if archive == "captured" else []
    found = {
        "audit": {
            "id": f"{at:%Y%m%d}", "source": "lake", "started": at.isoformat(),
            "finished": at.isoformat(), "version": "1", "network": "online", "only": [],
        },
        "addresses": [
            {
                "url": URL, "status": status, "http_status": None, "final_url": None,
                "archive": archive, "archived": copies, "notes": [1], "digest": None,
                "first_failed": report.first_failed and report.first_failed.isoformat(),
                "failures": report.failures, "why": report.why,
                "asked": report.asked and report.asked.isoformat(),
                "alive_since": report.alive_since and report.alive_since.isoformat(),
                "next_check": report.next_check and report.next_check.isoformat(),
            }
        ],
        "citations": [
            {"note": 1, "index": 0, "work": "w1", "url": URL, "verdict": verdict, "why": status}
        ],
        "findings": [
            {
                "note": 1, "claim": "c1", "figure": {"printed": "40 boats"}, "address": URL,
                "version": "live", "verdict": "confirmed", "value_found": value,
                "high_found": None, "captured": None, "passage": "word " * 50, "page": None,
                "why": "why",
            }
        ] if status in ALIVE else [],
        "claims": [{"id": "c1", "notes": [1], "verdict": verdict, "why": "why"}],
        "slips": [],
    }  # fmt: skip
    history.record(found, {})
    return found


def told_last(history: History) -> Any:
    """What the last audit changed, from all that the history still has."""
    ids = [one.id for one in history.audits()]
    if len(ids) < 2:
        return None
    older, newer = history.document(ids[-2]), history.document(ids[-1])
    return since_document(compare_audits(older, newer, history.before(ids[-2])))


def forget(history: History, *, keep: int, before: datetime = NEVER) -> int:
    found = find_droppable(history, keep=keep, before=before)
    drop_audits(history, found.dropped)
    return len(found.dropped)


@settings(max_examples=10, deadline=None)
@given(st.lists(turns, min_size=3, max_size=9), st.integers(1, 3))
def test_a_history_that_forgets_tells_what_one_tells_that_does_not(
    year: list[Turn], keep: int
) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        whole, short = History(Path(folder) / "whole"), History(Path(folder) / "short")
        for number, turn in enumerate(year):
            assert audit(whole, number, turn) == audit(short, number, turn)
            # the one before is there by then: two were kept, or the last one
            assert len(short.audits()) == 1 or told_last(short) == told_last(whole)
            assert short.standings(days_apart=3) == whole.standings(days_apart=3)
            forget(short, keep=keep)
        assert [one.id for one in short.audits()] == [one.id for one in whole.audits()][
            -len(short.audits()) :
        ]


def year_of(folder: Path, *statuses: str) -> History:
    history = History(folder)
    for number, status in enumerate(statuses):
        audit(history, number, (status, "none", 40))
    return history


def test_the_last_ones_stay_and_all_rows_of_the_others_go(tmp_path: Path) -> None:
    history = year_of(tmp_path, *["ok"] * 6)
    size = (tmp_path / FILE_NAME).stat().st_size
    assert forget(history, keep=2) == 4
    assert [one.id for one in history.audits()] == ["20250210", "20250220"]
    with history.open() as database:
        for table in ("addresses", "citations", "claims", "findings"):
            rows = database.query(f"select distinct audit from {table} order by audit")
            assert [row["audit"] for row in rows] == ["20250210", "20250220"], table
    assert (tmp_path / FILE_NAME).stat().st_size <= size
    (standing,) = history.standings(days_apart=3).values()
    assert standing.alive_since == DAY
    assert forget(history, keep=2) == 0


def test_what_is_said_to_be_freed_is_about_what_is(tmp_path: Path) -> None:
    history = year_of(tmp_path, *["ok"] * 25)
    size = (tmp_path / FILE_NAME).stat().st_size
    found = find_droppable(history, keep=5, before=NEVER)
    drop_audits(history, found.dropped)
    freed = size - (tmp_path / FILE_NAME).stat().st_size
    assert freed == pytest.approx(found.bytes, rel=0.35)


@pytest.mark.parametrize(
    ("keep", "days", "left"), [(1, 25, 3), (4, 25, 4), (1, 0, 1), (9, 0, 6), (2, 1000, 6)]
)
def test_what_either_rule_keeps_stays(keep: int, days: int, left: int, tmp_path: Path) -> None:
    history = year_of(tmp_path, *["ok"] * 6)
    last = DAY + timedelta(days=50, seconds=1)
    forget(history, keep=keep, before=last - timedelta(days=days))
    assert len(history.audits()) == left


def test_what_a_kept_audit_rests_on_stays(tmp_path: Path) -> None:
    history = year_of(tmp_path, "ok", "ok", "timeout", "offline", "offline")
    found = find_droppable(history, keep=1, before=NEVER)
    assert (len(found.dropped), len(found.kept), found.rested_on) == (1, 4, 3)


def test_a_row_of_failures_goes_on_from_where_it_was(tmp_path: Path) -> None:
    history = year_of(tmp_path, "ok", *["gone"] * 4)
    assert forget(history, keep=1) == 4
    (standing,) = history.standings(days_apart=3).values()
    assert standing.streak
    assert (standing.streak.failures, standing.streak.first_failed.day) == (4, 11)
    again = audit(history, 5, ("gone", "none", 40))["addresses"][0]
    assert again["why"] == "gone; failing since 2025-01-11 (5th time)"


def test_whether_there_was_a_copy_rests_on_the_audit_that_asked(tmp_path: Path) -> None:
    history = year_of(tmp_path, "ok")
    for number in (1, 2):
        audit(history, number, ("ok", "not_asked", 40))
    assert forget(history, keep=1) == 0
    audit(history, 3, ("ok", "captured", 40))
    assert [one["change"] for one in told_last(history)["differences"]] == ["archived"]
    assert forget(history, keep=1) == 3
    never = year_of(tmp_path / "never")
    for number in range(3):
        audit(never, number, ("ok", "not_asked", 40))
    assert forget(never, keep=1) == 2, "no archive was ever asked"


def test_what_a_channel_was_last_told_of_or_is_owed_stays(tmp_path: Path) -> None:
    history = year_of(tmp_path, *["ok"] * 6)
    ids = [one.id for one in history.audits()]
    history.note_notice(ids[1], "mail", at=DAY, sent=True, why="sent")
    history.note_notice(ids[4], "webhook", at=DAY, sent=False, why="refused")
    assert forget(history, keep=1) == 1
    assert history.told("mail") == ids[1]
    history.note_notice(ids[5], "mail", at=DAY, sent=True, why="sent")
    assert forget(history, keep=1) == 2, "the webhook begins from the audit before what it missed"
    assert history.first_owed("webhook") == ids[4]


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    monkeypatch.chdir(tmp_path)
    Path("lake.txt").write_text(f"{URL}\n", encoding="utf-8")
    return year_of(Path("reports/lake"), *["ok"] * 6)


def test_the_command_lists_says_what_would_go_and_takes_it_out(
    lake: History, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["history", "lake.txt"]) == 0
    assert capsys.readouterr().out.count("\n") == 6
    prune = ["history", "lake.txt", "--prune", "--keep", "2"]
    assert run([*prune, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("4 audits, of 2025-01-01 to 2025-01-31, would go (0.0 MB of reports/")
    assert len(lake.audits()) == 6
    assert run([*prune, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in told["kept"]] == [one.id for one in lake.audits()]
    assert len(told["dropped"]) == 4
    assert run(["history", "lake.txt", "--prune", "--older-than", "100000"]) == 0
    assert capsys.readouterr().out.startswith("0 audits taken out")


@pytest.mark.parametrize("words", [["--prune"], ["--keep", "3"], ["--dry-run"]])
def test_what_is_old_has_to_be_said(
    words: list[str], lake: History, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["history", "lake.txt", *words]) == 2
    assert "--older-than" in capsys.readouterr().err
    assert len(lake.audits()) == 6


def test_nothing_is_taken_out_beside_an_audit(
    lake: History, capsys: pytest.CaptureFixture[str]
) -> None:
    with lake.alone():
        assert run(["history", "lake.txt", "--prune", "--keep", "1"]) == 2
    assert "another audit of this publication is running" in capsys.readouterr().err
    assert len(lake.audits()) == 6


def test_the_captures_that_only_old_audits_refer_to_are_freed_as_the_dry_run_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = 'allow_private = true\nuse_archive = false\ndelay = 0.0\nno_proxy = "*"\n'
    Path("citecheck.toml").write_text(settings, encoding="utf-8")
    said = ["The ferry sails each morning. "]

    def say(line: Any, path: str, _head: str) -> None:
        line.sendall(reply(404 if "citecheck-" in path else 200, (said[0] * 99).encode()))

    with serve(say) as origin:
        Path("lake.txt").write_text(f"{origin.url}/a.html\n", encoding="utf-8")
        for day, words in ((0, "The ferry sails. "), (200, "It is on land. "), (400, "It is. ")):
            said[0] = words
            for place in ("wiring", "pruning", "cli.history"):
                monkeypatch.setattr(f"citecheck.{place}.now", lambda d=day: DAY + timedelta(days=d))
            run(["audit", "lake.txt"])
    capsys.readouterr()
    prune = ["history", "lake.txt", "--prune", "--older-than", "300", "--json"]
    assert run([*prune, "--dry-run"]) == 0
    would = json.loads(capsys.readouterr().out)
    assert [one["started"][:10] for one in would["dropped"]] == ["2025-01-01"]
    assert run(["snapshots", "--prune", "--json", "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out)["bytes"] == 0, "every audit needs its captures"
    assert run(prune) == 0
    capsys.readouterr()
    assert run(["snapshots", "--prune", "--json"]) == 0
    pruned = json.loads(capsys.readouterr().out)
    assert pruned["bytes"] == would["captures"] > 0
    assert pruned["captures"] == 1
    assert run(["audit", "lake.txt", "--offline"]) in (0, 1)
