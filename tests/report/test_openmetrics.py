from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sample import sample_audit

from citecheck.model.errors import InputError
from citecheck.report.audit_json import counts_document
from citecheck.report.openmetrics import measure_audit, write_openmetrics
from citecheck.report.tallies import tally_audit

RUN = {
    "seconds": 12.5, "clock_ahead": -3.0, "requests": {"live": 9}, "bytes": {"live": 900},
    "answers": {"2xx": 8, "none": 1}, "waits": {"politeness": 1.5},
}  # fmt: skip
ODD = 'a "name" with \\ and\nlines'


def read(file: Path) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every sample of the file, as Prometheus itself reads it."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(file.read_text(encoding="utf-8"))
        for sample in family.samples
    }


def test_prometheus_reads_every_count_of_every_audit(tmp_path: Path) -> None:
    audit, file = sample_audit(), tmp_path / "citecheck.prom"
    write_openmetrics(file, [measure_audit(audit, "lake"), measure_audit(audit, ODD)], RUN)
    found = read(file)

    def told(name: str, **labels: str) -> float:
        return found[f"citecheck_{name}", frozenset(labels.items())]

    assert audit.since
    counts = counts_document(tally_audit(audit))
    for publication in ("lake", ODD):
        finished = told("audit_finished_timestamp_seconds", publication=publication)
        assert finished == audit.finished.timestamp()
        for status, number in counts["addresses"].items():
            assert told("addresses", publication=publication, status=status) == number
        for verdict, number in counts["claims"].items():
            assert told("claims", publication=publication, verdict=verdict) == number
        assert told("changes", publication=publication, change="broken") == 1
        assert told("held_addresses", publication=publication) == len(audit.since.held)
    assert told("run_clock_ahead_seconds") == -3
    assert told("run_waits_seconds", reason="politeness") == 1.5
    assert told("run_answers", **{"class": "none"}) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["citecheck.prom"]


@pytest.mark.parametrize("clock", [None, 0.0])
def test_what_nobody_told_is_left_out(clock: float | None, tmp_path: Path) -> None:
    run: dict[str, Any] = RUN | {"clock_ahead": clock}
    write_openmetrics(tmp_path / "x.prom", [], run)
    names = {name for name, _ in read(tmp_path / "x.prom")}
    assert ("citecheck_run_clock_ahead_seconds" in names) is (clock is not None)


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="metrics cannot be written"):
        write_openmetrics(tmp_path / "nowhere" / "x.prom", [], RUN)
