"""The journals of several publications as one: each keeps what concerns it."""

from __future__ import annotations

from citecheck.evidence import SharedJournal
from citecheck.model.captures import ArchiveAnswer, Holding
from tests.fakes.edges import MemoryJournal, page

A, B, BOTH = "http://a.example/", "http://b.example/", "http://both.example/"
OWNERS = {A: (0,), B: (1,), BOTH: (0, 1)}


def shared(*journals: MemoryJournal) -> SharedJournal:
    return SharedJournal(journals, lambda url: OWNERS.get(url, ()))


def urls(journal: MemoryJournal) -> list[str]:
    return [entry.url for entry in journal.entries]


def test_an_answer_goes_to_each_that_it_concerns_and_to_no_other() -> None:
    first, second = MemoryJournal(), MemoryJournal()
    for url in (A, B, BOTH, "http://nobodys.example/"):
        shared(first, second).write(page(url, "x"))
    assert urls(first) == [A, BOTH]
    assert urls(second) == [B, BOTH]


def test_what_is_about_another_address_goes_where_that_belongs() -> None:
    first, second = MemoryJournal(), MemoryJournal()
    shared(first, second).write_about(page("http://archive.example/2011/b", "x"), B)
    assert (urls(first), urls(second)) == ([], ["http://archive.example/2011/b"])


def test_a_run_over_many_goes_on_from_a_run_over_one() -> None:
    """And what that one had learnt is then in the other's journal too, so that it can be packed."""
    first, second = MemoryJournal([page(A, "x"), page(BOTH, "x")]), MemoryJournal()
    assert [entry.url for entry in shared(first, second).load()] == [A, BOTH]
    assert urls(first) == [A, BOTH]
    assert urls(second) == [BOTH]


def test_live_answers_and_each_archives_are_kept_apart() -> None:
    live = page(A, "x")
    lists = [
        ArchiveAnswer(url=A, holding=Holding.NONE, archive=name) for name in ("one", "another")
    ]
    assert list(shared(MemoryJournal([live, *lists])).load()) == [live, *lists]


def test_all_are_forgotten_together() -> None:
    first, second = MemoryJournal([page(A, "x")]), MemoryJournal([page(B, "x")])
    journal = shared(first, second)
    journal.close(finished=False)
    assert (urls(first), urls(second)) == ([A], [B])
    journal.close(finished=True)
    assert (urls(first), urls(second)) == ([], [])
