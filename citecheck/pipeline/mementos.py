"""One archived copy from the archive into the snapshots."""

from __future__ import annotations

from dataclasses import replace

from citecheck.model.captures import Capture, Memento, NoResponse, Response
from citecheck.pipeline.edges import Edges
from citecheck.ports import Archive


def fetch_memento(
    memento: Memento, edges: Edges, archive: Archive
) -> tuple[Capture, Response] | NoResponse:
    """The copy, kept, and the answer that it came in; or why it could not be had."""
    outcome = archive.fetch(memento)
    if isinstance(outcome, NoResponse):
        return outcome
    return edges.store.keep(outcome, memento=as_shown(memento, outcome)), outcome


def as_shown(memento: Memento, shown: Response) -> Memento:
    """The capture that the archive truly gave, where it is not the one asked for.

    The page's own redirects lead to captures of other moments; those stay as asked.
    """
    stamp = shown.at.strftime("%Y%m%d%H%M%S")
    if shown.hops or stamp == memento.timestamp:
        return memento
    url = memento.url.replace(memento.timestamp, stamp, 1)
    return replace(memento, timestamp=stamp, url=url, status=shown.status, digest=None)
