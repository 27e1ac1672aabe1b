"""Both readers against the whole corpus, as Markdown.

Usage: python -m benchmarks.pdf_corpus [--show] [--seed N]

Ends with 1 where a figure stands on a wrong page or was invented, or fewer than 99.5 in
100 came out intact.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from benchmarks.pdf_corpus import truth
from benchmarks.pdf_corpus.changed import all_changed
from benchmarks.pdf_corpus.drawn import all_drawn
from benchmarks.pdf_corpus.laid_out import all_laid_out
from benchmarks.pdf_corpus.measure import Score, measure
from benchmarks.pdf_corpus.programs import all_by_programs
from benchmarks.pdf_corpus.truth import Sample
from citecheck.extract import Limits, read
from citecheck.model.documents import Extraction

_GROUPS: tuple[tuple[str, Callable[[], list[Sample]]], ...] = (
    ("laid out by reportlab", all_laid_out),
    ("drawn letter by letter", all_drawn),
    ("of unusual structure", all_changed),
    ("by Chromium, LibreOffice, pandoc", all_by_programs),
)


def read_first(body: bytes) -> Extraction:
    """What the first reader gives."""
    return read(body, media_type=None, name="", limits=Limits())


def read_again(body: bytes) -> Extraction:
    """What the second reader gives."""
    return read(body, media_type=None, name="", limits=Limits(), again=True)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", action="store_true", help="each figure that is not right")
    parser.add_argument("--seed", type=int, default=truth.SEED, help="other words and figures")
    asked = parser.parse_args()
    truth.SEED = asked.seed
    print("| files | reader | files | pages | figures | intact | wrong page | invented | failed |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    good = True
    for name, make in _GROUPS:
        samples = make()
        pages = sum(len(sample.numbers) for sample in samples)
        for reader, reads in (("first", read_first), ("second", read_again)):
            score = Score()
            for sample in samples:
                score.add(measure(sample, reads))
            share = 100 * score.intact / max(1, score.planted)
            faults = score.wrong_page + score.invented + score.failed + score.shown
            good = good and share >= 99.5 and not faults
            print(
                f"| {name} | {reader} | {score.files} | {pages:,} | {score.planted:,} "
                f"| {share:.2f} % | {len(score.wrong_page)} | {len(score.invented)} "
                f"| {len(score.failed) + len(score.shown)} |"
            )
            if asked.show:
                print("\n".join([*score.missing, *faults]))
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
