from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citecheck.model.captures import (
    ArchiveAnswer,
    Failure,
    Holding,
    Hop,
    NoResponse,
    Outcome,
    Response,
)
from citecheck.model.errors import InputError
from citecheck.snapshots import FileJournal
from tests.snapshots.snapshot_fakes import BODY, NOW, PAGE, RESPONSES, memento, response, store_in

FAILED = NoResponse(
    url=PAGE,
    failure=Failure.TIMEOUT,
    why="no answer in 20 s",
    at=NOW,
    hops=(Hop(url=PAGE, status=302, location="/x"),),
    elapsed_s=20.25,
)
ANSWER = ArchiveAnswer(
    url=PAGE, holding=Holding.CAPTURED, mementos=(memento(),), why="1 captures listed"
)
ENTRIES = st.one_of(
    RESPONSES,
    st.builds(
        NoResponse,
        url=st.text(),
        failure=st.sampled_from(Failure),
        why=st.text(),
        at=st.just(NOW),
        elapsed_s=st.floats(min_value=0, max_value=1e6),
    ),
    st.builds(
        ArchiveAnswer,
        url=st.text(),
        holding=st.sampled_from(Holding),
        mementos=st.lists(st.builds(memento, original=st.text()), max_size=3).map(tuple),
        why=st.text(),
    ),
)


def journal_in(folder: Path, key: str = "a") -> FileJournal:
    return FileJournal(folder / "journal.jsonl", key=key, store=store_in(folder / "snapshots"))


def test_an_interrupted_run_finds_what_it_had_learnt(tmp_path: Path) -> None:
    stopped = journal_in(tmp_path)
    stopped.write(FAILED)
    stopped.write(ANSWER)
    stopped.close(finished=False)
    assert journal_in(tmp_path).load() == (FAILED, ANSWER)


def test_a_finished_run_leaves_nothing(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    journal.write(FAILED)
    journal.close(finished=True)
    assert not (tmp_path / "journal.jsonl").exists()
    assert journal_in(tmp_path).load() == ()


def test_closing_before_anything_was_written_is_fine(tmp_path: Path) -> None:
    journal_in(tmp_path).close(finished=True)
    assert journal_in(tmp_path).load() == ()


def test_a_body_comes_from_the_snapshots_not_from_the_journal(tmp_path: Path) -> None:
    kept = response()
    store_in(tmp_path / "snapshots").keep(kept)
    journal_in(tmp_path).write(kept)
    assert BODY[:17] not in (tmp_path / "journal.jsonl").read_bytes()
    assert journal_in(tmp_path).load() == (kept,)


def test_an_answer_whose_body_is_lost_is_left_out_so_that_it_is_asked_again(
    tmp_path: Path,
) -> None:
    journal = journal_in(tmp_path)
    journal.write(response())
    journal.write(FAILED)
    assert journal_in(tmp_path).load() == (FAILED,)


def test_a_torn_last_line_is_ignored_and_writing_goes_on_after_it(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    journal.write(FAILED)
    journal.write(ANSWER)
    path = tmp_path / "journal.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    again = journal_in(tmp_path)
    assert again.load() == (FAILED,)
    again.write(ANSWER)
    assert journal_in(tmp_path).load() == (FAILED, ANSWER)


def test_the_journal_of_another_publication_is_ignored_and_replaced(tmp_path: Path) -> None:
    journal_in(tmp_path, key="a").write(FAILED)
    other = journal_in(tmp_path, key="b")
    assert other.load() == ()
    other.close(finished=True)
    assert journal_in(tmp_path, key="a").load() == (FAILED,)
    other.write(ANSWER)
    assert journal_in(tmp_path, key="b").load() == (ANSWER,)
    assert journal_in(tmp_path, key="a").load() == ()


def test_the_answers_of_last_week_are_no_audit_of_today(tmp_path: Path) -> None:
    now = [NOW]

    def open_journal() -> FileJournal:
        return FileJournal(
            tmp_path / "j", key="a", store=store_in(tmp_path / "s"), clock=lambda: now[0]
        )

    open_journal().write(FAILED)
    now[0] += timedelta(hours=20)
    assert open_journal().load() == (FAILED,)
    open_journal().write(ANSWER)
    now[0] += timedelta(days=7)
    assert open_journal().load() == ()
    open_journal().write(ANSWER)
    assert open_journal().load() == (ANSWER,)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]\n", b"{}\n{}\n", b'"x"'])
def test_what_is_no_journal_is_ignored(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "journal.jsonl").write_bytes(content)
    assert journal_in(tmp_path).load() == ()


def test_a_place_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    journal = FileJournal(tmp_path / "file" / "j", key="a", store=store_in(tmp_path))
    with pytest.raises(InputError) as caught:
        journal.write(FAILED)
    assert "\n" not in str(caught.value)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(entries=st.lists(ENTRIES, max_size=6))
def test_what_is_written_is_read_again_exactly(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Outcome | ArchiveAnswer]
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    journal = journal_in(folder)
    for entry in entries:
        if isinstance(entry, Response):
            store_in(folder / "snapshots").keep(entry)
        journal.write(entry)
    assert journal_in(folder).load() == tuple(entries)
