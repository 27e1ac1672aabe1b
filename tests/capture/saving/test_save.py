"""``citecheck save`` against Save Page Now 2 on loopback, by its command."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from citecheck.capture.archives import gate
from citecheck.capture.saving import run as saving
from citecheck.cli import run
from citecheck.report.audit_json import AuditJson
from tests.fakes.edges import FakeArchive, page
from tests.pipeline.test_run import SAID, note, publication
from tests.pipeline.test_run import run as audited

from .spn2_server import (
    FAILED,
    KEYS,
    RECENT,
    SESSION_LIMIT,
    SLOW_DOWN,
    TOO_MANY,
    World,
    spn2,
    stamp,
)

ALIVE = "http://ferries.example/report.html"
MOVED = "http://bridges.example/old.html"
LOST = "http://gone.example/report.html"
SOFT = "http://soft.example/report.html"
COPY = "http://web.archive.org/web/20100101000000/http://kept.example/a"

Saved = Callable[..., tuple[int, dict[str, dict[str, Any]]]]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(saving, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(gate, "HOLD_SECONDS", 0.01)
    monkeypatch.setattr("citecheck.capture.archives.asking.HOLD_SECONDS", 0.01)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    notes = [note(n, url) for n, url in enumerate((ALIVE, MOVED, LOST, SOFT), start=1)]
    audit = audited(
        publication(*notes),
        {
            ALIVE: page(ALIVE, SAID),
            MOVED: page(MOVED, SAID.replace("Ferries", "Bridges")),
            LOST: page(LOST, "Not found", status=404),
            SOFT: page(SOFT, "Page not found\nSorry.\n"),
        },
        FakeArchive({}),
    )
    folder = tmp_path / "reports" / "lakes"
    folder.mkdir(parents=True)
    (folder / "audit.json").write_text(AuditJson().render(audit), encoding="utf-8")
    (tmp_path / "lakes.txt").write_text(f"{ALIVE}\n{MOVED}\n{LOST}\n{SOFT}\n", encoding="utf-8")
    with spn2() as served:
        monkeypatch.setenv("CITECHECK_SAVE", f"{served.base}/save")
        monkeypatch.setenv("CITECHECK_ARCHIVE", served.base)
        monkeypatch.setenv("CITECHECK_SAVE_ACCESS_KEY", KEYS[0])
        monkeypatch.setenv("CITECHECK_SAVE_SECRET_KEY", KEYS[1])
        monkeypatch.setenv("CITECHECK_SAVE_PER_MINUTE", "60000")
        monkeypatch.setenv("CITECHECK_GATE_FOLDER", str(tmp_path / "gates"))
        yield served


@pytest.fixture
def save(world: World, capsys: pytest.CaptureFixture[str]) -> Saved:
    def saved(*more: str) -> tuple[int, dict[str, dict[str, Any]]]:
        code = run(["save", "lakes.txt", "--json", *more])
        said = capsys.readouterr()
        assert all(key not in said.out + said.err for key in KEYS)
        document = json.loads(said.out)
        assert document["schema"] == "citecheck/save/1"
        return code, {one["url"]: one for one in document["addresses"]}

    return saved


def test_what_is_alive_is_asked_for_and_what_is_lost_is_not(world: World, save: Saved) -> None:
    code, found = save()
    assert code == 0
    assert world.submitted() == [ALIVE, MOVED]
    assert {one["state"] for one in found.values()} == {"archived"}
    one = found[ALIVE]
    assert one["archived_url"] == f"{world.base}/web/{one['timestamp']}/{ALIVE}"
    assert re.fullmatch(r"\d{14}", one["timestamp"])
    assert one["notes"] == [1]


def test_the_form_and_the_keys_go_where_they_belong(world: World, save: Saved) -> None:
    save("--recent", "9")
    method, path, form, headers = world.seen[0]
    assert (method, path) == ("POST", "/save")
    assert form == {"url": ALIVE, "skip_first_archive": "1", "if_not_archived_within": "9d"}
    assert headers["Authorization"] == f"LOW {KEYS[0]}:{KEYS[1]}"
    assert headers["Accept"] == "application/json"
    assert headers["User-Agent"].startswith("citecheck/")
    for _, path, _, headers in world.seen:  # the archive itself is asked without them
        if not path.startswith("/save"):
            assert "Authorization" not in headers


def test_submitted_is_not_archived(world: World, save: Saved) -> None:
    world.shown = False
    code, found = save()
    assert code == 1
    assert found[ALIVE]["state"] == "submitted"
    assert "cannot be seen yet" in found[ALIVE]["why"]
    assert found[ALIVE]["archived_url"] is None
    world.shown = True
    asked = len(world.submitted())
    code, found = save()  # asks about the jobs, not for captures again
    assert (code, found[ALIVE]["state"]) == (0, "archived")
    assert len(world.submitted()) == asked


def test_a_captured_error_page_is_no_success(world: World, save: Saved) -> None:
    world.captured_status = 503
    code, found = save()
    assert code == 1
    assert (found[ALIVE]["state"], found[ALIVE]["why"]) == (
        "failed",
        "captured was an error page (503)",
    )


def test_a_refusal_that_comes_as_200_is_a_refusal(world: World, save: Saved) -> None:
    world.submissions[ALIVE] = [TOO_MANY]
    code, found = save()
    assert code == 1
    assert found[ALIVE]["state"] == "refused"
    assert "already captured 10 times today" in found[ALIVE]["why"]
    assert "error:too-many-daily-captures" in found[ALIVE]["why"]
    assert found[MOVED]["state"] == "archived"


def test_a_recent_capture_is_good_enough(world: World, save: Saved) -> None:
    world.submissions[ALIVE] = [RECENT]
    code, found = save()
    assert (code, found[ALIVE]["state"]) == (0, "already")
    assert "177 hours" in found[ALIVE]["why"]


def test_a_limit_that_passes_is_waited_out(world: World, save: Saved) -> None:
    world.submissions[ALIVE] = [SESSION_LIMIT, SESSION_LIMIT]
    code, found = save()
    assert (code, found[ALIVE]["state"]) == (0, "archived")
    assert world.submitted().count(ALIVE) == 3


def test_one_429_is_waited_out_and_three_end_the_run(world: World, save: Saved) -> None:
    world.submissions[ALIVE] = [SLOW_DOWN]
    code, found = save()
    assert (code, found[ALIVE]["state"]) == (0, "archived")


def test_429_for_ever_ends_the_run_and_the_rest_is_not_asked(world: World, save: Saved) -> None:
    world.submissions[ALIVE] = [SLOW_DOWN] * 9
    code, found = save()
    assert code == 1
    assert {one["state"] for one in found.values()} == {"not_asked"}
    assert world.submitted() == [ALIVE] * 3
    world.submissions.clear()
    assert save()[0] == 0  # a later run goes on


def test_a_job_that_fails_says_why_and_is_asked_for_again(world: World, save: Saved) -> None:
    world.jobs[ALIVE] = FAILED
    code, found = save()
    assert code == 1
    assert found[ALIVE]["state"] == "failed"
    assert "error:not-found" in found[ALIVE]["why"]
    world.jobs.clear()
    assert save()[0] == 0
    assert world.submitted().count(ALIVE) == 2


def test_an_error_can_hide_a_capture_that_was_made(world: World, save: Saved) -> None:
    world.jobs[ALIVE] = FAILED
    world.held[ALIVE] = stamp()
    code, found = save()
    assert (code, found[ALIVE]["state"]) == (0, "archived")
    assert found[ALIVE]["why"] == "captured and listed"


def test_an_answer_that_says_nothing_is_unknown_not_refused(world: World, save: Saved) -> None:
    world.submissions[ALIVE] = [(200, "<html>Sorry</html>", {})]
    world.submissions[MOVED] = [(302, "", {"Location": "https://login.example/"})]
    code, found = save()
    assert code == 1
    assert {one["state"] for one in found.values()} == {"unknown"}


def test_what_is_settled_is_not_asked_again(world: World, save: Saved) -> None:
    save()
    asked = len(world.seen)
    code, found = save()
    assert (code, len(world.seen)) == (0, asked)
    assert found[ALIVE]["state"] == "archived"


def test_a_run_that_was_stopped_goes_on(
    world: World, save: Saved, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(seconds: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("citecheck.capture.saving.time.sleep", stop)
        assert run(["save", "lakes.txt"]) == 2
    assert "run the same command to go on" in capsys.readouterr().err
    before = world.submitted()
    assert before == [ALIVE, MOVED]  # taken, when the user stopped
    code, found = save()
    assert (code, found[ALIVE]["state"], found[MOVED]["state"]) == (0, "archived", "archived")
    assert world.submitted() == before


def test_keys_that_are_refused_end_the_run_with_one_line(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CITECHECK_SAVE_SECRET_KEY", "wrong-CCCC")
    assert run(["save", "lakes.txt"]) == 2
    said = capsys.readouterr()
    assert "does not accept the keys (401)" in said.err
    assert said.err.count("\n") == 1
    assert "CCCC" not in said.err + said.out


def test_without_keys_nothing_is_asked(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CITECHECK_SAVE_SECRET_KEY")
    assert run(["save", "lakes.txt"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "keys of archive.org are missing" in said
    assert KEYS[0] not in said
    assert world.seen == []


def test_keys_are_never_sent_unprotected(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CITECHECK_SAVE", "http://web.archive.org/save")
    assert run(["save", "lakes.txt"]) == 2
    assert "https://" in capsys.readouterr().err
    assert world.seen == []


def test_a_dry_run_lists_and_asks_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CITECHECK_SAVE_ACCESS_KEY")
    assert run(["save", "lakes.txt", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[:2] == [ALIVE, MOVED]
    assert "2 left out" in said
    assert world.seen == []


def test_only_some_notes(world: World, save: Saved) -> None:
    _, found = save("--only", "2,3")
    assert list(found) == [MOVED]


def test_without_an_audit_it_is_said_what_to_do(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["save", "lakes.txt", "--audit", "nowhere"]) == 2
    assert "run `citecheck audit`" in capsys.readouterr().err


def test_an_archive_that_is_not_there_is_no_success(
    world: World, save: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITECHECK_SAVE", "http://127.0.0.1:9/save")
    code, found = save()
    assert code == 1
    assert {one["state"] for one in found.values()} == {"unknown"}


def test_submissions_keep_the_limit_of_the_settings(
    world: World, monkeypatch: pytest.MonkeyPatch, save: Saved
) -> None:
    slept: list[float] = []
    monkeypatch.setenv("CITECHECK_SAVE_PER_MINUTE", "600")
    monkeypatch.setattr("citecheck.capture.saving.time.sleep", slept.append)
    # a clock that only sleeping moves
    monkeypatch.setattr("citecheck.capture.saving.time.time", lambda: 1.8e9 + sum(slept))
    save()
    assert max(slept) == pytest.approx(0.1, abs=0.02)


def test_the_keys_are_kept_nowhere(world: World, save: Saved, tmp_path: Path) -> None:
    save()
    assert run(["audit", "lakes.txt", "--offline", "-o", "reports/again"]) in (0, 1)
    for file in tmp_path.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert not any(key.encode() in held for key in KEYS), file
