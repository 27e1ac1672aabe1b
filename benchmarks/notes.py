"""Texts of 1,000, 3,000 and 10,000 notes read and parsed: notes a second, memory, ratio.

Usage: python -m benchmarks.notes

Invented notes of the kinds that reports have, with a sentence and a marker for each.
Each size is read in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

SIZES = (1_000, 3_000, 10_000)
_READ = """
import json, resource, sys, time
from pathlib import Path
from citecheck.publications import parse_manuscript
import citecheck.endnotes, citecheck.figures.claims, citecheck.manuscript
begun = time.process_time()
found = parse_manuscript(Path(sys.argv[1]))
seconds = time.process_time() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
figures = sum(len(claim.figures) for claim in found.claims)
print(json.dumps([seconds, peak, len(found.endnotes), len(found.works), figures]))
"""
_KINDS = (
    "Harbour Council of {place}. Traffic on the fjord {year}. {later}, p. {page}. Accessed on"
    " {day} May 2011 from: http://www.{host}.example/traffic/fjord_{year}_{n}.pdf",
    "National Statistics Office. Children and Transport in {place}. Oslo, {year},"
    " pp. {page}-{more}.",
    "Ibid., p. {page}.",
    "UN Committee on Safe Waters. Concluding Observations: {place}. UN Doc. CSW/C/NOR/CO/{day}."
    " {day} June {year}, para. {page}. Accessed on 4 May 2011 from:"
    " http://www2.{host}.example/bodies/docs/co/CSW-C-NOR-CO{n}.pdf",
    "Berg, Anna and Moe, Ola. “The Cost of Ice in {place}.” Journal of Sea Safety {day}, no. 3"
    " ({year}): {page}-{more}. doi:10.5555/jss.{year}.{n}.",
    "Coast Guard. Accidents {year}. Accessed on {day} May 2011 from: http://web.archive.org/web/"
    "20101129000000/http://www.{host}.example/accidents/{year}.html; see also Radio Watch."
    " Boats of {place}. Accessed on 7 May 2011 from: http://www.radio.example/boats/{n}.html",
)
_SENTENCE = (
    "In {year} the ferry of {place} took {count:,} people, {share} percent of them to school.[{n}] "
)


def text_of(notes: int) -> str:
    """A publication of so many notes."""
    body, listed = [], []
    for n in range(1, notes + 1):
        values = {
            "n": n,
            "place": f"Fjord{n % 97}",
            "host": f"host{n % 211}",
            "year": 1990 + n % 21,
            "later": 1991 + n % 21,
            "page": n % 90 + 1,
            "more": n % 90 + 4,
            "day": n % 28 + 1,
            "count": 1000 + 7 * n,
            "share": n % 90,
        }
        body.append(_SENTENCE.format(**values) + ("\n\n" if n % 5 == 0 else ""))
        listed.append(f"{n}. {_KINDS[n % len(_KINDS)].format(**values)}")
    return "".join(body) + "\n\nEndnotes\n\n" + "\n".join(listed) + "\n"


def main() -> None:
    """Print the table of ``docs/benchmarks.md``."""
    print("| notes | works | figures | s | notes a second | MB at the peak | to linear |")
    print("|---|---|---|---|---|---|---|")
    first = 0.0
    for size in SIZES:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "report.txt"
            path.write_text(text_of(size), encoding="utf-8")
            run = subprocess.run(
                [sys.executable, "-c", _READ, str(path)],
                capture_output=True,
                text=True,
                check=True,
            )
        seconds, peak, found, works, figures = json.loads(run.stdout)
        assert found == size
        first = first or seconds / size
        ratio = seconds / size / first
        print(
            f"| {size:,} | {works:,} | {figures:,} | {seconds:.2f} | {size / seconds:,.0f}"
            f" | {peak:.0f} | {ratio:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
