"""How fast PDF is read, beside bare pypdfium2 and pdfminer.six in the same run.

Usage: python -m benchmarks.pdf_speed [--rounds N]

Three measurements: a file of 200 pages of text and tables, with its columns, table rows,
note marks, healed hyphens, checks of its structure and normalised for matching; the
memory of the process that reads it; 3,000 pages of mixed files through the workers.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from pdfminer.high_level import extract_text
from reportlab.platypus import Flowable, Table

from benchmarks.pdf_corpus.laid_out import JUSTIFIED, build, pages, prose, table
from benchmarks.pdf_corpus.truth import Book
from citecheck.extract import IsolatedExtractor, Job, Limits, read
from citecheck.figures.fold import fold
from citecheck.model.documents import Document
from citecheck.settings import Settings

_PAGES = 200
_MANY = 3000


def text_and_tables(count: int) -> bytes:
    """Every third page a table of 30 rows and five columns, the others running text."""
    book = Book(f"speed-{count}")
    turns = iter(range(count))

    def make() -> list[Flowable]:
        if next(turns) % 3 == 2:
            return [Table(table(book, 30, 4)), *prose(book, 1)]
        return prose(book, 11, 4)

    return build(book, pages(book, count, make))


def in_columns(count: int, columns: int) -> bytes:
    """Justified text in columns."""
    book = Book(f"speed-{count}-{columns}")
    flow = pages(book, count, lambda: prose(book, 14, style=JUSTIFIED))
    return build(book, flow, columns=columns)


def bare(body: bytes) -> str:
    """pypdfium2's own text call on every page, and nothing else."""
    document = pypdfium2.PdfDocument(body)
    texts = []
    for page in document:
        textpage = page.get_textpage()
        texts.append(textpage.get_text_bounded())
        textpage.close()
        page.close()
    document.close()
    return "\f".join(texts)


def ours(body: bytes) -> str:
    """Our first reader, and the spelling that figures are matched in."""
    found = read(body, media_type=None, name="", limits=Limits())
    assert isinstance(found, Document)
    assert len(found.pages) == _PAGES
    return fold(found.text).text


def again(body: bytes) -> str:
    """Our second reader."""
    found = read(body, media_type=None, name="", limits=Limits(), again=True)
    assert isinstance(found, Document)
    return found.text


def as_it_comes(body: bytes) -> str:
    """pdfminer.six with its own defaults."""
    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.seek(0)
        return str(extract_text(file))


def seconds(work: Callable[[bytes], object], body: bytes) -> float:
    """The processor's time that one run takes: it is the same on a machine that others share."""
    begun = time.process_time()
    work(body)
    return time.process_time() - begun


def peak_megabytes(body: bytes) -> float:
    """What the process that reads the body takes at most."""
    code = (
        "import sys, resource\n"
        "from citecheck.extract import Limits, read\n"
        "read(open(sys.argv[1], 'rb').read(), media_type=None, name='', limits=Limits())\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "file.pdf")
        file.write_bytes(body)
        done = subprocess.run(
            [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True
        )
    return int(done.stdout) / 1024


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5, help="interleaved; the fastest counts")
    asked = parser.parse_args()
    body = text_and_tables(_PAGES)
    ways: dict[str, Callable[[bytes], object]] = {"bare pypdfium2": bare, "first reader": ours}
    times = {name: [seconds(way, body) for _ in range(1)] for name, way in ways.items()}
    for _ in range(asked.rounds):
        for name, way in ways.items():
            times[name].append(seconds(way, body))
    times["second reader"] = [seconds(again, body)]
    times["pdfminer.six as it comes"] = [seconds(as_it_comes, body)]
    least = min(times["bare pypdfium2"])
    print(f"| {_PAGES} pages, {len(body):,} bytes | processor seconds | ms a page | times bare |")
    print("| --- | --- | --- | --- |")
    for name, runs in times.items():
        best = min(runs)
        print(f"| {name} | {best:.2f} | {1000 * best / _PAGES:.2f} | {best / least:.1f} |")
    print(f"\nPeak of the reading process: {peak_megabytes(body):.0f} MB\n")
    mixed = [text_and_tables(_PAGES) for _ in range(5)]
    mixed += [in_columns(_PAGES, columns) for columns in (1, 2, 3) for _ in range(3)]
    mixed.append(text_and_tables(_PAGES))
    jobs = [Job(body=one) for one in mixed]
    used = time.process_time()
    for one in mixed:
        read(one, media_type=None, name="", limits=Limits())
    used = time.process_time() - used
    begun = time.perf_counter()
    found = list(IsolatedExtractor(Settings()).extract_many(jobs, workers=2))
    took = time.perf_counter() - begun
    count = sum(len(one.pages) for one in found if isinstance(one, Document))
    print(
        f"{count:,} of {_MANY:,} pages in {len(jobs)} files by two workers: {took:.1f} s; "
        f"read in one process they take {used:.1f} s of processor"
    )


if __name__ == "__main__":
    main()
