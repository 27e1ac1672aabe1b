"""Runs that share one file keep an archive's limit together."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from archive_fakes import BASE, Answer, FakeDoor, FakeTime

from citecheck.capture.archives import WaybackArchive
from citecheck.capture.archives.slots import SharedSlots, slots_file
from citecheck.model.captures import Failure, Holding
from citecheck.settings import Settings

EMPTY: Answer = (200, {}, b"")
SLOW_DOWN: Answer = (429, {}, b"")


def run_of(folder: Path, clock: FakeTime, answer: Answer | Failure) -> WaybackArchive:
    """An archive as another process would open it: nothing shared but the folder."""
    return WaybackArchive(
        Settings(archive=BASE),
        FakeDoor(lambda url: answer),
        clock=clock.clock,
        sleep=clock.sleep,
        monotonic=clock.monotonic,
        shared=folder,
        wall=lambda: 1_800_000_000 + clock.monotonic(),
    )


def test_a_second_run_waits_for_the_turns_of_the_first(tmp_path: Path) -> None:
    clock = FakeTime()
    for number in range(4):
        run_of(tmp_path, clock, EMPTY).holdings(f"http://a.org/{number}")
    assert clock.seconds == pytest.approx(3 * 60 / 24)


def test_a_429_holds_the_next_run_too(tmp_path: Path) -> None:
    clock = FakeTime()
    first = SharedSlots(slots_file(tmp_path, "archive.example"), lambda: 1_800_000_000.0)
    assert first.hold(60)
    run_of(tmp_path, clock, EMPTY).holdings("http://a.org/")
    assert clock.seconds == pytest.approx(60)


def test_a_hold_that_comes_while_one_waits_counts(tmp_path: Path) -> None:
    clock = FakeTime()
    path = slots_file(tmp_path, "archive.example")
    other = SharedSlots(path, lambda: 1_800_000_000 + clock.monotonic())
    mine = run_of(tmp_path, clock, EMPTY)
    mine.holdings("http://a.org/1")
    slept = clock.sleep

    def sleep(seconds: float) -> None:
        slept(seconds)
        if len(clock.slept) == 1:
            other.hold(30)

    mine._asker.gate._sleep = sleep  # as if another process were told 429 meanwhile
    mine.holdings("http://a.org/2")
    assert clock.seconds == pytest.approx(2.5 + 30)


def test_refused_after_a_429_of_another_run_is_a_ban(tmp_path: Path) -> None:
    clock = FakeTime()
    SharedSlots(slots_file(tmp_path, "archive.example"), lambda: 1_800_000_000.0).hold(0)
    archive = run_of(tmp_path, clock, Failure.REFUSED)
    assert archive.holdings("http://a.org/").holding is Holding.UNAVAILABLE
    assert "banned" in archive.holdings("http://b.org/").why


def test_an_hour_later_a_refused_connection_is_just_that(tmp_path: Path) -> None:
    clock = FakeTime()
    SharedSlots(slots_file(tmp_path, "archive.example"), lambda: 1_800_000_000.0).hold(0)
    clock.seconds = 3601
    archive = run_of(tmp_path, clock, Failure.REFUSED)
    archive.holdings("http://a.org/")
    assert "banned" not in archive.holdings("http://b.org/").why


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"next": "x"}', b'{"next": 9e99, "held": 9e99}', b"\xff\x00", b"null"],
)
def test_a_damaged_file_or_a_clock_set_back_holds_nobody(tmp_path: Path, content: bytes) -> None:
    clock = FakeTime()
    slots_file(tmp_path, "archive.example").write_bytes(content)
    run_of(tmp_path, clock, EMPTY).holdings("http://a.org/")
    assert clock.slept == []


def test_where_no_file_can_be_written_the_run_keeps_the_limit_by_itself(tmp_path: Path) -> None:
    clock = FakeTime()
    (tmp_path / "file").write_bytes(b"")
    archive = run_of(tmp_path / "file" / "below", clock, EMPTY)
    for number in range(3):
        archive.holdings(f"http://a.org/{number}")
    assert clock.seconds == pytest.approx(2 * 60 / 24)


def test_processes_and_threads_never_share_a_turn(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from citecheck.capture.archives.slots import SharedSlots\n"
        "slots = SharedSlots(Path(sys.argv[1]), time.time)\n"
        "print(*(slots.take(0.5) for _ in range(20)))\n"
    )
    path = tmp_path / "a.json"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
        )
        for _ in range(2)
    ]
    mine: list[float] = []
    slots = SharedSlots(path, time.time)
    threads = [threading.Thread(target=lambda: mine.append(slots.take(0.5))) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [float(word) for one in running for word in one.communicate(timeout=60)[0].split()]
    turns = sorted([*told, *mine])
    assert len(turns) == 50
    assert all(b - a >= 0.499 for a, b in itertools.pairwise(turns))
    assert set(json.loads(path.read_text())) <= {"next", "held", "refused"}
