"""What no audit refers to is taken out; what is needed stays, whatever happens meanwhile."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from citecheck.cli import run
from citecheck.model.captures import Capture, Hop
from citecheck.model.errors import InputError
from citecheck.snapshots import WarcStore, pruning
from citecheck.snapshots.pruning import Pruned, finish_pruning, prune_snapshots
from tests.capture.origin import by_path, reply, serve
from tests.snapshots.snapshot_fakes import NOW, response
from tests.snapshots.test_exchanges import warcio_check

DAY = timedelta(days=1)
OLD = NOW - 400 * DAY


def is_wanted(capture: Capture) -> bool:
    return "wanted" in capture.url


def body_of(url: str) -> bytes:
    return (
        f"<p>{url} has 38 percent</p>".encode() + random.Random(url).randbytes(4_000).hex().encode()
    )


def fill(folder: Path) -> list[str]:
    """Snapshots of a year and more ago: wanted and other captures, revisits, errors, redirects."""
    moment = [OLD]
    store = WarcStore(folder, lambda: moment[0], "test", file_bytes=20_000)
    wanted = []
    for number in range(6):
        moment[0] = OLD + number * DAY
        name = "wanted" if number % 3 else "other"
        url = f"http://{name}.org/{number}"
        if name == "wanted":
            wanted.append(url)
        store.record(response(url, b"busy", at=moment[0], status=503))
        moved = f"http://{name}.org/moved/{number}"
        store.record(response(moved, b"over there", at=moment[0], status=301,
                              headers=(("Location", url),)))  # fmt: skip
        hop = Hop(url=moved, status=301, location=url)
        store.keep(response(moved, body_of(url), final_url=url, at=moment[0], hops=(hop,)))
        # the same bytes at other addresses: what is wanted has its payload from what is not
        store.keep(response(f"http://other.org/copy/{number}", body_of(f"shared {number}"),
                            at=moment[0]))  # fmt: skip
        store.keep(response(f"http://wanted.org/copy/{number}", body_of(f"shared {number}"),
                            at=moment[0] + timedelta(hours=1)))  # fmt: skip
        wanted += [f"http://wanted.org/copy/{number}"] + ([moved] if name == "wanted" else [])
    return [url for url in wanted if "/copy/" in url or "/moved/" in url]


def bodies(folder: Path, urls: list[str]) -> dict[str, bytes]:
    store = WarcStore(folder, lambda: NOW, "test")
    return {url: store.body(store.captures(url)[-1]) for url in urls}


def prune(folder: Path, **more: object) -> Pruned:
    options = {"before": NOW - 90 * DAY, "software": "test"} | more
    return prune_snapshots(folder, is_wanted, **options)  # type: ignore[arg-type]


def state_of(folder: Path) -> dict[str, bytes]:
    return {
        file.name: file.read_bytes()
        for file in folder.iterdir()
        if file.is_file() and not file.name.startswith(".")
    }


def test_what_is_needed_stays_and_the_rest_goes(tmp_path: Path) -> None:
    wanted = fill(tmp_path)
    before, size = bodies(tmp_path, wanted), sum(map(len, state_of(tmp_path).values()))
    pruned = prune(tmp_path)
    assert pruned.answers > 0
    assert pruned.captures > 0
    assert bodies(tmp_path, wanted) == before
    store = WarcStore(tmp_path, lambda: NOW, "test")
    assert store.warnings == ()
    assert store.captures("http://other.org/moved/0") == ()
    assert store.captures("http://other.org/copy/0"), "a payload that is wanted elsewhere"
    assert sum(map(len, state_of(tmp_path).values())) < size
    warcio_check(tmp_path)
    assert not list(tmp_path.glob(".prune*"))


def test_what_a_capture_came_by_stays_with_it(tmp_path: Path) -> None:
    wanted = fill(tmp_path)
    kept = {url: len(WarcStore(tmp_path, lambda: NOW, "t").files([url])) for url in wanted}
    prune(tmp_path)
    raw = b"".join(data for name, data in state_of(tmp_path).items() if name == "index.cdxj")
    lines = [line for line in raw.decode().splitlines() if "org,wanted)/moved/1 " in line]
    assert {json.loads(line.split(" ", 2)[2])["status"] for line in lines} == {"301"}
    assert kept


def test_the_index_is_the_one_that_the_files_give(tmp_path: Path) -> None:
    fill(tmp_path)
    prune(tmp_path)
    index = (tmp_path / "index.cdxj").read_text("ascii").splitlines()
    WarcStore(tmp_path, lambda: NOW, "test").reindex()
    assert (tmp_path / "index.cdxj").read_text("ascii").splitlines() == index
    places = {name for name in state_of(tmp_path) if name.endswith(".gz")}
    named = {json.loads(line.split(" ", 2)[2])["filename"] for line in index}
    referred = {
        record["payload"]["filename"]
        for line in index
        if "payload" in (record := json.loads(line.split(" ", 2)[2]))
    }
    assert named <= places
    assert referred <= places


def test_a_second_pruning_finds_nothing_and_writes_nothing(tmp_path: Path) -> None:
    fill(tmp_path)
    prune(tmp_path)
    before = state_of(tmp_path)
    assert prune(tmp_path) == Pruned(answers=0, captures=0, bytes=0, files=0)
    assert state_of(tmp_path) == before


def test_what_comes_after_a_pruning_is_kept_beside_it(tmp_path: Path) -> None:
    wanted = fill(tmp_path)
    prune(tmp_path)
    store = WarcStore(tmp_path, lambda: OLD, "test")
    store.keep(response("http://new.org/", b"new" * 900, at=OLD + 30 * DAY))
    again = prune(tmp_path)
    assert again.captures == 1
    assert len(bodies(tmp_path, wanted)) == len(wanted)


def test_a_dry_run_says_the_same_and_touches_nothing(tmp_path: Path) -> None:
    fill(tmp_path)
    before = state_of(tmp_path)
    said = prune(tmp_path, dry_run=True)
    assert state_of(tmp_path) == before
    assert prune(tmp_path) == said


def test_what_is_young_damaged_or_of_another_program_stays(tmp_path: Path) -> None:
    fill(tmp_path)
    files = sorted(tmp_path.glob("*.warc.gz"))
    foreign = tmp_path / "theirs.warc.gz"
    shutil.copy(files[0], foreign)
    data = bytearray(files[1].read_bytes())
    data[len(data) // 2] ^= 0xFF
    files[1].write_bytes(data)
    prune(tmp_path)
    assert foreign.exists()
    assert files[1].read_bytes() == data
    assert not files[0].exists()
    assert prune(tmp_path, before=OLD - DAY).answers == 0


class Cut(BaseException):
    """The power goes."""


STEPS = [
    (Path, "replace"), (Path, "unlink"), (pruning, "_sync"), (pruning, "write"),
    (shutil, "rmtree"), (pruning, "_copy"), (Path, "mkdir"),
]  # fmt: skip


def cut_at(step: int, patch: pytest.MonkeyPatch) -> None:
    """Let the power go before the given step on the disk."""
    left = [step]

    def before(real: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **kwargs: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise Cut
            return real(*args, **kwargs)

        return step

    for place, name in STEPS:
        patch.setattr(place, name, before(getattr(place, name)))


@pytest.mark.slow
def test_the_power_may_go_before_any_step(tmp_path: Path) -> None:
    wanted = fill(tmp_path / "whole")
    before = bodies(tmp_path / "whole", wanted)
    finished, steps = 0, 0
    for step in range(100):
        folder = tmp_path / str(step)
        shutil.copytree(tmp_path / "whole", folder)
        with pytest.MonkeyPatch.context() as patch:
            cut_at(step, patch)
            try:
                prune(folder)
                steps = step
            except Cut:
                pass
        done = finish_pruning(folder)
        finished += done
        assert bodies(folder, wanted) == before, step
        store = WarcStore(folder, lambda: NOW, "test")
        assert store.warnings == () == store.check().warnings, step
        assert not (done and store.captures("http://other.org/moved/0")), step
        prune(folder)
        assert not WarcStore(folder, lambda: NOW, "t").captures("http://other.org/moved/0"), step
        assert not list(folder.glob(".prune*")), step
        if steps:
            break
    assert steps > 15
    assert finished > 3


@pytest.mark.slow
def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    wanted = fill(tmp_path / "whole")
    before, moments = bodies(tmp_path / "whole", wanted), random.Random(7)
    shutil.copytree(tmp_path / "whole", tmp_path / "timed")
    began = time.monotonic()
    prune(tmp_path / "timed")
    seconds, killed = time.monotonic() - began, 0
    for number in range(25):
        folder = tmp_path / str(number)
        shutil.copytree(tmp_path / "whole", folder)
        child = os.fork()
        if child == 0:
            prune(folder)
            os._exit(0)
        time.sleep(moments.random() * seconds)
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        assert bodies(folder, wanted) == before, number
        prune(folder)
        warcio_check(folder)
        assert bodies(folder, wanted) == before, number
    assert killed > 10


def test_a_note_that_names_files_of_others_is_refused(tmp_path: Path) -> None:
    fill(tmp_path)
    for name in ("../../etc/passwd", "theirs.warc.gz", "citecheck-../x"):
        (tmp_path / ".prune.json").write_text(json.dumps({"new": [], "old": [name]}))
        with pytest.raises(InputError, match="names files of others"):
            finish_pruning(tmp_path)


PAGES = {f"/{n}": reply(200, body_of(f"page {n}")) for n in range(4)}
FLAGS = ("--no-archive", "--allow-private", "--delay", "0")


@pytest.mark.slow
def test_the_command_keeps_what_audits_refer_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITECHECK_NO_PROXY", "*")
    with serve(by_path(PAGES)) as origin:
        Path("list.txt").write_text("".join(f"{origin.url}/{n}\n" for n in range(2)), "utf-8")
        Path("gone.txt").write_text("".join(f"{origin.url}/{n}\n" for n in range(2, 4)), "utf-8")
        for name in ("gone.txt", "list.txt"):
            run(["audit", name, *FLAGS])
            time.sleep(4.1 if name == "gone.txt" else 0)  # apart, to the second
    capsys.readouterr()
    assert run(["snapshots", "--prune", "--keep", "0", "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith("0 answers")
    shutil.rmtree("reports/gone")
    for file in Path("snapshots").glob("gone.*"):
        file.unlink()
    assert run(["snapshots", "--prune", "--keep", "0", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["captures"] >= 2
    assert told["texts"] >= 2
    texts = "".join(file.read_text("utf-8") for file in Path("snapshots/texts").glob("*.json"))
    kept = [number for number in range(4) if f"page {number}" in texts]
    assert kept == [0, 1]
    assert run(["snapshots"]) == 0
    capsys.readouterr()
    run(["audit", "list.txt", "--offline", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert all(a["digest"] for a in document["addresses"])


def test_without_a_history_or_beside_an_audit_nothing_is_pruned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from citecheck.history import History

    monkeypatch.chdir(tmp_path)
    fill(tmp_path / "snapshots")
    before = state_of(tmp_path / "snapshots")
    assert run(["snapshots", "--prune"]) == 2
    assert "nothing tells what is needed" in capsys.readouterr().err
    Path("list.txt").write_text("http://a.example/\n", "utf-8")
    run(["audit", "list.txt", "--offline"])
    with History(Path("reports/list")).alone():
        assert run(["snapshots", "--prune"]) == 2
    assert "another audit of this publication is running" in capsys.readouterr().err
    assert state_of(tmp_path / "snapshots").items() >= before.items()
    assert run(["snapshots", "--dry-run"]) == 2
