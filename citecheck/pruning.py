"""Which captures the audits of all histories refer to, and taking the others out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import citecheck
from citecheck.history import FILE_NAME, History
from citecheck.model.captures import Capture
from citecheck.model.errors import InputError
from citecheck.opening import TEXTS
from citecheck.snapshots import INDEX, Pruned, find_captures, prune_snapshots
from citecheck.wiring import now

#: An audit's captures are dated to the second, its beginning and end too.
_SECOND = timedelta(seconds=2)


def prune(
    snapshots: Path,
    reports: Sequence[Path],
    *,
    days: float,
    dry_run: bool,
    without: Collection[tuple[Path, str]] = (),
) -> tuple[Pruned, int]:
    """Take out of the snapshots what no audit refers to and is older than so many days.

    Gives what was taken out, and the number of remembered texts of bytes that are not kept.

    ``reports`` are folders with the reports of every publication that shares the snapshots;
    ``without``: audits, each by its history's folder and its id, that count for nothing.
    Raises :class:`InputError` if none of them holds a history, if one is damaged, or if an
    audit is running.
    """
    if not snapshots.is_dir():
        raise InputError("no such folder", source=str(snapshots), remedy="run `citecheck audit`")
    found = sorted({file.parent for folder in reports for file in folder.rglob(FILE_NAME)})
    if not found:
        raise InputError(
            "no history is here, so that nothing tells what is needed",
            source=", ".join(map(str, reports)),
            remedy="name the folder of your reports with --reports",
        )
    with ExitStack() as held:
        evidence = Evidence()
        for folder in found:
            history = History(folder)
            held.enter_context(history.alone())
            for kept in history.audits():
                if (folder, kept.id) in without:
                    continue
                evidence.add(history.document(kept.id))
        evidence.add_answers(snapshots.glob("*.jsonl"))
        pruned = prune_snapshots(
            snapshots,
            evidence.needs,
            before=now() - timedelta(days=days),
            software=f"citecheck/{citecheck.__version__}",
            dry_run=dry_run,
        )
        return pruned, _forget_texts(snapshots, dry_run=dry_run)


def _forget_texts(snapshots: Path, *, dry_run: bool) -> int:
    """Remove the texts of bytes that no capture has (any more); they can be read again."""
    kept = {capture.sha256 for capture in find_captures(snapshots / INDEX) if capture.sha256}
    left = [
        file
        for file in (snapshots / TEXTS).glob("*.json")
        if file.name.partition("-")[0] not in kept
    ]
    for file in () if dry_run else left:
        file.unlink(missing_ok=True)
    return len(left)


class Evidence:
    """What audits rest on: by digest, by address and moment, by archived copy, by when they ran."""

    def __init__(self) -> None:
        self._digests: set[str] = set()
        self._moments: set[tuple[str, str]] = set()
        self._copies: set[str] = set()
        self._routes: set[str] = set()
        self._runs: list[tuple[datetime, datetime]] = []

    def add(self, document: Mapping[str, Any]) -> None:
        """Everything that an audit refers to, and that it fetched itself."""
        run = document["audit"]
        started, finished = (datetime.fromisoformat(run[k]) for k in ("started", "finished"))
        self._runs.append((started - _SECOND, max(started, finished) + _SECOND))
        for address in document["addresses"]:
            if address["digest"]:
                self._digests.add(address["digest"])
            if address["captured"]:
                self._moments.add((address["url"], address["captured"]))
            self._copies.update(copy["timestamp"] for copy in address["archived"])
            self._routes.update(one["url"] for one in address.get("rescue", ()))
        for finding in document["findings"]:
            if finding["captured"]:
                self._moments.add((finding["address"], finding["captured"]))

    def add_answers(self, files: Iterable[Path]) -> None:
        """What the answers of a last run, and of one that was stopped, have their bodies from."""
        for file in files:
            with file.open(encoding="utf-8", errors="replace") as stream:
                for line in stream:
                    try:
                        digest = json.loads(line).get("digest")
                    except (ValueError, AttributeError):
                        continue
                    if isinstance(digest, str):
                        self._digests.add(digest)

    def needs(self, capture: Capture) -> bool:
        """Whether an audit refers to a capture, or fetched it."""
        moment = f"{capture.captured:%Y-%m-%dT%H:%M:%SZ}"
        return (
            capture.digest in self._digests
            or (capture.url, moment) in self._moments
            or (capture.memento is not None and capture.memento.timestamp in self._copies)
            or capture.url in self._routes
            or any(began <= capture.fetched <= ended for began, ended in self._runs)
        )
