"""What real PDF files give, each read in a worker of its own: a row for each folder.

Usage: python -m benchmarks.pdf_samples FOLDER... [--workers N] [--seconds N] [--list]

Meant for the sample files that PDF libraries keep in their repositories; none of them is
part of this project.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from citecheck.extract import IsolatedExtractor
from citecheck.model.documents import Document, Extraction
from citecheck.settings import Settings

_COLUMNS = (
    "whole", "in part", "needs_ocr", "empty", "mojibake", "password", "damaged", "timeout",
    "memory", "crash", "unsupported", "too_large",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one file gave, and in how many seconds."""

    path: Path
    outcome: str
    engine: str
    why: str
    seconds: float


def outcome_of(found: Extraction) -> str:
    """A column of the table."""
    if isinstance(found, Document):
        return "whole" if found.complete else "in part"
    return found.reason.value


def read_folder(folder: Path, settings: Settings, workers: int) -> Iterator[Given]:
    """Every PDF file in a folder and below, in order."""
    extractor = IsolatedExtractor(settings)

    def read(path: Path) -> Given:
        begun = time.perf_counter()
        found = extractor.extract(path.read_bytes(), media_type=None, name=path.name)
        why = "; ".join(found.notes) if isinstance(found, Document) else found.why
        engine = found.engine.split(" ")[0] if isinstance(found, Document) else ""
        seconds = time.perf_counter() - begun
        return Given(path=path, outcome=outcome_of(found), engine=engine, why=why, seconds=seconds)

    with ThreadPoolExecutor(max_workers=workers) as pool:
        yield from pool.map(read, sorted(folder.rglob("*.pdf")))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--list", action="store_true", help="each file that was not read whole")
    asked = parser.parse_args()
    settings = Settings(worker_seconds=asked.seconds)
    print(f"| folder | files | {' | '.join(_COLUMNS)} | by pdfium | median s | slowest s |")
    print("| --- |" + " --- |" * (len(_COLUMNS) + 4))
    for folder in asked.folders:
        given = list(read_folder(folder, settings, asked.workers))
        counts = Counter(one.outcome for one in given)
        first = sum(one.engine == "pypdfium2" for one in given)
        times = [one.seconds for one in given] or [0.0]
        cells = " | ".join(str(counts[name]) for name in _COLUMNS)
        print(
            f"| {folder.name} | {len(given)} | {cells} | {first} | {median(times):.2f} "
            f"| {max(times):.1f} |",
            flush=True,
        )
        for one in given:
            if asked.list and one.outcome != "whole":
                print(f"  {one.path.name}: {one.outcome} {one.seconds:.1f} s: {one.why[:150]}")


if __name__ == "__main__":
    main()
