"""How fast figures are held against documents.

Usage: python -m benchmarks.figures [DOCUMENTS]

Three measurements.  The first two are taken against the way that scans a document anew
for every claim: 60 figures against a text of 200 pages, and every statistic of the records
in ``endnotes/kyrgyzstan-2012`` against DOCUMENTS (76) documents of 50 pages, on two
processes; documents are invented from a seed, with as many numbers as reports have.  The
third repeats pieces that a careless scanner chokes on.  Times are processor time, so that
what else runs on the machine does not count.
"""

from __future__ import annotations

import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from citecheck.figures import find_figures
from citecheck.figures.index import DocumentIndex
from citecheck.figures.lexicon import rows
from citecheck.figures.match import match_reading, read_figure
from citecheck.figures.verify import verify_document
from citecheck.memory import uncollected
from citecheck.model.documents import Document, Page
from citecheck.model.errors import InputError
from citecheck.model.notes import Publication
from citecheck.pipeline.questions import Question, match_text
from citecheck.records.reading import read_publication

PUBLICATION = "endnotes/kyrgyzstan-2012"
PAGE = 2500
PROCESSES = 2
ROUNDS = 5
_PLACES = [
    a + b
    for a in "Ar Bel Cor Dun Es Far Gal Hol Iv Jar Kes Lom".split()
    for b in "den mar vo more trel row dur lis eta nor".split()
]
#: The nouns of the word pairs: a vocabulary as wide as that of reports.
_THINGS = sorted({row[0].split()[0] for row in rows("pairs") if len(row[0]) > 4})
_ACTS = (
    "opened closed repaired counted visited served built sold bought trained moved insured".split()
)
_TALK = (
    "The committee met in the old customs house and heard the reports of the districts.",
    "Weather was mild, and work on the roads went on without a break.",
    "Opinions differ on what should be done next, and by whom.",
    "The minister thanked all who had taken part in the survey.",
    "Children of the town have been asked what they think of their school.",
    "Violence in families is seldom reported, as victims fear for their homes.",
    "A law on the rights of children is being drafted and will be sent to parliament.",
)


def invented(pages: int, seed: int) -> Document:
    """A document of so many pages; the same for the same seed."""
    chance = random.Random(seed)
    made = []
    for number in range(1, pages + 1):
        text = f"Chapter {number}\n\n"
        while len(text) < PAGE:
            text += _sentence(chance)
        made.append(Page(number=number, text=text))
    return Document(media_type="text/plain", pages=tuple(made), paged=True)


def _sentence(chance: random.Random) -> str:
    kind = chance.random()
    thing, place = f"{chance.choice(_THINGS)}s", chance.choice(_PLACES)
    if kind < 0.72:
        return f"{chance.choice(_TALK)[:-1]}, {thing} included. "
    if kind < 0.85:
        year, count = chance.randint(1990, 2015), chance.randint(2, 90_000)
        return f"In {year} the council of {place} {chance.choice(_ACTS)} {count:,} {thing}. "
    if kind < 0.97:
        share = f"{chance.uniform(1, 99):.1f}"
        return f"In {place} about {share} percent of {thing} are {chance.choice(_ACTS)} each year. "
    rows = "".join(f"{p} {chance.randint(10, 9_999):,}\n" for p in chance.sample(_PLACES, 3))
    return f"\n{thing.title()} by town\n{rows}\n"


def claims_of(document: Document, count: int, seed: int) -> list[str]:
    """Sentences of a document that have a figure."""
    sentences = [s for page in document.pages for s in page.text.split(". ") if "In " in s[:4]]
    return [f"{s.strip()}." for s in random.Random(seed).sample(sentences, count)]


def sixty_against_200_pages() -> tuple[float, float]:
    """Seconds with one index for all figures, and with one for each (of ten, times six)."""
    document = invented(200, 1)
    claims = claims_of(document, 60, 2)
    questions = [
        Question(words=c, figure=next(f for f in find_figures(c) if f.is_statistic)) for c in claims
    ]
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        match_text(document, questions)
        best = min(best, time.process_time() - begun)
    begun = time.process_time()
    for claim in claims[:10]:
        verify_document(claim, document)
    return best, (time.process_time() - begun) * 6


@cache
def _records() -> Publication:
    return read_publication(Path(PUBLICATION))


def hold(document: Document, *, one_index: bool = True, only: int | None = None) -> int:
    """Every statistic of the records against one document; the number of figures held."""
    publication = _records()
    index = DocumentIndex(document)
    figures = [f for c in publication.claims for f in c.figures if f.is_statistic][:only]
    for figure in figures:
        try:
            match_reading(
                read_figure(figure, None), index if one_index else DocumentIndex(document)
            )
        except InputError:
            continue
    return len(figures)


def publication_against(documents: int) -> tuple[float, float, int]:
    """Seconds with an index a document, with one a figure (of 4, scaled up), figures held."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        spent = list(pool.map(_seconds, range(documents)))
    quick = sum(seconds for seconds, _ in spent) / PROCESSES
    held = sum(count for _, count in spent)
    begun = time.process_time()
    hold(invented(50, 0), one_index=False, only=4)
    slow = (time.process_time() - begun) / 4 * held / PROCESSES
    return quick, slow, held


def _seconds(seed: int) -> tuple[float, int]:
    """Processor seconds to hold the records against one document, its invention left out."""
    document = invented(50, seed)
    _records()
    begun = time.process_time()
    with uncollected():  # as the audit does
        count = hold(document)
    return time.process_time() - begun, count


#: What would take the square of its length, or worse, in a careless scanner.
_HOSTILE = (
    "(", "1", "1,", "1 ", "1.1", "12,345 ", "two ", "[1]", "¹", "1-", "between 1 and ", "a/",
    "-\n", "0 percent of 1 out of ", "половина и ", "A1", "1,2 [3](4) ", "for every 100 a ",
    "article no. ", "٣", "\u202b",
)  # fmt: skip


def worst_growth() -> tuple[str, float]:
    """The piece whose repetition costs most when it is four times as long, and how much more."""
    worst = ("", 0.0)
    for piece in _HOSTILE:
        spent = []
        for length in (50_000, 200_000):
            text = piece * (length // len(piece))
            begun = time.process_time()
            find_figures(text)
            spent.append(time.process_time() - begun)
        worst = max(worst, (piece, spent[1] / max(spent[0], 0.001)), key=lambda w: w[1])
    return worst


def main() -> None:
    """Measure all and print them as a table."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 76
    print("| what | one index | one a figure | ratio |\n| --- | --- | --- | --- |")
    quick, slow = sixty_against_200_pages()
    print(f"| 60 figures, 200 pages | {quick:.2f} s | {slow:.1f} s | {slow / quick:.0f} |")
    quick, slow, held = publication_against(documents)
    piece, growth = worst_growth()
    name = f"{held // documents} figures of the records, {documents} documents of 50 pages"
    print(f"| {name} | {quick:.1f} s | {slow:.0f} s | {slow / quick:.0f} |")
    print(f"\nHostile text, four times as long: at most {growth:.1f} times as slow ({piece!r}).")


if __name__ == "__main__":
    main()
