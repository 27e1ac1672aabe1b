"""Kills, full disks, read-only folders, damage and clocks: what was recorded stays recorded.

Each trouble is one clear line with the right exit code, and the next audit goes on.  The
number of kills is KILLS_OF_AUDITS (6 unless told), their seed SEED_OF_KILLS.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from citecheck.history import FILE_NAME, History
from citecheck.snapshots import WarcStore
from tests.capture.origin import by_path, reply, serve
from tests.fakes.edges import NOW
from tests.snapshots.test_exchanges import warcio_check

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("KILLS_OF_AUDITS", "6"))
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240 + 30 * KILLS)]
SEED = int(os.environ.get("SEED_OF_KILLS", random.SystemRandom().randrange(1 << 32)))
HELPER = Path(__file__).with_name("audits_to_kill.py")
FORMATS = ("audit.json", "index.html", "summary.md", "notes.csv", "junit.xml", "audit.sarif")
PAGES = {
    f"/{n}": reply(
        200, b"<p>38 percent of the boats</p>" + random.Random(n).randbytes(4_000).hex().encode()
    )
    for n in range(8)
}


class Audits:
    """The helper that forks audits."""

    def __init__(self, said: Path) -> None:
        self._said = said
        self._helper = subprocess.Popen(
            [sys.executable, str(HELPER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env={**os.environ, "PYTHONPATH": str(ROOT), "SAID": str(said)},
        )  # fmt: skip

    def run(self, folder: Path, *moments: str, kill_after: float | None = None) -> int | None:
        """Audit ``list.txt`` in a folder; its exit code, ``None`` if it was killed."""
        stdin, stdout = self._helper.stdin, self._helper.stdout
        assert stdin
        assert stdout
        print(folder, *moments, file=stdin, flush=True)
        child = int(stdout.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        status = int(stdout.readline())
        return None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)

    def said(self) -> list[str]:
        """What the last audit said on stderr, line by line."""
        return (self._said / "err.txt").read_text("utf-8").splitlines()

    def close(self) -> None:
        assert self._helper.stdin
        assert self._helper.stdout
        self._helper.stdin.close()
        self._helper.wait(30)
        self._helper.stdout.close()


@pytest.fixture(scope="module")
def audits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audits]:
    made = Audits(tmp_path_factory.mktemp("said"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    with serve(by_path(PAGES)) as origin:
        yield origin.url


def publication(folder: Path, web: str) -> Path:
    """A list of addresses to audit."""
    (folder / "list.txt").write_text("".join(f"{web}{path}\n" for path in PAGES), "utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path, web: str) -> Path:
    return publication(tmp_path, web)


def history_of(folder: Path) -> History:
    return History(folder / "reports" / "list")


def kept(folder: Path) -> dict[str, Any]:
    """Every audit in a history, whole."""
    history = history_of(folder)
    return {one.id: history.document(one.id) for one in history.audits()}


def is_whole_report(folder: Path) -> bool:
    """Whether a folder holds a report whose files are all whole, or none at all."""
    report = folder / "reports" / "list"
    if not any((report / name).exists() for name in FORMATS):
        return True
    json.loads((report / "audit.json").read_text("utf-8"))
    json.loads((report / "audit.sarif").read_text("utf-8"))
    page = (report / "index.html").read_text("utf-8")
    return page.rstrip().endswith("</html>") and all((report / n).exists() for n in FORMATS)


def rows_agree(folder: Path) -> bool:
    """Whether each audit of a history has all its rows."""
    with sqlite3.connect(folder / "reports" / "list" / FILE_NAME) as connection:
        counts = dict(connection.execute("select audit, count(*) from addresses group by audit"))
        audits = [row[0] for row in connection.execute("select id from audits")]
        (check,) = connection.execute("pragma integrity_check").fetchone()
    connection.close()
    return check == "ok" and counts == dict.fromkeys(audits, len(PAGES))


def test_a_kill_at_any_moment_loses_no_audit_and_no_report(place: Path, audits: Audits) -> None:
    print(f"SEED_OF_KILLS={SEED}")
    moments, killed, seconds = random.Random(SEED), 0, 0.0
    for _ in range(2):  # the first loads what the second has
        began = time.monotonic()
        assert audits.run(place) in (0, 1), audits.said()
        seconds = time.monotonic() - began
    number = 0
    while killed < KILLS:
        number += 1
        assert number <= 3 * KILLS, f"{killed} of {number} audits were killed, seed {SEED}"
        before = kept(place)
        after, began = moments.random() * seconds, time.monotonic()
        code = audits.run(place, kill_after=after)
        killed += code is None
        where = f"kill {number} after {after:.3f} s of {seconds:.3f}, seed {SEED}"
        now = kept(place)
        assert code in (None, 0, 1), (where, audits.said())
        assert {k: now.get(k) for k in before} == before, where
        assert len(now) - len(before) in ((0, 1) if code is None else (1,)), where
        assert is_whole_report(place), where
        assert rows_agree(place), where
        warcio_check_but_the_torn_end(place / "snapshots")
        if code is not None:  # it was sooner done than thought
            seconds = min(seconds, time.monotonic() - began)
        if number % 4 == 3 or killed == KILLS:
            assert audits.run(place) in (0, 1), (where, audits.said())
            told = [line for line in audits.said() if "crash left" not in line]
            assert told == [], (where, told)
            assert len(kept(place)) == len(now) + 1, where
            warcio_check(place / "snapshots")
            assert WarcStore(place / "snapshots", lambda: NOW, "test").warnings == (), where
            assert not list((place / "reports" / "list").glob(".*.part")), where
    last = json.loads((place / "reports" / "list" / "audit.json").read_text("utf-8"))
    assert last["since"]["differences"] == []
    print(f"{killed} audits were killed before they ended, {number - killed} ended before")


def warcio_check_but_the_torn_end(snapshots: Path) -> None:
    """Opening the snapshots takes the torn end of a kill off; the rest is whole."""
    WarcStore(snapshots, lambda: NOW, "test")
    warcio_check(snapshots)


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A disk of so many bytes; skips where this process may not mount one."""
    folder.mkdir()
    options = ["-o", f"size={size}"]
    done = subprocess.run(
        ["mount", "-t", "tmpfs", *options, "tmpfs", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


def test_a_full_disk_is_one_line_wherever_it_fills_up(
    tmp_path: Path, web: str, audits: Audits
) -> None:
    if shutil.which("mount") is None:
        pytest.skip("there is no mount")
    lines = set()
    with small_disk(tmp_path / "disk", 4_000_000) as disk:
        publication(disk, web)
        assert audits.run(disk) in (0, 1), audits.said()
        before = kept(disk)
        for room in (0, 4_096, 16_384, 65_536, 131_072, 196_608, 262_144, 393_216, 524_288):
            free = shutil.disk_usage(disk).free
            (disk / "ballast").write_bytes(bytes(max(0, free - room)))
            code = audits.run(disk)
            told = audits.said()
            assert code in (0, 1, 2), (room, told)
            if code == 2:
                assert len(told) == 1, (room, told)
                assert told[0].startswith("citecheck: "), room
                lines.add(told[0].partition("; ")[0].partition(": ")[2])
            (disk / "ballast").unlink()
            now = kept(disk)
            assert {k: now.get(k) for k in before} == before, room
            assert rows_agree(disk), room
            assert is_whole_report(disk), room
            before = now
        assert audits.run(disk) in (0, 1), audits.said()
        assert len(kept(disk)) == len(before) + 1
        warcio_check(disk / "snapshots")
    assert lines, "no audit met the end of the disk"
    assert all("No space left on device" in line for line in lines), lines


@pytest.mark.parametrize("what", ["reports", "snapshots"])
def test_a_folder_that_may_not_be_written_is_one_line(
    what: str, tmp_path: Path, web: str, audits: Audits
) -> None:
    publication(tmp_path, web)
    with small_disk(tmp_path / what, 8_000_000) as disk:
        assert audits.run(tmp_path) in (0, 1), audits.said()
        before = kept(tmp_path)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True, capture_output=True)
        assert audits.run(tmp_path) == 2
        (line,) = audits.said()
        assert "Read-only file system" in line
        assert what in line
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True, capture_output=True)
        assert kept(tmp_path) == before
        assert audits.run(tmp_path) in (0, 1), audits.said()
        assert len(kept(tmp_path)) == 2


def damage_index(index: Path, how: str) -> None:
    data = index.read_bytes()
    match how:
        case "empty":
            index.write_bytes(b"")
        case "cut":
            index.write_bytes(data[: len(data) // 2])
        case "noise":
            index.write_bytes(random.Random(1).randbytes(len(data)))
        case "gone":
            index.unlink()
        case "swapped":
            index.write_bytes(data.replace(b'"offset": "', b'"offset": "9'))


@pytest.mark.parametrize("how", ["empty", "cut", "noise", "gone", "swapped"])
def test_a_damaged_index_costs_no_capture(how: str, place: Path, audits: Audits, web: str) -> None:
    assert audits.run(place) in (0, 1), audits.said()
    before = kept(place)
    damage_index(place / "snapshots" / "index.cdxj", how)
    assert audits.run(place) in (0, 1), audits.said()
    told = audits.said()
    assert all(line.startswith("citecheck: ") and "index.cdxj" in line for line in told), told
    assert {k: v for k, v in kept(place).items() if k in before} == before
    assert not list((place / "snapshots").glob("*.torn*"))
    store = WarcStore(place / "snapshots", lambda: NOW, "test")
    store.reindex()
    for path in PAGES:
        captures = store.captures(f"{web}{path}")
        assert captures, path
        assert b"38 percent of the boats" in store.body(captures[0])


def damage_history(file: Path, how: str) -> None:
    data = bytearray(file.read_bytes())
    match how:
        case "noise":
            data = bytearray(random.Random(1).randbytes(len(data)))
        case "cut":
            del data[len(data) // 2 :]
        case "a page":
            middle = len(data) // 2 // 4096 * 4096
            data[middle : middle + 4096] = random.Random(2).randbytes(4096)
        case "empty":
            data = bytearray()
    file.write_bytes(data)


@pytest.mark.parametrize("how", ["noise", "cut", "a page"])
def test_a_damaged_history_is_told_before_anything_is_asked(
    how: str, tmp_path: Path, audits: Audits
) -> None:
    with serve(by_path(PAGES)) as origin:
        place = publication(tmp_path, origin.url)
        for _ in range(3):
            assert audits.run(place) in (0, 1), audits.said()
        file = place / "reports" / "list" / FILE_NAME
        page = (place / "reports" / "list" / "index.html").read_bytes()
        damage_history(file, how)
        damaged, asked = file.read_bytes(), len(origin.asked)
        assert audits.run(place) == 2
        (line,) = audits.said()
        assert "the history cannot be used" in line
        assert "move the file away" in line
        assert len(origin.asked) == asked
        assert file.read_bytes() == damaged
        assert (place / "reports" / "list" / "index.html").read_bytes() == page
        file.rename(file.with_name("damaged.sqlite"))
        assert audits.run(place) in (0, 1), audits.said()
        assert len(kept(place)) == 1


def test_a_clock_that_jumps_back_is_told_and_loses_nothing(place: Path, audits: Audits) -> None:
    days = ["2026-03-01T03:00:00+00:00", "2026-04-01T03:00:00+00:00", "2025-04-01T03:00:00+00:00"]
    for day in days[:2]:
        assert audits.run(place, day) in (0, 1)
        assert audits.said() == []
    assert audits.run(place, days[2]) in (0, 1)
    (line,) = audits.said()
    assert "clock stands before the last audit (2026-04-01 03:00 UTC)" in line
    starts = [one.started[:10] for one in history_of(place).audits()]
    assert starts == [day[:10] for day in days]
    jump = [*["2026-05-01T03:00:00+00:00"] * 3, "2026-04-20T00:00:00+00:00"]
    assert audits.run(place, *jump) in (0, 1)
    (line,) = audits.said()
    assert "clock jumped back during the audit, from 2026-05-01 03:00 to 2026-04-20" in line
    last = json.loads((place / "reports" / "list" / "audit.json").read_text("utf-8"))
    assert last["since"]["older"]["started"].startswith("2025-04-01")
    assert last["since"]["differences"] == []
    assert rows_agree(place)
    assert WarcStore(place / "snapshots", lambda: NOW, "test").warnings == ()


def test_two_audits_of_one_publication_at_once_are_one_audit_and_one_line(
    place: Path, audits: Audits
) -> None:
    assert audits.run(place) in (0, 1)
    with history_of(place).alone():
        assert audits.run(place) == 2
    (line,) = audits.said()
    assert "another audit of this publication is running" in line
    assert len(kept(place)) == 1


def test_a_history_moves_with_its_folder(place: Path, tmp_path: Path, audits: Audits) -> None:
    for _ in range(2):
        assert audits.run(place) in (0, 1)
    before, away = kept(place), tmp_path / "elsewhere"
    away.mkdir()
    for name in ("list.txt", "reports", "snapshots"):
        (place / name).rename(away / name)
    assert kept(away) == before
    assert audits.run(away) in (0, 1), audits.said()
    last = json.loads((away / "reports" / "list" / "audit.json").read_text("utf-8"))
    assert last["since"]["older"]["id"] == list(before)[-1]
    assert last["since"]["differences"] == []
