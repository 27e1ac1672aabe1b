"""The invented corpus of ``benchmarks.text_corpus``, held to its truth."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from extraction_files import LIMITS

from benchmarks.text_corpus import (
    Sample,
    all_samples,
    by_python_docx,
    pages,
    plain_texts,
    score,
)
from citecheck.extract import read


def held(samples: Iterator[Sample]) -> tuple[int, int]:
    """How many files and figures; each figure is intact, under its column, and alone."""
    files = planted = 0
    for sample in samples:
        found = score(
            sample, read(sample.body, media_type=sample.media_type, name="", limits=LIMITS)
        )
        assert (sample.name, found.lost, found.invented) == (sample.name, (), ())
        assert found.untied == ()
        files, planted = files + 1, planted + found.planted
    return files, planted


def test_every_figure_of_the_pages_and_texts_comes_out_whole(tmp_path: Path) -> None:
    files, planted = held(pages())
    assert (files, planted) == (33, 726)
    files, planted = held(plain_texts())
    assert files == 8
    assert held(by_python_docx(tmp_path))[0] == 2


@pytest.mark.slow
@pytest.mark.timeout(300)  # other programs take most of it
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_every_figure_of_what_other_programs_write_comes_out_whole(tmp_path: Path) -> None:
    files, planted = held(all_samples(tmp_path))
    assert files >= 60
    assert planted >= 1300
