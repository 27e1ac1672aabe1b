"""An archive's lists kept for a few hours."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from citecheck.model.captures import ArchiveAnswer, Holding, Memento
from citecheck.snapshots import CachedArchive
from tests.fakes.edges import FakeArchive, page

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
A, B = "http://a.org/", "http://b.org/"


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Told(FakeArchive):
    """An archive that says what it is told to say."""

    says: ArchiveAnswer | None = None
    fetched: list[Memento] = field(default_factory=list)

    def holdings(self, address: str) -> ArchiveAnswer:
        answer = super().holdings(address)
        return replace(self.says, url=address) if self.says else answer


def cached(archive: FakeArchive, folder: Path, clock: Clock, key: str = "web") -> CachedArchive:
    return CachedArchive(archive, folder / "lists.jsonl", key=key, hours=24, clock=clock)


def held() -> FakeArchive:
    return FakeArchive({A: {"20111110000000": page(A, "as it was")}})


def test_a_second_run_within_the_hours_asks_nothing(tmp_path: Path) -> None:
    archive, clock = held(), Clock()
    first = [cached(archive, tmp_path, clock).holdings(url) for url in (A, B)]
    clock.now += timedelta(hours=23)
    second = [cached(archive, tmp_path, clock).holdings(url) for url in (A, B)]
    assert second == first
    assert [answer.holding for answer in first] == [Holding.CAPTURED, Holding.NONE]
    assert archive.asked == [A, B]


def test_after_the_hours_it_is_asked_again_and_the_old_list_is_gone(tmp_path: Path) -> None:
    archive, clock = held(), Clock()
    cached(archive, tmp_path, clock).holdings(A)
    clock.now += timedelta(hours=25)
    cached(archive, tmp_path, clock).holdings(A)
    assert archive.asked == [A, A]
    assert len((tmp_path / "lists.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize("holding", [Holding.UNAVAILABLE, Holding.NOT_ASKED])
def test_a_failure_is_never_kept(tmp_path: Path, holding: Holding) -> None:
    archive = FakeArchive({}, answer=holding)
    for _ in range(2):
        cached(archive, tmp_path, Clock()).holdings(A)
    assert archive.asked == [A, A]


def test_a_list_that_was_cut_is_never_kept(tmp_path: Path) -> None:
    cut = ArchiveAnswer(url=A, holding=Holding.CAPTURED, whole=False)
    archive = Told({}, says=cut)
    for _ in range(2):
        cached(archive, tmp_path, Clock()).holdings(A)
    assert archive.asked == [A, A]


def test_an_exclusion_is_kept(tmp_path: Path) -> None:
    archive = FakeArchive({}, answer=Holding.EXCLUDED)
    for _ in range(2):
        assert cached(archive, tmp_path, Clock()).holdings(A).holding is Holding.EXCLUDED
    assert archive.asked == [A]


def test_two_collections_of_one_host_are_two_archives(tmp_path: Path) -> None:
    one, other = held(), FakeArchive({})
    cached(one, tmp_path, Clock(), key="web").holdings(A)
    assert cached(other, tmp_path, Clock(), key="all").holdings(A).holding is Holding.NONE


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", "null", '{"at": "soon"}', '{"at": "2026-11-27T11:00:00+00:00"}', "\x00"],
)
def test_a_damaged_line_costs_itself_only(tmp_path: Path, damage: str) -> None:
    archive = held()
    cached(archive, tmp_path, Clock()).holdings(A)
    path = tmp_path / "lists.jsonl"
    path.write_text(f"{damage}\n{path.read_text()}{damage}")
    assert cached(archive, tmp_path, Clock()).holdings(A).holding is Holding.CAPTURED
    assert archive.asked == [A]


def test_where_nothing_can_be_written_the_archive_is_asked(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    archive = held()
    for _ in range(2):
        answer = cached(archive, tmp_path / "file" / "below", Clock()).holdings(A)
        assert answer.holding is Holding.CAPTURED
    assert archive.asked == [A, A]


def test_the_bytes_are_always_those_of_the_archive(tmp_path: Path) -> None:
    archive = cached(held(), tmp_path, Clock())
    (memento,) = archive.holdings(A).mementos
    assert archive.fetch(memento) == held().fetch(memento)
    assert archive.name == "archive.example"
