from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from citecheck.cli import run
from citecheck.model.captures import Response
from citecheck.opening import open_spooled
from citecheck.snapshots import Storage, WarcStore
from tests.snapshots.snapshot_fakes import response

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORDS = b"<title>Report</title><p>38 percent of the households</p>"


def keep(folder: Path, *paths: str) -> WarcStore:
    store = WarcStore(folder, lambda: NOW, "test")
    for path in paths:
        url = f"http://a.org/{path}"
        store.keep(
            Response(url=url, final_url=url, status=200, headers=(), body=WORDS * 9, at=NOW)
            if path != "other"
            else Response(url=url, final_url=url, status=200, headers=(), body=WORDS * 8, at=NOW)
        )
    return store


def test_whole_snapshots_are_told_and_the_index_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    keep(tmp_path / "snapshots", "a", "b", "other")
    index = tmp_path / "snapshots" / "index.cdxj"
    lines = sorted(index.read_text().splitlines())
    index.write_text("")
    assert run(["snapshots", "--reindex"]) == 0
    assert capsys.readouterr().out == "1 files, 3 answers, 3 captures, index built anew\n"
    assert index.read_text().splitlines() == lines


def test_damage_is_told_with_file_and_offset_and_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = keep(tmp_path, "a", "other")
    capture = store.captures("http://a.org/other")[0]
    file = tmp_path / capture.warc
    data = bytearray(file.read_bytes())
    data[capture.offset + 300] ^= 0xFF
    file.write_bytes(data)
    assert run(["snapshots", str(tmp_path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["files"], told["captures"]) == (1, 1)
    (sentence,) = told["warnings"]
    assert sentence.startswith(f"{file.name}: ")
    assert f" at {capture.offset} are damaged" in sentence


def test_a_folder_that_is_not_there_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["snapshots", str(tmp_path / "no")]) == 2
    assert "no such folder" in capsys.readouterr().err


def test_one_damaged_snapshot_leaves_the_other_sources_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    store = keep(tmp_path / "snapshots", "a", "other")
    (tmp_path / "list.txt").write_text("http://a.org/a\nhttp://a.org/other\n")
    capture = store.captures("http://a.org/other")[0]
    file = tmp_path / "snapshots" / capture.warc
    data = bytearray(file.read_bytes())
    data[capture.offset + 300] ^= 0xFF
    file.write_bytes(data)
    assert run(["audit", "list.txt", "--offline", "--json"]) in (0, 1)
    reports = {a["url"]: a for a in json.loads(capsys.readouterr().out)["addresses"]}
    assert reports["http://a.org/a"]["title"] == "Report"
    assert reports["http://a.org/other"]["title"] is None


def test_a_full_disk_ends_an_audit_with_one_line_and_nothing_half_written(tmp_path: Path) -> None:
    script = """
import resource, signal, sys
sys.path.insert(0, sys.argv[1])
from tests.capture.origin import by_path, reply, serve
from citecheck.cli import run
import random
pages = {f"/{n}": reply(200, random.Random(n).randbytes(30_000).hex().encode()) for n in range(8)}
with serve(by_path(pages)) as server:
    open("list.txt", "w").write("".join(f"{server.url}/{n}\\n" for n in range(8)))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    code = run(["audit", "list.txt", "--no-archive", "--allow-private", "--delay", "0"])
sys.exit(code)
"""
    root = str(Path(__file__).parents[2])
    ran = subprocess.run(
        [sys.executable, "-c", script, root],
        capture_output=True, text=True, check=False, cwd=tmp_path, timeout=100,
    )  # fmt: skip
    assert ran.returncode == 2, ran.stderr
    (line,) = ran.stderr.splitlines()
    assert line.startswith("citecheck: ")
    assert "cannot write snapshots: File too large" in line
    assert "make room there" in line
    program = Path(sys.executable).with_name("warcio")
    files = [str(f) for f in (tmp_path / "snapshots").glob("*.warc.gz")]
    checked = subprocess.run(
        [program, "check", *files], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout) == (0, "")
    assert WarcStore(tmp_path / "snapshots", lambda: NOW, "test").warnings == ()


def test_what_is_on_a_storage_is_fetched_and_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"local://{tmp_path}/bucket"
    with open_spooled(tmp_path / "spool", Storage(url)) as store:
        store.keep(response())
    folder = tmp_path / "copy"
    assert run(["snapshots", str(folder), "--fetch", url]) == 0
    assert capsys.readouterr().out == "1 files fetched\n1 files, 1 answers, 1 captures\n"


def test_snapshots_that_have_all_the_room_they_may_stop_an_audit_before_it_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    keep(tmp_path / "snapshots", "a")
    size = sum(file.stat().st_size for file in (tmp_path / "snapshots").iterdir())
    Path("list.txt").write_text("http://a.org/a\n", encoding="utf-8")
    monkeypatch.setenv("CITECHECK_DISK_BUDGET", str(size))
    assert run(["audit", "list.txt"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "of disk_budget" in line
    assert "citecheck history --prune" in line
    assert not Path("reports/list/history.sqlite").exists()
    run(["doctor", "--json"])
    checks = {one["name"]: one for one in json.loads(capsys.readouterr().out)["checks"]}
    assert not checks["snapshots"]["well"]
    assert run(["audit", "list.txt", "--offline"]) in (0, 1)
