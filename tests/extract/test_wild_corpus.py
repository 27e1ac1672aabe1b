"""The sources of ``benchmarks.wild_corpus``, held to their truth."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from extraction_files import LIMITS

from benchmarks.wild_corpus.archived import all_archived
from benchmarks.wild_corpus.pages import all_pages
from benchmarks.wild_corpus.papers import all_papers
from benchmarks.wild_corpus.sheets import formats, merged, slides
from benchmarks.wild_corpus.truth import Wild, measure
from benchmarks.wild_corpus.words import all_words
from citecheck.extract import read

#: Words that a clip or a patch covers are read all the same.
_KNOWN = {"covered-words": 2}
#: The second reader knows no ActualText, and closes gaps of a fifth of a letter's size in a
#: number; it is asked only where the first found nothing.
_NOT_BY_THE_SECOND = {"actual-text", "thin-spaces"}


def faults(wild: Wild, *, again: bool = False) -> list[str]:
    found = read(wild.body, media_type=wild.media_type, name="", limits=LIMITS, again=again)
    score = measure(wild, found)
    shown = score.shown[_KNOWN.get(wild.name, 0) :]
    loose = [] if again else score.loose  # it parts narrow columns less well
    return score.failed + score.lost + score.astray + loose + score.invented + shown


@pytest.mark.parametrize(
    "make", [all_pages, all_archived, all_words, lambda: [formats(), merged(), slides()]]
)
def test_every_figure_stands_whole_in_its_place_and_no_decoy_beside_it(
    make: Callable[[], list[Wild]],
) -> None:
    assert [fault for wild in make() for fault in faults(wild)] == []


def test_both_readers_give_every_figure_of_the_pdf_files() -> None:
    papers = all_papers()
    assert [fault for wild in papers for fault in faults(wild)] == []
    second = [wild for wild in papers if wild.name not in _NOT_BY_THE_SECOND]
    assert [fault for wild in second for fault in faults(wild, again=True)] == []
