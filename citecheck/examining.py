"""Whether a machine and a publication are fit for an audit; nothing is written or mended."""

from __future__ import annotations

from pathlib import Path

from citecheck.capture.health import Check, examine
from citecheck.extract import IsolatedExtractor
from citecheck.history import History
from citecheck.model.documents import Document
from citecheck.model.errors import InputError
from citecheck.publications import Source
from citecheck.settings import Settings
from citecheck.snapshots import INDEX, count_damaged_lines, measure_folder
from citecheck.wiring import SNAPSHOTS, now

_WORDS = "38 percent of the boats"


def examine_machine(settings: Settings, snapshots: Path = SNAPSHOTS) -> tuple[Check, ...]:
    """The network, the archive, the clock, the disk, the workers, the snapshots."""
    return (*examine(settings, snapshots, now), _worker(settings), _snapshots(snapshots, settings))


def examine_publication(source: Source, folder: Path) -> tuple[Check, ...]:
    """The lock, the history and the notices of a publication whose reports are in a folder."""
    history = History(folder)
    lock = history.is_held()
    held = "another audit of it is running" if lock else "no audit of it is running"
    return (
        Check(name="lock", well=not lock, seen=f"{source.name}: {held}"),
        *_history(history),
    )


def _worker(settings: Settings) -> Check:
    """Whether a captured file is read in a process of its own, within its limits."""
    body = f"<html><body><p>{_WORDS}</p></body></html>".encode()
    extractor = IsolatedExtractor(settings)
    text = extractor.extract(body, media_type="text/html", name="a trial")
    well = isinstance(text, Document) and _WORDS in text.pages[0].text
    lacks = "; ".join(extractor.find_lacks()) or "without network, changes to files and programs"
    limits = f"{settings.worker_seconds:g} s, {settings.worker_memory / (1 << 20):,.0f} MB"
    seen = (
        f"reads a page in a process of its own ({limits}), {lacks}"
        if well
        else f"reads nothing: {text}"
    )
    return Check(name="worker", well=well, seen=seen)


def _snapshots(snapshots: Path, settings: Settings) -> Check:
    """Whether the snapshots' index is whole, and whether they have room.

    `citecheck snapshots` reads the records themselves.
    """
    if not snapshots.is_dir():
        return Check(name="snapshots", well=True, seen=f"none yet in {snapshots}")
    size = measure_folder(snapshots)
    damaged = count_damaged_lines(snapshots / INDEX)
    seen = f"{size / 1e6:,.1f} MB in {snapshots}"
    if damaged:
        seen += f"; {damaged} damaged lines in {INDEX}: run `citecheck snapshots --reindex`"
    full = settings.disk_budget is not None and size >= settings.disk_budget
    if full:
        seen += "; as many as disk_budget allows: see `citecheck history --prune`"
    return Check(name="snapshots", well=not (damaged or full), seen=seen)


def _history(history: History) -> tuple[Check, ...]:
    try:
        kept = history.check()
    except InputError as error:
        return (Check(name="history", well=False, seen=str(error)),)
    if not kept:
        return (Check(name="history", well=True, seen="no audit yet"),)
    last, moment = kept[-1], now()
    ahead = last.started > f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    seen = f"{len(kept)} audits, the last of {last.started}"
    if ahead:
        seen += ", which is later than this machine's clock"
    lost = history.lost_notices()
    told = f"not delivered: {'; '.join(lost)}" if lost else "none waits to be delivered"
    return (
        Check(name="history", well=not ahead, seen=seen),
        Check(name="notices", well=not lost, seen=told),
    )
