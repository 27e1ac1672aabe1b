from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from sample import empty_audit, sample_audit

from citecheck.model.audits import Audit
from citecheck.model.errors import InputError
from citecheck.report import FORMATS, write_report


def test_a_report_is_four_files_in_a_folder_that_is_made_for_it(tmp_path: Path) -> None:
    written = write_report(sample_audit(), tmp_path / "a" / "b")
    assert [path.name for path in written] == [f.filename for f in FORMATS]
    assert sorted(os.listdir(tmp_path / "a" / "b")) == sorted(p.name for p in written)


def test_the_same_audit_gives_the_same_bytes_wherever_it_is_written(tmp_path: Path) -> None:
    first = write_report(sample_audit(), tmp_path / "one")
    second = write_report(sample_audit(), tmp_path / "two")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
    assert all(str(tmp_path).encode() not in p.read_bytes() for p in first)


def test_a_report_replaces_the_one_before(tmp_path: Path) -> None:
    write_report(empty_audit(), tmp_path)
    written = write_report(sample_audit(), tmp_path)
    assert all(b"Harbours" in p.read_bytes() for p in written[:3])


class Failing:
    filename = "broken.txt"

    def render(self, audit: Audit) -> str:
        raise RuntimeError("our own fault")


def test_a_fault_while_rendering_leaves_the_old_report_whole(tmp_path: Path) -> None:
    before = {p.name: p.read_bytes() for p in write_report(empty_audit(), tmp_path)}
    with pytest.raises(RuntimeError):
        write_report(sample_audit(), tmp_path, (*FORMATS, Failing()))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_file_where_the_folder_should_be_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("in the way")
    with pytest.raises(InputError) as caught:
        write_report(sample_audit(), tmp_path / "report")
    assert "\n" not in str(caught.value)
    assert "report" in str(caught.value)
    assert "-o" in str(caught.value)


def test_a_folder_in_the_way_of_a_file_leaves_no_temporary_file(tmp_path: Path) -> None:
    (tmp_path / "index.html").mkdir()
    (tmp_path / "index.html" / "kept").touch()
    with pytest.raises(InputError):
        write_report(sample_audit(), tmp_path)
    assert not list(tmp_path.glob(".*"))


def test_an_empty_publication_gives_a_report_that_says_so(tmp_path: Path) -> None:
    for file in write_report(empty_audit(), tmp_path):
        assert file.read_text(encoding="utf-8").strip("\ufeff")
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "The publication has no notes." in page
    assert "0 notes = 0 with an address + 0 without" in page


def test_a_lone_surrogate_in_a_title_does_not_stop_the_report(tmp_path: Path) -> None:
    audit = sample_audit()
    odd = replace(audit, publication=replace(audit.publication, title="a\ud800b"))
    for file in write_report(odd, tmp_path):
        file.read_bytes().decode("utf-8")
