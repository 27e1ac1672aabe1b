"""The measurement of long lists audits what it says, with all that an audit writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.addresses import compare, measure
from benchmarks.web.__main__ import server
from citecheck.history import History
from citecheck.report import read_audit


def test_a_list_is_audited_whole_and_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = measure(40, here=True)
    document = read_audit(tmp_path / "reports/list")
    assert document["counts"]["addresses"]["ok"] == 40
    assert len({a["digest"] for a in document["addresses"]}) == 40
    assert len(History(tmp_path / "reports/list").audits()) == 1
    assert found["peak"] > 10
    assert found["processor"] > 0
    assert {"live", "judged", "kept"} <= set(found["memory"])


def test_the_same_list_on_loopback_is_audited_twice_and_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("benchmarks.addresses.A_HOST", 1)  # or it would wait for manners
    seen: dict[str, float] = {}
    with server(seen, "benchmarks.web.many_hosts", "30") as (port,):
        first = measure(30, here=True, port=port)
        second = measure(30, here=True, port=port)
    assert read_audit(tmp_path / "reports/list")["counts"]["addresses"]["ok"] == 30
    assert (first["changes"], second["changes"]) == (None, 0)
    assert compare()["changes"] == 0
    assert seen["requests"] >= 60
    assert seen["on one host"] <= 2
