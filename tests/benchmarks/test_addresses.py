"""The measurement of long lists audits what it says, with all that an audit writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.addresses import measure
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
    assert {"live", "judged", "report"} <= set(found["memory"])
