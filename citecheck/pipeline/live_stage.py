"""Ask the live web for every address once, keep what came, and read it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from queue import SimpleQueue
from threading import Semaphore

from citecheck.model.captures import (
    Capture,
    Failure,
    Network,
    NoResponse,
    Origin,
    Outcome,
    Response,
)
from citecheck.pipeline.edges import Edges, LiveResult, answer_of, hold_result
from citecheck.pipeline.reading import Reader
from citecheck.ports import LiveWeb, Step
from citecheck.verdicts.address import CHOICES, DECIDING_HEADERS, MISLABELLED

#: So many hosts without any network-level answer are a reason to look at the
#: machine's own network again before anything is called dead.
SUSPICIOUS_HOSTS = 3
#: So many captures wait to be read before the web is waited with; each is a few hundred bytes,
#: and a web that waits begins its silences late.
MOST_PENDING = 5_000
#: What is read ahead together has so many bytes, or is one capture.
MOST_BYTES_AHEAD = 1_000_000
_NO_NETWORK_ANSWER = frozenset({Failure.NO_SUCH_NAME, Failure.UNREACHABLE, Failure.TIMEOUT})


def capture_live(
    addresses: Sequence[str],
    edges: Edges,
    web: LiveWeb,
    reader: Reader,
) -> dict[str, LiveResult]:
    """What each address answers; what a stopped run already knew is not asked again, nor what is
    not due and begins the run already answered.

    Every answer is in the snapshots and the journal before the next is taken; its text is
    read while others are waited for.
    """
    known = _remembered(addresses, edges)
    waiting = [url for url in addresses if url not in known]
    total = len(addresses)
    results: dict[str, LiveResult] = {}

    def started(url: str) -> None:
        edges.progress(Step(stage="live", done=len(results), total=total, what=url))

    with _Reading(reader) as reading:
        for url, (outcome, kept) in known.items():
            results[url] = reading.begin(outcome, kept)
        known.clear()
        with closing(web.fetch_all(waiting, started=started)) as answers:
            for outcome in answers:
                kept = None
                if isinstance(outcome, Response):
                    kept = outcome.kept or edges.store.keep(outcome)
                    outcome = _without_body(outcome)
                if not _is_unasked(outcome):  # the next run asks it
                    edges.journal.write(outcome)
                url = outcome.url
                results[url] = reading.begin(_with_deciding_headers(outcome), kept)
                started(url)
        reading.wait(edges)
        return _own_network_lost(results, edges)


def _without_body(outcome: Response) -> Response:
    """The answer without what the snapshots hold of it."""
    return replace(outcome, body=b"", wire=None, kept=None, unchanged=None)


def _with_deciding_headers(outcome: Outcome) -> Outcome:
    """The answer as it is held: a dozen headers are longer than all else that is known of it."""
    if isinstance(outcome, NoResponse):
        return outcome
    headers = tuple(one for one in outcome.headers if one[0].lower() in DECIDING_HEADERS)
    return outcome if len(headers) == len(outcome.headers) else replace(outcome, headers=headers)


def recall_live(addresses: Sequence[str], edges: Edges, reader: Reader) -> dict[str, LiveResult]:
    """What the snapshots hold of each address's last live answer, for a run without a network."""
    with _Reading(reader) as reading:
        results = {
            url: reading.begin(replace(answer_of(kept), url=url), kept)
            for url in addresses
            if (kept := _latest(edges, url))
        }
        reading.wait(edges)
        return results


def _remembered(
    addresses: Sequence[str], edges: Edges
) -> dict[str, tuple[Outcome, Capture | None]]:
    """The answers in the journal with their captures; one whose capture is gone is asked again."""
    wanted = set(addresses)
    known: dict[str, tuple[Outcome, Capture | None]] = {}
    for entry in edges.journal.load():
        if isinstance(entry, Response | NoResponse) and entry.url in wanted:
            capture = _capture_of(entry, edges) if isinstance(entry, Response) else None
            if capture or isinstance(entry, NoResponse):
                known[entry.url] = _with_deciding_headers(entry), capture
    return known


def _capture_of(answer: Response, edges: Edges) -> Capture | None:
    """The capture that was made of an answer; not one of a later run over other publications."""
    live = [c for c in edges.store.captures(answer.url) if c.origin is Origin.LIVE]
    return next((c for c in reversed(live) if c.captured <= answer.at), None)


def _is_unasked(outcome: Outcome) -> bool:
    return isinstance(outcome, NoResponse) and outcome.failure is Failure.NOT_ASKED


def _latest(edges: Edges, url: str) -> Capture | None:
    kept = [c for c in edges.store.captures(url) if c.origin is Origin.LIVE]
    return kept[-1] if kept else None


def _own_network_lost(results: dict[str, LiveResult], edges: Edges) -> dict[str, LiveResult]:
    """Results, with failures told as ``offline`` where the machine itself lost its network."""
    failed = {
        url: result.answer
        for url, result in results.items()
        if isinstance(result.answer, NoResponse)
    }
    silent = {url for url, none in failed.items() if none.failure in _NO_NETWORK_ANSWER}
    if len(silent) < SUSPICIOUS_HOSTS or edges.probe is None:
        return results
    state = edges.probe.look(tuple(results))
    if state.network is not Network.ONLINE:
        why = f"this machine lost its network during the run: {state.why}"
        for url in silent:
            lost = replace(failed[url], failure=Failure.OFFLINE, why=why)
            results[url] = replace(results[url], answer=lost)
    return results


class _Reading:
    """Texts on their way, several at once: each is read in a process of its own.

    Where reading is slower than the web, the web is waited with.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._pool = ThreadPoolExecutor(max_workers=reader.at_once)
        self._begun = 0
        self._waiting: deque[Capture] = deque()
        self._room = Semaphore(MOST_PENDING)
        #: What went wrong with each that is over; mostly nothing, and nothing more is held.
        self._over: SimpleQueue[BaseException | None] = SimpleQueue()

    def __enter__(self) -> _Reading:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def begin(self, outcome: Outcome, capture: Capture | None) -> LiveResult:
        """Begin to read an answer, if there is something to read in it; gives what is known."""
        if not (isinstance(outcome, Response) and capture and is_worth_reading(outcome.status)):
            return hold_result(outcome, capture)
        self._room.acquire()
        self._begun += 1
        self._waiting.append(capture)
        self._pool.submit(self._read)
        return hold_result(outcome, capture, texts=self._reader)

    def _read(self) -> None:
        """Read what has waited longest, and hold no text here: the reader has it."""
        captures = self._take()
        wrong: BaseException | None = None
        try:
            self._reader.read_ahead(captures)
        except BaseException as error:  # noqa: BLE001 - carried to the caller, who raises it
            wrong = error
        for _ in captures:
            self._room.release()
            self._over.put(wrong)

    def _take(self) -> list[Capture]:
        """A few of those that wait: the fewer there are, the smaller is a share of them.

        So tasks are few while there is much to do, and end together.
        """
        share = len(self._waiting) // (2 * self._reader.at_once)
        most = max(1, min(share, self._reader.most_ahead))
        captures, length = list[Capture](), 0
        with suppress(IndexError):  # another thread has taken it
            while len(captures) < most and length < MOST_BYTES_AHEAD:
                captures.append(self._waiting.popleft())
                length += captures[-1].length
        return captures

    def wait(self, edges: Edges) -> None:
        """Wait until all are read."""
        for read in range(1, self._begun + 1):
            if wrong := self._over.get():  # a fault of ours
                raise wrong
            edges.progress(Step(stage="extract", done=read, total=self._begun))


def is_worth_reading(status: int) -> bool:
    """Whether the page that comes with a status says more than the status does.

    A wall against programs may call itself 503, and the page itself an error.
    """
    return 200 <= status <= CHOICES or status in MISLABELLED
