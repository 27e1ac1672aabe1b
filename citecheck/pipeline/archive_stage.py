"""Ask the archive for the copy that was cited, and for one that is usable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace

from citecheck.model.captures import (
    ArchiveAnswer,
    Capture,
    DigestProof,
    Failure,
    Holding,
    Memento,
    NoResponse,
)
from citecheck.model.documents import Document, Extraction, UnreadReason
from citecheck.pipeline.edges import Copy, Edges
from citecheck.pipeline.frame_stage import ArchivedFrames
from citecheck.pipeline.mementos import fetch_memento
from citecheck.pipeline.reading import Reader
from citecheck.pipeline.targets import Target
from citecheck.ports import Archive, Step
from citecheck.verdicts.address import PARKED_CHARACTERS
from citecheck.verdicts.frames import unread_frames
from citecheck.verdicts.landing import (
    leads_to_error,
    leads_to_list,
    leads_to_login,
    leads_to_search,
    redirects_home,
)
from citecheck.verdicts.mementos import (
    CODED,
    bracketing,
    choose_far_mementos,
    choose_mementos,
    compare_digests,
)
from citecheck.verdicts.page_marks import Mark
from citecheck.verdicts.page_signs import find_signs

#: Archives bear two or three requests at a time; the gate before them does the rest.
WORKERS = 3
_COMPARED_THEN = "taken in an earlier run, and compared then; the archive may store the body coded"
#: A copy that a person can open though no program could read its words.
_FOR_PEOPLE = frozenset(
    {
        UnreadReason.NEEDS_OCR,
        UnreadReason.UNSUPPORTED,
        UnreadReason.PASSWORD,
        UnreadReason.TOO_LARGE,
        UnreadReason.TIMEOUT,
        UnreadReason.MEMORY,
    }
)


#: Failures from which nothing follows for the copy that was asked for.
_SILENT = frozenset(
    {
        Failure.NO_SUCH_NAME,
        Failure.REFUSED,
        Failure.UNREACHABLE,
        Failure.RESET,
        Failure.TIMEOUT,
        Failure.TLS,
        Failure.OFFLINE,
        Failure.NOT_ASKED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """What the archive holds of one address, and the copies that were looked at."""

    live_url: str
    answer: ArchiveAnswer
    copies: tuple[Copy, ...]


def capture_archived(
    publications: Sequence[Sequence[Target]],
    edges: Edges,
    archives: Sequence[Archive],
    reader: Reader,
    frames: ArchivedFrames,
    *,
    window_days: int,
) -> list[dict[str, Archived]]:
    """For each publication's live addresses the archived copies near every moment it names.

    The first of ``archives`` is asked for each address, the next where none so far
    has a usable copy for each of these moments.  Copies from outside the window are
    looked at where no archive has one inside it.  What several publications need of an
    address is asked once, and each is shown what it would have been shown alone.
    """
    known = {
        (entry.url, entry.archive): entry
        for entry in edges.journal.load()
        if isinstance(entry, ArchiveAnswer)
    }
    wanted: dict[str, list[tuple[int, list[Target]]]] = {}
    for number, targets in enumerate(publications):
        for url, group in _by_live_url(targets).items():
            wanted.setdefault(url, []).append((number, group))
    found: dict[str, list[Archived]] = {}
    pool = ThreadPoolExecutor(max_workers=WORKERS)
    try:
        tasks = {
            pool.submit(
                _look_up_for_all,
                url,
                [group for _, group in groups],
                _Asking(edges, archives, reader, known, frames, window_days),
            ): url
            for url, groups in wanted.items()
        }
        for task in as_completed(tasks):
            url = tasks[task]
            found[url] = task.result()
            edges.progress(Step(stage="archive", done=len(found), total=len(wanted), what=url))
    except BaseException:
        for archive in archives:
            archive.close()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    shown: list[dict[str, Archived]] = [{} for _ in publications]
    for url, groups in wanted.items():
        for (number, _), archived in zip(groups, found[url], strict=True):
            shown[number][url] = archived
    return shown


def recall_archived(
    targets: Sequence[Target],
    edges: Edges,
    reader: Reader,
    frames: ArchivedFrames,
    *,
    window_days: int,
) -> dict[str, Archived]:
    """What the snapshots hold of archived copies, for a run that asks no archive."""
    found = {}
    for url, group in _by_live_url(targets).items():
        kept = {c.memento.timestamp: c for c in edges.store.captures(url) if c.memento}
        mementos = tuple(c.memento for c in kept.values() if c.memento)
        if not mementos:
            continue  # and so nothing is known: no archive was asked
        answer = ArchiveAnswer(
            url=url,
            holding=Holding.CAPTURED,
            mementos=mementos,
            why="from the snapshots of an earlier run",
        )
        copies = []
        for memento in _wanted(group, mementos, window_days):
            capture = kept.get(memento.timestamp)
            if capture:
                copies.append(_copy_of(capture, _ReadCopy(reader, frames)))
        found[url] = Archived(live_url=url, answer=answer, copies=tuple(copies))
    return found


def _by_live_url(targets: Sequence[Target]) -> dict[str, list[Target]]:
    groups: dict[str, list[Target]] = {}
    for target in targets:
        groups.setdefault(target.live_url, []).append(target)
    return groups


@dataclass(frozen=True, slots=True)
class _Asking:
    """What every look-up of one address needs; what it learns serves the next one too."""

    edges: Edges
    archives: Sequence[Archive]
    reader: Reader
    known: Mapping[tuple[str, str], ArchiveAnswer]
    frames: ArchivedFrames
    window_days: int
    answers: dict[str, ArchiveAnswer] = field(default_factory=dict)
    copies: dict[str, Copy] = field(default_factory=dict)

    def holdings(self, url: str, archive: Archive) -> ArchiveAnswer:
        """What one archive says, now or in the run that this one goes on from."""
        known = self.answers.get(archive.name) or self.known.get((url, archive.name))
        if known is None:
            known = archive.holdings(url)
            if known.holding is not Holding.UNAVAILABLE and not known.postponed:
                self.edges.journal.write(known)
        self.answers[archive.name] = known
        return known


def _look_up_for_all(
    url: str, groups: Sequence[Sequence[Target]], asking: _Asking
) -> list[Archived]:
    """What the archives hold of an address for each publication that cites it."""
    return [_look_up(url, group, asking) for group in groups]


def _look_up(url: str, group: Sequence[Target], asking: _Asking) -> Archived:
    edges = asking.edges
    kept = {c.memento.timestamp: c for c in edges.store.captures(url) if c.memento}
    held_before = [c.memento for c in kept.values() if c.memento]
    copies: dict[str, Copy] = {}

    def take(memento: Memento, archive: Archive) -> Copy:
        known = asking.copies.get(memento.timestamp)
        if known is None:
            capture = kept.get(memento.timestamp)
            read = _ReadCopy(asking.reader, asking.frames, archive)
            known = _copy_of(capture, read) if capture else _fetch(memento, edges, archive, read)
            asking.copies[memento.timestamp] = known
        copies[memento.timestamp] = known
        return known

    for memento in _printed(group):
        take(memento, asking.archives[0])
    without = {moment for target in group for moment in target.moments}
    answers: list[ArchiveAnswer] = []
    for archive in asking.archives:
        answer = asking.holdings(url, archive)
        if answer.holding is Holding.UNAVAILABLE:
            answer = _as_taken_before(answer, [m for m in held_before if m.archive == archive.name])
        answers.append(answer)
        for moment in sorted(without, key=lambda m: (m.first, m.last)):
            near, days = moment.near, asking.window_days
            for memento in choose_mementos(answer.mementos, near=near, window_days=days):
                if take(memento, archive).usable:
                    without.discard(moment)
                    break
        if not without:
            break
    held = {archive.name: archive for archive in asking.archives}
    listed = [m for answer in answers for m in answer.mementos]
    for moment in without:
        for memento in choose_far_mementos(
            listed, near=moment.near, window_days=asking.window_days
        ):
            if take(memento, held.get(memento.archive, asking.archives[0])).usable:
                break
    # two moments asked for may have shown one capture
    once = {copy.memento.timestamp: copy for copy in copies.values()}
    shown = tuple(once[timestamp] for timestamp in sorted(once))
    said = [_as_shown(answer, shown) for answer in answers]
    return Archived(live_url=url, answer=join_answers(said), copies=shown)


def _as_shown(answer: ArchiveAnswer, copies: Sequence[Copy]) -> ArchiveAnswer:
    """An archive's word after its copies were asked for: it may list what it may not show."""
    tried = [copy for copy in copies if copy.memento.archive == answer.archive]
    if answer.holding is not Holding.CAPTURED or not tried:
        return answer
    if not all(copy.excluded for copy in tried):
        return answer
    why = f"{answer.why}; {tried[0].why}".removeprefix("; ")
    return replace(answer, holding=Holding.EXCLUDED, why=why)


def _as_taken_before(answer: ArchiveAnswer, kept: Sequence[Memento]) -> ArchiveAnswer:
    """An archive's silence, with the copies that earlier runs took from it: these still stand."""
    known = {m.timestamp for m in answer.mementos}
    more = tuple(m for m in kept if m.timestamp not in known)
    if not more:
        return answer
    why = f"{answer.why}; what earlier audits took from it stands in".removeprefix("; ")
    mementos = tuple(sorted((*answer.mementos, *more), key=lambda m: m.timestamp))
    return replace(answer, mementos=mementos, why=why)


def join_answers(answers: Sequence[ArchiveAnswer]) -> ArchiveAnswer:
    """What several archives say together: captured if any has it, else what the first says.

    The others are silent or empty as often as not; each one's word stands in ``why``.
    """
    first = answers[0]
    if len(answers) == 1:
        return first
    captured = any(answer.holding is Holding.CAPTURED for answer in answers)
    mementos = {m for answer in answers for m in answer.mementos}
    return ArchiveAnswer(
        url=first.url,
        holding=Holding.CAPTURED if captured else first.holding,
        mementos=tuple(sorted(mementos, key=lambda m: (m.timestamp, m.archive, m.original))),
        postponed=not captured and first.postponed,
        why="; ".join(f"{a.archive}: {a.holding}, {a.why}".rstrip(", ") for a in answers),
    )


def _printed(group: Sequence[Target]) -> list[Memento]:
    return [memento for target in group for memento in target.printed]


def _wanted(
    group: Sequence[Target], mementos: tuple[Memento, ...], window_days: int
) -> list[Memento]:
    """The kept mementos that bear on the moments of these targets, each once, in time order."""
    wanted = {m.timestamp: m for m in _printed(group)}
    for moment in {m for target in group for m in target.moments}:
        near, same = moment.near, bracketing(mementos, moment.near)
        chosen = choose_mementos(mementos, near=near, window_days=window_days)
        far = choose_far_mementos(mementos, near=near, window_days=window_days)
        wanted.update({m.timestamp: m for m in (*chosen, *far, *same)})
    return [wanted[timestamp] for timestamp in sorted(wanted)]


def _fetch(memento: Memento, edges: Edges, archive: Archive, read: _ReadCopy) -> Copy:
    came = fetch_memento(memento, edges, archive)
    if isinstance(came, NoResponse):
        return Copy(
            memento=memento,
            usable=False,
            why=came.why,
            unfetched=came.failure in _SILENT,
            excluded=came.failure is Failure.EXCLUDED,
        )
    capture, outcome = came
    return _copy_of(capture, read, body=outcome.body, coded=CODED in outcome.why)


@dataclass(frozen=True, slots=True)
class _ReadCopy:
    """Reads a copy with its frames, those from an archive where one may be asked."""

    reader: Reader
    frames: ArchivedFrames
    archive: Archive | None = None

    def __call__(self, capture: Capture, body: bytes | None) -> Extraction:
        return self.frames.read(capture, self.reader.read(capture, body=body), self.archive)


def _copy_of(
    capture: Capture, read: _ReadCopy, *, body: bytes | None = None, coded: bool | None = None
) -> Copy:
    assert capture.memento is not None
    memento, proof = capture.memento, _proof(capture, coded=coded)
    if not 200 <= capture.status < 300:
        why = f"the archive captured an error there ({capture.status})"
        return Copy(memento=memento, usable=False, why=why, capture=capture, proof=proof)
    if elsewhere := _leads_elsewhere(memento.original, capture.final_url):
        why = f"the archived copy leads to {elsewhere}"
        return Copy(memento=memento, usable=False, why=why, capture=capture)
    text = read(capture, body)
    usable, why = judge_copy(text, read.reader.marks(capture))
    return Copy(memento=memento, usable=usable, why=why, capture=capture, is_read=True, proof=proof)


def _proof(capture: Capture, *, coded: bool | None) -> DigestProof | None:
    """The archive's digest against that of these bytes; a redirect's is of other bytes.

    ``coded`` is ``None`` for a copy of an earlier run: how the archive stores it was not kept.
    """
    if capture.memento is None or capture.hops or not capture.complete:
        return None
    proof = compare_digests(capture.memento.digest, capture.digest, coded=coded is True)
    if proof and proof.agrees is False and coded is None:
        return replace(proof, agrees=None, why=_COMPARED_THEN)
    return proof


def _leads_elsewhere(url: str, final_url: str) -> str | None:
    """What an archived page had become when it was captured; ``None`` for the page itself."""
    for leads, what in (
        (redirects_home, "a home page"),
        (leads_to_login, "a login"),
        (leads_to_error, "a page of errors"),
        (leads_to_search, "a search"),
        (leads_to_list, "a list or the front page of a section"),
    ):
        if leads(url, final_url):
            return what
    return None


def judge_copy(text: Extraction, marks: frozenset[Mark] = frozenset()) -> tuple[bool, str]:
    """Whether an archived copy is the source rather than an error page, and why."""
    length = len(text.text) if isinstance(text, Document) else 0
    if Mark.PARKING_SERVICE in marks and length < PARKED_CHARACTERS:
        return False, "the archived copy shows what a parking service shows on idle domains"
    if isinstance(text, Document):
        signs = find_signs(text)
        if signs:
            return False, f"the archived copy is no source: “{signs[0].words}”"
        return True, "; ".join(filter(None, ("read", unread_frames(text))))
    return text.reason in _FOR_PEOPLE, text.why
