"""What a user may name as PUBLICATION: a records folder, a manuscript, or a list of addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from citecheck.memory import uncollected
from citecheck.model.errors import InputError
from citecheck.model.notes import Citation, CitationKind, Endnote, Publication, Work
from citecheck.records import is_publication_folder, read_publication

_ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_NUMBER_LINE = re.compile(r"\s{0,4}-\s+number:\s*(\d{1,6})\s*$")
#: No address is longer; a file with a longer line is no list of them.
_LINE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication with the name that its reports go by and the words the user named it with."""

    publication: Publication
    name: str
    shown: str


def open_publication(named: str) -> Source:
    """The publication that the user named.

    Raises :class:`InputError` where there is none, or it cannot be read.
    """
    path = Path(named)
    if is_publication_folder(path):
        return Source(publication=read_publication(path), name=_name(path), shown=path.as_posix())
    if path.is_dir():
        raise InputError(
            "holds no records of a publication (publication.yaml, notes.yaml, claims.yaml)",
            source=named,
            remedy="give a folder that `citecheck parse` wrote, or a manuscript",
        )
    addresses = read_address_list(path)
    if addresses:
        publication = list_publication(path.name, addresses)
    else:
        publication = parse_manuscript(path)
    return Source(publication=publication, name=_name(path), shown=path.as_posix())


def read_publication_list(path: Path) -> tuple[str, ...]:
    """The publications that a file names, one a line, ``#`` for comments.

    Raises :class:`InputError` for a file that cannot be read or names none.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"cannot be read: {getattr(error, 'strerror', None) or 'it is no UTF-8 text'}",
            source=str(path),
            remedy="give a text file that names a publication a line",
        ) from error
    lines = (line.strip() for line in text.splitlines())
    named = tuple(line for line in lines if line and not line.startswith("#"))
    if not named:
        raise InputError(
            "names no publication", source=str(path), remedy="name one a line, # for comments"
        )
    return named


def tell_apart(sources: Sequence[Source]) -> tuple[Source, ...]:
    """The sources, each named twice taken once, with a name of its own for each.

    Where several go by one name, the folders that they stand in come before it, as many as
    it takes: it is the places that decide, never the order.
    """
    distinct = {Path(source.shown).resolve(): source for source in reversed(sources)}
    depths = dict.fromkeys(distinct, 0)
    names = {path: source.name for path, source in distinct.items()}
    while True:
        taken = Counter(name.casefold() for name in names.values())
        alike = [path for path, name in names.items() if taken[name.casefold()] > 1]
        longer = [path for path in alike if depths[path] < len(path.parents) - 1]
        if not longer:
            break
        for path in longer:
            depths[path] += 1
            folders = path.parts[-1 - depths[path] : -1]
            names[path] = "-".join((*map(_safe, folders), distinct[path].name))
    for path in alike:  # they differ only in their ending, as a.txt and a.md do
        names[path] = f"{names[path]}-{_safe(path.suffix) or 'folder'}"
    return tuple(replace(distinct[path], name=names[path]) for path in reversed(list(distinct)))


def find_lines(source: Source) -> tuple[str, dict[int, int]]:
    """The file that holds the notes, and the line (from 1) at which each begins, where known."""
    notes = Path(source.shown) / "notes.yaml"
    if notes.is_file():
        found = enumerate(notes.read_text(encoding="utf-8").splitlines(), start=1)
        numbers = ((line, _NUMBER_LINE.match(text)) for line, text in found)
        return notes.as_posix(), {int(at[1]): line for line, at in numbers if at}
    lines = {note.number: note.line for note in source.publication.endnotes if note.line}
    return source.shown, lines


def parse_manuscript(path: Path) -> Publication:
    """Read a manuscript and parse its endnotes and claims.

    Raises :class:`InputError`, with file and place, for one that cannot be used.
    """
    # Loaded when needed: what only reads records (lint, note) starts in half the time.
    from citecheck.endnotes import parse_endnotes
    from citecheck.extract import IsolatedExtractor
    from citecheck.figures.claims import find_claims
    from citecheck.manuscript import read_manuscript
    from citecheck.settings import Settings

    with uncollected():
        manuscript = read_manuscript(path, extractor=IsolatedExtractor(Settings()))
        endnotes, works = parse_endnotes(manuscript)
    return Publication(
        title=manuscript.title,
        edition=manuscript.edition,
        publisher=manuscript.publisher,
        year=manuscript.year,
        licence=manuscript.licence,
        language=manuscript.language,
        endnotes=endnotes,
        works=works,
        claims=find_claims(manuscript),
    )


def read_address_list(path: Path) -> tuple[str, ...]:
    """The addresses of a plain list, one a line, ``#`` for comments; empty if it is no list."""
    found: list[str] = []
    try:
        if not path.is_file():
            return ()
        with path.open(encoding="utf-8-sig") as lines:
            while text := lines.readline(_LINE):
                line = text.strip()
                if line and not line.startswith("#"):
                    if not _ADDRESS.match(line):
                        return ()
                    found.append(line)
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(found)


def list_publication(title: str, addresses: tuple[str, ...]) -> Publication:
    """A publication whose notes are bare addresses, numbered from 1."""
    from citecheck.endnotes.archives import find_archived

    works = {url: f"w{number:03}" for number, url in enumerate(dict.fromkeys(addresses), start=1)}
    notes: dict[str, list[int]] = {}
    numbers = list(range(1, len(addresses) + 1))  # each number once in memory
    for number, url in zip(numbers, addresses, strict=True):
        notes.setdefault(url, []).append(number)
    return Publication(
        title=title,
        endnotes=tuple(
            Endnote(
                number=number,
                raw=url,
                citations=(
                    Citation(
                        work=works[url],
                        kind=CitationKind.WEB,
                        url=url,
                        url_printed=url,
                        archived=find_archived(url),
                    ),
                ),
            )
            for number, url in zip(numbers, addresses, strict=True)
        ),
        works=tuple(
            Work(id=key, title=None, urls=(url,), notes=tuple(notes[url]))
            for url, key in works.items()
        ),
    )


def _name(path: Path) -> str:
    """A folder name for reports: the publication's own, made of safe characters."""
    return _safe(path.resolve().name if path.is_dir() else path.stem) or "publication"


def _safe(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")
