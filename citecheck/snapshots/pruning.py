"""Take out of the snapshots what no audit refers to; a crash at any moment loses nothing.

The files that lose records are written anew, under other names and in a folder of their own,
with an index of everything.  Then a note says that all is there; what the note says is done
step by step, and done again by whoever opens the snapshots next, should it be cut short.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock

from citecheck.model.captures import Capture
from citecheck.model.errors import InputError
from citecheck.snapshots.files import WarcFiles, write
from citecheck.snapshots.index import INDEX, OURS, Catalogue, Entry, to_line, without_fragment
from citecheck.snapshots.members import Member, find_members, read_record
from citecheck.snapshots.scanning import scan_file
from citecheck.snapshots.warc import uri, warcinfo

LOCK = ".lock"
#: The new files wait here; the note says that they are whole.
ROOM, NOTE = ".prune", ".prune.json"
#: A redirect or an error before another try belongs to a capture of about the same time.
_ABOUT = timedelta(hours=6)
_REFERS = re.compile(rb'"refers":\{"warc":"([^"]+)","offset":(\d+)\}')
_NUMBERED = re.compile(r"(-p(\d+))?\.warc\.gz$")

#: Where a record stands: its file's name and its offset.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was taken out, or would be: answers, captures among them, bytes, files written anew."""

    answers: int
    captures: int
    bytes: int
    files: int


@dataclass(slots=True)
class _Plan:
    """Which records stay, by place; the files that are to be written anew."""

    kept: set[Place]
    dropped: dict[Place, Entry]
    anew: list[Path]
    places: dict[Place, Place] = field(default_factory=dict)


def prune_snapshots(
    folder: Path,
    is_needed: Callable[[Capture], bool],
    *,
    before: datetime,
    software: str,
    dry_run: bool = False,
) -> Pruned:
    """Take out what was fetched before a moment and is not needed, as far as nothing rests on it.

    Files of other programs, and files with damage in them, stay as they are.  Nobody may be
    auditing with these snapshots meanwhile.  Raises :class:`InputError` if the folder cannot
    be read or written.
    """
    with _alone(folder):
        _finish(folder)
        catalogue, whole = _read(folder)
        plan = _choose(catalogue, whole, is_needed, before)
        result = Pruned(
            answers=len(plan.dropped),
            captures=sum(entry.capture is not None for entry in plan.dropped.values()),
            bytes=sum(entry.length for entry in plan.dropped.values()),
            files=len(plan.anew),
        )
        if plan.dropped and not dry_run:
            _write(folder, plan, catalogue, software)
            _finish(folder)
    return result


def finish_pruning(folder: Path) -> bool:
    """Do what a pruning that was cut short had left to do; whether there was anything."""
    if not (folder / NOTE).exists():
        return False
    with _alone(folder):
        return _finish(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        with FileLock(str(folder / LOCK), thread_local=False):
            yield
    except OSError as error:
        raise InputError(
            f"the snapshots cannot be pruned: {error.strerror or error}",
            source=str(folder),
            remedy="make room there or allow writing; nothing was lost",
        ) from error


def _read(folder: Path) -> tuple[Catalogue, list[Path]]:
    """Every answer in the files, and those files of ours that are whole."""
    catalogue, whole = Catalogue(), []
    files = WarcFiles(folder, _no_clock, "", 0).all()
    for file in files:
        scan = scan_file(file, 0, catalogue)
        if file.name.startswith(OURS) and not scan.warnings:
            whole.append(file)
    return catalogue, whole


def _no_clock() -> datetime:
    raise AssertionError("nothing is appended")


def _choose(
    catalogue: Catalogue,
    whole: list[Path],
    is_needed: Callable[[Capture], bool],
    before: datetime,
) -> _Plan:
    ours = {file.name for file in whole}
    entries = catalogue.entries
    kept = {
        place
        for place, entry in entries.items()
        if place[0] not in ours or _fetched(entry) >= before
        or (entry.capture is not None and is_needed(entry.capture))
    }  # fmt: skip
    beside = _places_beside(entries[place] for place in kept)
    kept |= {
        place
        for place, entry in entries.items()
        if entry.capture is None
        and any(abs(entry.moment - at) <= _ABOUT for at in beside.get(entry.target, ()))
    }
    # what a kept record has its payload from
    kept |= {p for place in kept if (p := entries[place].payload) and p in entries}
    dropped = {place: entry for place, entry in entries.items() if place not in kept}
    anew = {file.name for file in whole if any(place[0] == file.name for place in dropped)}
    while True:
        # a record that refers to one that moves is written anew as well
        more = {
            place[0]
            for place in kept
            if place[0] in ours - anew and (entries[place].payload or ("", 0))[0] in anew
        }
        if not more:
            break
        anew |= more
    return _Plan(kept=kept, dropped=dropped, anew=[file for file in whole if file.name in anew])


def _fetched(entry: Entry) -> datetime:
    return entry.capture.fetched if entry.capture else entry.moment


def _places_beside(kept: Iterator[Entry]) -> dict[str, list[datetime]]:
    """The addresses on the way to kept captures, and about when they were asked."""
    beside: dict[str, list[datetime]] = {}
    for entry in kept:
        capture = entry.capture
        if capture is None:
            continue
        urls = {without_fragment(capture.url), *(hop.url for hop in capture.hops)}
        if capture.memento:
            urls.add(capture.memento.url)
        for url in urls:
            beside.setdefault(uri(url), []).extend((capture.fetched, capture.captured))
    return beside


def _write(folder: Path, plan: _Plan, catalogue: Catalogue, software: str) -> None:
    """The new files and the new index, on the disk, and then the note."""
    room = folder / ROOM
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir()
    written = []
    for file in plan.anew:
        name = _next_name(file.name)
        if _copy(file, room / name, plan, software):
            written.append(name)
    fresh = Catalogue()
    for name in written:
        scan = scan_file(room / name, 0, fresh)
        assert not scan.warnings
    gone = {file.name for file in plan.anew}
    lines = [to_line(entry) for entry in fresh.entries.values()]
    lines += [
        to_line(replace(entry, payload=_moved(entry.payload, plan)))
        for place, entry in catalogue.entries.items()
        if place[0] not in gone
    ]
    write(room / INDEX, "".join(sorted(lines)).encode("ascii"), mode="wb")
    note = {"new": written, "old": sorted(gone)}
    part = folder / f"{NOTE}.part"
    part.unlink(missing_ok=True)
    write(part, json.dumps(note).encode("ascii"), mode="wb")
    _sync(room)
    part.replace(folder / NOTE)
    _sync(folder)


def _copy(file: Path, target: Path, plan: _Plan, software: str) -> bool:
    """Write the kept records of a file anew; whether there are any.

    What is no answer (a request, the file's own first record) stays with the answer that
    comes next.
    """
    with target.open("wb") as out:
        start = out.write(warcinfo(target.name, software))
        waiting: list[Member] = []
        for member in find_members(file):
            assert member.plain is not None  # the file is whole
            place = (file.name, member.offset)
            if place not in plan.kept and place not in plan.dropped:
                waiting.append(member)
                continue
            if place in plan.kept:
                for one in waiting:
                    if not _is_warcinfo(one):
                        out.write(_packed(one.plain or b""))
                plan.places[place] = (target.name, out.tell())
                out.write(_packed(_pointed(member.plain, plan.places)))
            waiting.clear()
        some = out.tell() > start
        out.flush()
        os.fsync(out.fileno())
    if not some:
        target.unlink()
    return some


def _is_warcinfo(member: Member) -> bool:
    record = read_record(member.plain or b"")
    return record is not None and record.kind == "warcinfo"


def _packed(plain: bytes) -> bytes:
    """A record as a gzip member of its own, the same bytes each time."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return deflate.compress(plain) + deflate.flush()


def _pointed(plain: bytes, places: Mapping[Place, Place]) -> bytes:
    """A record whose head names the place of a payload, with the place where that is now."""
    head, rest = plain[: plain.find(b"\r\n\r\n")], plain[plain.find(b"\r\n\r\n") :]

    def moved(found: re.Match[bytes]) -> bytes:
        place = places.get((found[1].decode("ascii"), int(found[2])))
        if place is None:
            return found[0]
        return b'"refers":{"warc":"%s","offset":%d}' % (place[0].encode("ascii"), place[1])

    return _REFERS.sub(moved, head) + rest


def _moved(place: Place | None, plan: _Plan) -> Place | None:
    return plan.places.get(place, place) if place else None


def _next_name(name: str) -> str:
    """The name of a file that takes the place of another.

    >>> _next_name("citecheck-20260101-0001.warc.gz")
    'citecheck-20260101-0001-p1.warc.gz'
    >>> _next_name("citecheck-20260101-0001-p1.warc.gz")
    'citecheck-20260101-0001-p2.warc.gz'
    """
    found = _NUMBERED.search(name)
    assert found is not None
    return f"{name[: found.start()]}-p{int(found[2] or 0) + 1}.warc.gz"


def _finish(folder: Path) -> bool:
    """Do what the note says; each step may have been done before."""
    note, room = folder / NOTE, folder / ROOM
    try:
        steps = json.loads(note.read_bytes())
        names = [str(name) for name in (*steps["new"], *steps["old"])]
    except FileNotFoundError:
        shutil.rmtree(room, ignore_errors=True)
        return False
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            "is damaged",
            source=str(note),
            remedy="remove it and run `citecheck snapshots --reindex`",
        ) from error
    if any(Path(name).name != name or not name.startswith(OURS) for name in names):
        raise InputError("names files of others", source=str(note), remedy="remove it")
    for name in (*steps["new"], INDEX):
        if (room / name).exists():
            (room / name).replace(folder / name)
    _sync(folder)
    for name in steps["old"]:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(room, ignore_errors=True)
    note.unlink()
    _sync(folder)
    return True


def _sync(folder: Path) -> None:
    """Let what was renamed or removed in a folder be on the disk."""
    if os.name == "nt":
        return  # folders cannot be opened there
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
