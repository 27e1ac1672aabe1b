"""The only module that names concrete edges: each way to run is a wiring, not an ``if``."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import citecheck
from citecheck.capture.archives import (
    WaybackArchive,
    archive_addresses,
    open_archives,
    shared_folder,
)
from citecheck.capture.door import Door
from citecheck.capture.live import RequestsWeb
from citecheck.capture.network import SystemProbe
from citecheck.capture.rescue import open_rules
from citecheck.capture.revisiting import RecordingDoor
from citecheck.capture.saving import SaveJournal, open_saver
from citecheck.demo import DemoWorld, serve
from citecheck.evidence import (
    KeepingArchive,
    KeepingJournal,
    KnowingJournal,
    SharedJournal,
)
from citecheck.model.audits import Audit
from citecheck.model.captures import (
    ArchiveAnswer,
    Outcome,
)
from citecheck.model.notes import Publication
from citecheck.model.rulings import Ruling
from citecheck.model.saving import SaveReport
from citecheck.model.verdicts import Standing
from citecheck.opening import (
    now,
    open_cached_extractor,
    open_captures,
)
from citecheck.pipeline import (
    Edges,
    Job,
    choose_kept,
    find_addresses,
    find_days,
    run_audits,
)
from citecheck.ports import (
    Archive,
    Journal,
    LiveWeb,
    Progress,
    RescueRoutes,
    SnapshotStore,
    Step,
    Workers,
)
from citecheck.publications import Source, open_publication
from citecheck.rulings import read_rulings, rulings_file
from citecheck.settings import Settings
from citecheck.snapshots import CachedArchive, FileJournal, WarcStore, check_budget
from citecheck.snapshots.urlkey import urlkey
from citecheck.spreading import spread_out
from citecheck.verdicts.landing import host_of
from citecheck.verdicts.rulings import hold_rulings

SNAPSHOTS = Path("snapshots")
#: The key of a file that keeps answers, whatever the run asked.
ANSWERS = "answers"


def be_quiet(step: Step) -> None:
    """Take no notice."""


def say_nothing(sentence: str) -> None:
    """Take no notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A publication to audit: its job, its name in the snapshots, and what people decided."""

    job: Job
    name: str
    rulings: tuple[Ruling, ...] = ()


def to_request(
    source: Source,
    *,
    only: tuple[int, ...] = (),
    standings: Mapping[str, Standing] = MappingProxyType({}),
) -> Request:
    """What :func:`audit_requests` takes, from a publication and its history.

    Raises :class:`InputError` if its rulings cannot be read.
    """
    return Request(
        job=Job(
            publication=source.publication, source=source.shown, only=only, standings=standings
        ),
        name=source.name,
        rulings=read_rulings(rulings_file(Path(source.shown))),
    )


def audit_source(
    source: Source,
    settings: Settings,
    *,
    offline: bool = False,
    must_be_online: bool = False,
    only: tuple[int, ...] = (),
    snapshots: Path = SNAPSHOTS,
    progress: Progress = be_quiet,
    standings: Mapping[str, Standing] = MappingProxyType({}),
    warn: Callable[[str], None] = say_nothing,
    workers: Workers | None = None,
) -> Audit:
    """Audit one publication; arguments and errors are those of :func:`audit_requests`."""
    (audit,) = audit_requests(
        [to_request(source, only=only, standings=standings)],
        settings,
        offline=offline,
        must_be_online=must_be_online,
        snapshots=snapshots,
        progress=progress,
        warn=warn,
        workers=workers,
    )
    return audit


def audit_requests(
    requests: Sequence[Request],
    settings: Settings,
    *,
    offline: bool = False,
    must_be_online: bool = False,
    snapshots: Path = SNAPSHOTS,
    progress: Progress = be_quiet,
    warn: Callable[[str], None] = say_nothing,
    workers: Workers | None = None,
) -> Iterator[Audit]:
    """Audit publications in one run: on the live web and archives, or from snapshots alone.

    There is one live web, one way to the archives and one folder of snapshots for all of
    them; each has a journal of its own there, under its name.  An audit comes out as soon
    as it is judged, in the order of the requests; what was captured is kept until all are
    taken.  ``workers`` ask, read and match where they are given; archives are asked from here
    alone, where their gate is.  With ``settings.only_due`` what is not due by its standing
    keeps its last answer, as far as one is kept.  ``warn`` is told a sentence for each place
    in the snapshots that is damaged.  Raises :class:`InputError` for anything that keeps the
    run from starting, and lets ``KeyboardInterrupt`` through.
    """
    if settings.disk_budget is not None and not offline:
        check_budget(snapshots, settings.disk_budget)
    with open_captures(settings, snapshots) as store:
        for sentence in store.warnings:
            warn(sentence)
        yield from _audit_kept_in(
            store,
            requests,
            settings,
            offline=offline,
            must_be_online=must_be_online,
            snapshots=snapshots,
            progress=progress,
            workers=workers,
        )


def _audit_kept_in(
    store: WarcStore,
    requests: Sequence[Request],
    settings: Settings,
    *,
    offline: bool,
    must_be_online: bool,
    snapshots: Path,
    progress: Progress,
    workers: Workers | None,
) -> Iterator[Audit]:
    door = RecordingDoor(Door(settings, clock=now), store)
    archives = (
        ()
        if offline or not settings.use_archive
        else open_archives(
            settings,
            door,
            clock=now,
            shared=shared_folder(settings, os.environ, Path.home()),
            near=find_days([request.job for request in requests], today=now().date()).get,
        )
    )
    listed: tuple[Archive, ...] = tuple(_remembering(one, settings, snapshots) for one in archives)
    rescue = open_rules(settings.rescue)
    owners = _owners(requests, rescue)
    journals = [_journal(request, settings, snapshots, store) for request in requests]
    if settings.only_due and not offline:
        known = [_find_kept(one, rescue, settings, snapshots, store) for one in requests]
        journals = [KnowingJournal(j, kept) for j, kept in zip(journals, known, strict=True)]
    if not offline and not any(request.job.only for request in requests):
        # The answers of a whole run are kept, so that it can be packed and replayed.
        kept = [_Answers.of(request, snapshots, store) for request in requests]
        journals = [one.keeping(journal) for one, journal in zip(kept, journals, strict=True)]
        answers = SharedJournal([one.journal for one in kept], owners)
        listed = tuple(KeepingArchive(one, answers.write_about) for one in listed)
    journal: Journal = SharedJournal(journals, owners)
    web: LiveWeb = RequestsWeb(settings, recorder=store, clock=now)
    far = None
    if workers:
        key = _run_key(requests, settings)
        spread = spread_out(workers, settings, snapshots, store, key=key, journal=journal)
        journal, web, far = spread.journal, spread.web, spread.far
    edges = Edges(
        clock=now,
        store=store,
        extractor=open_cached_extractor(settings, snapshots),
        journal=journal,
        progress=progress,
        probe=None if offline else SystemProbe(settings),
        web=None if offline else web,
        archive=listed[0] if listed else None,
        more_archives=listed[1:],
        rescue=rescue,
        far=far,
    )
    audits = run_audits(
        [request.job for request in requests],
        edges,
        settings,
        version=citecheck.__version__,
        must_be_online=must_be_online,
    )
    for number, request in enumerate(requests, start=1):
        audit = next(audits)
        if number == len(requests):
            store.forget()  # reports need it no more, and have need of the room
        yield replace(audit, rulings=hold_rulings(audit, request.rulings))
    next(audits, None)  # all are taken: the journals can go


def _run_key(requests: Sequence[Request], settings: Settings) -> str:
    """What is equal for a run and for the one that goes on where it was stopped."""
    keys = [
        (one.name, _journal_key(one.job.publication, settings, one.job.only)) for one in requests
    ]
    return hashlib.sha256(repr(keys).encode()).hexdigest()


def _owners(
    requests: Sequence[Request], rescue: RescueRoutes | None
) -> Callable[[str], Sequence[int]]:
    """Tells which of the requests an address concerns, in whatever spelling."""
    if len(requests) == 1:
        return lambda _: (0,)
    owners: dict[str, list[int]] = {}
    of_host: dict[str, list[int]] = {}
    for number, request in enumerate(requests):
        urls = find_addresses(request.job, rescue, today=now().date())
        for key in {urlkey(url) for url in urls}:
            owners.setdefault(key, []).append(number)
        for host in {host_of(url) for url in urls}:
            of_host.setdefault(host, []).append(number)
    # frames, which show themselves on the way, are of the host of their page
    return lambda url: owners.get(urlkey(url)) or of_host.get(host_of(url)) or ()


def _journal(
    request: Request, settings: Settings, snapshots: Path, store: SnapshotStore
) -> Journal:
    return FileJournal(
        snapshots / f"{request.name}.journal.jsonl",
        key=_journal_key(request.job.publication, settings, request.job.only),
        store=store,
        clock=now,
    )


def _find_kept(
    request: Request,
    rescue: RescueRoutes | None,
    settings: Settings,
    snapshots: Path,
    store: SnapshotStore,
) -> Sequence[Outcome | ArchiveAnswer]:
    """What the last whole run was answered, as far as that is not due."""
    answers = FileJournal(answers_file(snapshots, request.name), key=ANSWERS, store=store).load()
    today = now().date()
    addresses = find_addresses(request.job, rescue, today=today)
    return choose_kept(request.job, answers, addresses, settings, today=today)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """All answers of a run for one publication, in a file that is whole or not there."""

    journal: Journal
    part: Path
    kept: Path

    @classmethod
    def of(cls, request: Request, snapshots: Path, store: SnapshotStore) -> _Answers:
        """The file of a request, begun anew."""
        kept = answers_file(snapshots, request.name)
        part = kept.with_name(f"{kept.name}.part")
        part.unlink(missing_ok=True)
        return cls(journal=FileJournal(part, key=ANSWERS, store=store), part=part, kept=kept)

    def keeping(self, journal: Journal) -> Journal:
        """A journal that writes them down too, and keeps them when the run has finished."""
        return KeepingJournal(journal, self.journal, self._promote)

    def _promote(self) -> None:
        if self.part.exists():
            self.part.replace(self.kept)


def _remembering(archive: WaybackArchive, settings: Settings, snapshots: Path) -> Archive:
    """The archive, not asked again for what it listed a few hours ago."""
    if settings.archive_cache_hours <= 0:
        return archive
    return CachedArchive(
        archive,
        snapshots / "archive-lists.jsonl",
        key=archive.base.collection,
        hours=settings.archive_cache_hours,
        clock=now,
    )


def answers_file(snapshots: Path, name: str) -> Path:
    """Where every answer of a publication's last whole run is kept."""
    return snapshots / f"{name}.answers.jsonl"


def _journal_key(publication: Publication, settings: Settings, only: tuple[int, ...]) -> str:
    """What must be equal for an interrupted run's answers to be worth reusing."""
    addresses = sorted({c.url for n in publication.endnotes for c in n.citations if c.url})
    parts = (addresses, only, archive_addresses(settings), settings.proxy, settings.allow_private)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def save_addresses(
    urls: Sequence[str], settings: Settings, *, journal: Path, recent_days: int
) -> Iterator[SaveReport]:
    """Ask the archive to keep these addresses, with the user's keys; what came of each.

    Raises :class:`InputError` if the keys are missing or not accepted.
    """
    settings = replace(settings, budget=None)  # an audit's
    door, shared = Door(settings), shared_folder(settings, os.environ, Path.home())
    archive = open_archives(settings, door, clock=now, shared=shared)[0]
    notes = SaveJournal(journal, clock=now)
    saver = open_saver(
        settings, door, archive, notes, shared=shared, clock=now, recent_days=recent_days
    )
    return saver.save(urls)


#: The demo's patience: its slowest page answers after half a second, its silent one never.
DEMO_PATIENCE = Settings(
    delay=0.0,
    jobs=16,
    connect_timeout=2.0,
    read_timeout=3.0,
    total_timeout=6.0,
    retries=1,
    backoff=0.1,
    retry_after_cap=5.0,
)


@contextmanager
def demo() -> Iterator[tuple[DemoWorld, Settings]]:
    """The invented web while it runs, and the settings that lead there and nowhere else."""
    with serve() as world:
        yield world, replace(DEMO_PATIENCE, proxy=world.proxy_url, archive=world.archive_url)


__all__ = [
    "Request",
    "Source",
    "answers_file",
    "audit_requests",
    "audit_source",
    "demo",
    "now",
    "open_publication",
    "save_addresses",
    "to_request",
]
