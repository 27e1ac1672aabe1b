"""Planted figures in PDF files of known truth: intact, on their page, none invented."""

from __future__ import annotations

import pytest

from benchmarks.pdf_corpus import changed, drawn, laid_out, programs
from benchmarks.pdf_corpus.__main__ import read_again, read_first
from benchmarks.pdf_corpus.measure import Score, measure
from benchmarks.pdf_corpus.truth import Book, Planted, Sample
from citecheck.model.documents import Document, Page


def check(samples: list[Sample], *, both: bool = True) -> None:
    for reads in (read_first, read_again) if both else (read_first,):
        score = Score()
        for sample in samples:
            score.add(measure(sample, reads))
        assert not [*score.failed, *score.wrong_page, *score.invented, *score.shown]
        assert score.intact >= 0.995 * score.planted, score.missing


def test_figures_drawn_in_odd_ways_come_out_whole() -> None:
    check(drawn.all_drawn(), both=False)
    check([drawn.kerned("wide"), drawn.white(), drawn.cropped(), drawn.turned(90, rotate=90)])


def test_files_of_unusual_structure_are_read_whole() -> None:
    check(changed.all_changed())


def test_tables_and_notes_come_out_whole() -> None:
    check([*laid_out.footnote_samples(), laid_out.hyphen_sample(), laid_out.chart_sample()])


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_all_that_is_laid_out_comes_out_whole() -> None:
    check(laid_out.all_laid_out())


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_files_of_other_programs_come_out_whole() -> None:
    samples = programs.all_by_programs()
    if not samples:
        pytest.skip("neither Chromium nor LibreOffice is installed")
    check(samples)


def test_the_measure_sees_what_is_glued_lost_or_on_a_wrong_page() -> None:
    book = Book("measured")
    book.planted = [Planted(page=1, printed="37.4"), Planted(page=1, printed="5,300")]
    book.numbers = [{"37.4", "5,300", "12"}, {"88"}]
    sample = book.sample(b"")

    def reads(*texts: str) -> Score:
        pages = tuple(Page(number=n, text=text) for n, text in enumerate(texts, 1))
        return measure(sample, lambda _: Document(media_type="x", pages=pages, paged=True))

    assert reads("37.4[12] and 5,300", "88").intact == 2
    glued = reads("37.412 and 5,300", "")
    assert (glued.intact, glued.invented) == (1, ["measured p. 1: 37.412"])
    assert glued.missing == ["measured p. 1: 37.4"]
    assert reads("5,300", "37.4").wrong_page == ["measured p. 1: 37.4 [2]"]
    assert reads("37.4 5,300").failed == ["measured: 1 pages of 2"]
