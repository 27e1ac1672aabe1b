"""Every source against its truth, as Markdown.

Usage: python -m benchmarks.wild_corpus [--show] [--seed N] [--again] [NAME...]
"""

from __future__ import annotations

import argparse

from benchmarks.wild_corpus import truth
from benchmarks.wild_corpus.archived import all_archived
from benchmarks.wild_corpus.pages import all_pages
from benchmarks.wild_corpus.papers import all_papers
from benchmarks.wild_corpus.sheets import all_sheets
from benchmarks.wild_corpus.truth import Score, measure
from benchmarks.wild_corpus.words import all_words
from citecheck.extract import Limits, read

_GROUPS = (
    ("pages", all_pages), ("archived pages, text, books", all_archived), ("PDF", all_papers),
    ("word processors", all_words), ("spreadsheets, slides", all_sheets),
)  # fmt: skip
_FAULTS = ("lost", "astray", "loose", "invented", "shown", "failed")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", action="store_true", help="each fault")
    parser.add_argument("--seed", type=int, default=truth.SEED, help="other words and figures")
    parser.add_argument("--again", action="store_true", help="PDF by the second reader")
    parser.add_argument("names", nargs="*", help="these sources alone")
    asked = parser.parse_args()
    truth.SEED = asked.seed
    print("| sources | files | figures | whole | in place | wrong page | invented | decoys shown |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, make in _GROUPS:
        total = Score()
        for wild in make():
            if asked.names and wild.name not in asked.names:
                continue
            found = read(
                wild.body, media_type=wild.media_type, name="", limits=Limits(), again=asked.again
            )
            score = measure(wild, found)
            total.add(score)
            counts = ", ".join(
                f"{len(getattr(score, f))} {f}" for f in _FAULTS if getattr(score, f)
            )
            if asked.show and counts:
                print(f"\n{wild.name} of {score.planted}: {counts}")
                print("\n".join(line for f in _FAULTS for line in getattr(score, f)))
        planted = max(1, total.planted)
        whole = 100 * (1 - len(total.lost) / planted)
        placed = whole - 100 * (len(total.loose) + len(total.astray)) / planted
        print(
            f"| {name} | {total.files} | {total.planted:,} | {whole:.2f} % | {placed:.2f} % "
            f"| {len(total.astray)} | {len(total.invented)} | {len(total.shown)} |"
        )


if __name__ == "__main__":
    main()
