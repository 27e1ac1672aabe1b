from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from citecheck.capture.door import without_secrets
from citecheck.cli import run
from citecheck.cli.logs import JsonLines, logging_to
from citecheck.cli.metrics import Meter
from citecheck.ports import Step
from tests.capture.origin import always, by_path, reply, serve

FLAGS = ("--no-archive", "--allow-private", "--delay", "0")
PAGES = {
    "/a": reply(200, b"<p>38 percent</p>" * 50),
    "/b": reply(404, b"no"),
    "/c": reply(200, b"x"),
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITECHECK_NO_PROXY", "*")
    with serve(by_path(PAGES)) as origin:
        listed = "".join(f"{origin.url}{path}\n" for path in PAGES)
        (tmp_path / "list.txt").write_text(listed, encoding="utf-8")
        yield tmp_path


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("ascii").splitlines()]


def test_a_log_has_one_object_a_line_for_each_thing_that_happened(place: Path) -> None:
    run(["audit", "list.txt", *FLAGS, "--log-json", "log.jsonl"])
    log = lines(place / "log.jsonl")
    for line in log:
        assert list(line)[:4] == ["time", "level", "event", "logger"]
        assert datetime.fromisoformat(line["time"]).tzinfo is not None
    asked = {line["url"].rpartition("/")[2]: line for line in log if line["event"] == "request"}
    assert {"a", "b", "c"} <= set(asked)
    assert (asked["b"]["status"], asked["a"]["asked"]) == (404, "live")
    assert asked["a"]["bytes"] == 50 * len("<p>38 percent</p>")
    assert log[-1]["event"] == "audit"
    assert log[-1]["metrics"]["requests"]["live"] >= 3


@pytest.mark.parametrize("hours", [0, 5])
def test_a_clock_that_most_hosts_contradict_is_told_once(
    hours: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITECHECK_NO_PROXY", "*")
    date = format_datetime(datetime.now(UTC) + timedelta(hours=hours), usegmt=True)
    script = always(reply(200, b"<p>38 percent</p>", Date=date))
    with serve(script) as one, serve(script) as two:
        for name in ("a", "b"):
            (tmp_path / f"{name}.txt").write_text(f"{one.url}/{name}\n{two.url}/{name}\n", "utf-8")
        assert run(["audit", "a.txt", "b.txt", *FLAGS, "--metrics"]) in (0, 1)
    said = capsys.readouterr()
    told = [line for line in said.err.splitlines() if "clock" in line]
    assert len(told) == (1 if hours else 0)
    assert all("behind those of most of the 2 hosts asked" in line for line in told)
    with sqlite3.connect(tmp_path / "reports/b/history.sqlite") as history:
        (metrics,) = history.execute("select metrics from audits").fetchone()
    history.close()
    assert json.loads(metrics)["clock_ahead"] == pytest.approx(-3600 * hours, abs=60)


@pytest.mark.parametrize("writable", [True, False])
def test_metrics_for_prometheus_are_written_and_cost_no_audit(
    writable: bool, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = place / ("citecheck.prom" if writable else "list.txt/citecheck.prom")
    monkeypatch.setenv("CITECHECK_METRICS_FILE", str(file))
    assert run(["audit", "list.txt", *FLAGS]) == 1
    err = capsys.readouterr().err
    if writable:
        text = file.read_text("utf-8")
        assert 'citecheck_addresses{publication="list",status="gone"} 1.0' in text
        assert 'citecheck_run_answers{class="4xx"}' in text
    assert err.count("metrics cannot be written") == (0 if writable else 1)
    assert (place / "reports/list/history.sqlite").exists()


def test_a_log_is_appended_to_and_ends_with_the_command(place: Path) -> None:
    run(["audit", "list.txt", "--offline", "--log-json", "log.jsonl"])
    first = len(lines(place / "log.jsonl"))
    run(["audit", "list.txt", "--offline", "--log-json", "log.jsonl"])
    run(["audit", "list.txt", "--offline"])
    assert len(lines(place / "log.jsonl")) == 2 * first
    logger = logging.getLogger("citecheck")
    assert (logger.handlers, logger.level) == ([], logging.NOTSET)


def test_a_log_on_stderr_leaves_stdout_to_the_results(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["audit", "list.txt", "--offline", "--json", "--metrics", "--log-json", "-"])
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert document["schema"] == "citecheck/audit/1"
    assert document["metrics"]["addresses"] == 3
    assert [json.loads(line)["event"] for line in said.err.splitlines()][-1] == "audit"


def test_what_could_not_run_is_in_the_log(place: Path) -> None:
    assert run(["audit", "nowhere.txt", "--log-json", "log.jsonl"]) == 2
    (line,) = lines(place / "log.jsonl")
    assert (line["level"], line["event"]) == ("error", "could not run")
    assert "nowhere.txt" in line["why"]


def test_a_log_that_cannot_be_opened_is_one_line(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit", "list.txt", "--log-json", "list.txt/log"]) == 2
    assert "the log cannot be written" in capsys.readouterr().err


def test_a_full_disk_ends_the_log_and_not_the_audit(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit", "list.txt", *FLAGS, "--log-json", "/dev/full"]) in (0, 1)
    err = capsys.readouterr().err
    assert err.count("the log cannot be written: No space left on device") == 1


def test_nothing_that_acts_on_a_terminal_is_in_a_log() -> None:
    text = "\x1b[31mred\x9b0m\u202egnp.exe\x7f\r\n"
    record = logging.makeLogRecord({"msg": "request", "fields": {"url": text}})
    line = JsonLines().format(record)
    assert line.isascii()
    assert not {c for c in line if ord(c) < 32 or ord(c) == 127}
    assert json.loads(line)["url"] == text


def test_neither_passwords_nor_keys_are_in_a_log(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITECHECK_SAVE_SECRET_KEY", "hush-hush")
    monkeypatch.setenv("CITECHECK_NOTICES_WEBHOOK_TOKEN", "hush-hush")
    text = (place / "list.txt").read_text("utf-8").replace("http://", "http://me:hush-hush@")
    (place / "secret.txt").write_text(text, encoding="utf-8")
    run(["audit", "secret.txt", *FLAGS, "--log-json", "log.jsonl"])
    requests = [line for line in lines(place / "log.jsonl") if line["event"] == "request"]
    assert all("hush-hush" not in json.dumps(line) for line in requests)
    assert without_secrets("https://u:p@h.example:8/x@y?z=1@2") == "https://h.example:8/x@y?z=1@2"


def test_the_metrics_are_printed_and_kept_in_the_history(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["audit", "list.txt", *FLAGS, "--metrics"])
    out = capsys.readouterr().out
    assert "requests  live" in out
    assert "waits     " in out
    with sqlite3.connect(place / "reports" / "list" / "history.sqlite") as connection:
        (text,) = connection.execute("select metrics from audits").fetchone()
    connection.close()
    kept = json.loads(text)
    assert kept["addresses"] == 3
    assert kept["answers"]["4xx"] >= 1
    assert {"live", "match"} <= set(kept["stages"])
    assert kept["seconds"] > 0


def test_waits_are_added_up_by_their_reason() -> None:
    meter = Meter()
    log = logging.getLogger("citecheck.of.a.test")
    with meter.listening():
        for reason, seconds in (("politeness", 0.5), ("archive", 2.0), ("politeness", 0.25)):
            log.info("wait", extra={"fields": {"reason": reason, "seconds": seconds}})
        log.info("something else")
    log.info("wait", extra={"fields": {"reason": "politeness", "seconds": 9.0}})
    assert meter.document()["waits"] == {"archive": 2.0, "politeness": 0.75}


def test_a_stage_takes_from_its_first_step_to_its_last() -> None:
    meter = Meter()
    for done in range(3):
        meter.step(Step(stage="live", done=done, total=7, what="x"))
    assert meter.document()["stages"].keys() == {"live"}


def test_logging_to_nothing_changes_nothing() -> None:
    with logging_to(None):
        assert logging.getLogger("citecheck").handlers == []
