"""Fakes for the pipeline's ports: what the world would say stands in a dict."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from citecheck.model.captures import (
    ArchiveAnswer,
    Capture,
    Failure,
    Holding,
    Memento,
    Network,
    NetworkState,
    NoResponse,
    Origin,
    Outcome,
    Response,
)
from citecheck.model.documents import Document, Extraction, Page
from citecheck.ports import Step

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
ONLINE = NetworkState(network=Network.ONLINE, why="a host answers")
OFFLINE = NetworkState(network=Network.OFFLINE, why="none of 11 hosts can be reached")


def page(url: str, text: str, *, status: int = 200, final: str | None = None) -> Response:
    """A web page with this text."""
    return Response(
        url=url,
        final_url=final or url,
        status=status,
        headers=(("Content-Type", "text/html"),),
        body=text.encode(),
        at=NOW,
    )


@dataclass
class FakeWeb:
    """The web in a dict; an address that is not in it has no name.  ``asked`` keeps count."""

    pages: Mapping[str, Outcome]
    stop_after: int | None = None
    asked: list[str] = field(default_factory=list)

    def fetch_all(
        self, addresses: Sequence[str], *, started: Callable[[str], None]
    ) -> Generator[Outcome, None, None]:
        for done, url in enumerate(addresses):
            if self.stop_after is not None and done >= self.stop_after:
                raise KeyboardInterrupt
            started(url)
            self.asked.append(url)
            missing = NoResponse(url=url, failure=Failure.NO_SUCH_NAME, why="no such name", at=NOW)
            yield self.pages.get(url, missing)


@dataclass
class FakeArchive:
    """An archive in a dict: address → timestamp → page."""

    held: Mapping[str, Mapping[str, Response]]
    answer: Holding | None = None
    name: str = "archive.example"
    asked: list[str] = field(default_factory=list)

    def close(self) -> None:
        self.answer = Holding.UNAVAILABLE

    def holdings(self, address: str) -> ArchiveAnswer:
        self.asked.append(address)
        if self.answer:
            why = "the archive says so"
            return ArchiveAnswer(url=address, holding=self.answer, why=why, archive=self.name)
        mementos = tuple(
            Memento(
                timestamp=stamp,
                original=address,
                url=f"https://{self.name}/web/{stamp}/{address}",
                archive=self.name,
                status=response.status,
            )
            for stamp, response in sorted(self.held.get(address, {}).items())
        )
        holding = Holding.CAPTURED if mementos else Holding.NONE
        return ArchiveAnswer(url=address, holding=holding, mementos=mementos, archive=self.name)

    def fetch(self, memento: Memento) -> Outcome:
        response = self.held.get(memento.original, {}).get(memento.timestamp)
        if response is None:
            return NoResponse(
                url=memento.original, failure=Failure.MALFORMED, why="no such capture", at=NOW
            )
        at = datetime.strptime(memento.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        return replace(response, at=at)


@dataclass
class MemoryStore:
    """Snapshots in memory."""

    kept: list[tuple[Capture, bytes]] = field(default_factory=list)

    def keep(self, response: Response, *, memento: Memento | None = None) -> Capture:
        capture = Capture(
            url=response.url,
            final_url=response.final_url,
            origin=Origin.ARCHIVE if memento else Origin.LIVE,
            status=response.status,
            captured=response.at,
            fetched=NOW,
            digest=f"sha1:{hash(response.body)}",
            length=len(response.body),
            media_type=response.header("content-type"),
            warc="memory",
            offset=len(self.kept),
            hops=response.hops,
            complete=response.complete,
            memento=memento,
        )
        self.kept.append((capture, response.body))
        return capture

    def captures(self, address: str) -> Sequence[Capture]:
        return [capture for capture, _ in self.kept if capture.url == address]

    def body(self, capture: Capture) -> bytes:
        return self.kept[capture.offset][1]


class PlainExtractor:
    """Takes the bytes for the text; the first line is the title."""

    def extract(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        text = body.decode()
        title = text.splitlines()[0] if text else None
        return Document(
            media_type="text/html",
            title=title,
            headings=(title,) if title else (),
            language="en",
            pages=(Page(number=1, text=text),),
        )

    def extract_again(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        return self.extract(body, media_type=media_type, name=name)


@dataclass
class MemoryJournal:
    """A journal in memory; ``finished`` tells how the run ended."""

    entries: list[Outcome | ArchiveAnswer] = field(default_factory=list)
    finished: bool = False
    #: All that was ever written, forgotten or not.
    kept: list[Outcome | ArchiveAnswer] = field(default_factory=list)

    def load(self) -> Sequence[Outcome | ArchiveAnswer]:
        return tuple(self.entries)

    def write(self, entry: Outcome | ArchiveAnswer) -> None:
        self.entries.append(entry)
        self.kept.append(entry)

    def close(self, *, finished: bool) -> None:
        self.finished = finished
        if finished:
            self.entries.clear()


@dataclass
class FakeProbe:
    """Says these states, one a look; the last one for ever."""

    states: list[NetworkState]
    looks: int = 0

    def look(self, addresses: Sequence[str]) -> NetworkState:
        state = self.states[min(self.looks, len(self.states) - 1)]
        self.looks += 1
        return state


@dataclass
class Steps:
    """Remembers the steps of a run."""

    seen: list[Step] = field(default_factory=list)

    def __call__(self, step: Step) -> None:
        self.seen.append(step)
