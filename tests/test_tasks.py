"""A run whose stages are tasks of an executor finds what a run on one machine finds."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import requests

from benchmarks.cluster.runs import without_times
from citecheck.capture.moves import Ask, start
from citecheck.capture.spread import Batch
from citecheck.model.audits import Audit
from citecheck.model.captures import Response
from citecheck.model.errors import InputError
from citecheck.model.verdicts import Standing
from citecheck.opening import now, open_store
from citecheck.ports import Workers
from citecheck.settings import SECRETS, Settings
from citecheck.snapshots import Storage
from citecheck.tasks import Place, capture_batch
from citecheck.wiring import (
    audit_requests,
    audit_source,
    demo,
    open_publication,
    to_request,
)
from tests.capture.origin import always, reply, serve
from tests.fakes.executors import SendingExecutor

BUSY_ONCE = "http://www.townorchestra.example/season.html"


@contextmanager
def workers(count: int = 3) -> Iterator[tuple[Workers, SendingExecutor]]:
    with SendingExecutor(count) as executor:
        yield Workers(asking=executor, reading=executor, processes=count, at_once=count), executor


@pytest.mark.slow
def test_the_audit_of_tasks_is_that_of_one_machine(tmp_path: Path) -> None:
    manuscript = tmp_path / "riverside-2012.txt"
    with demo() as (world, settings), workers() as (some, executor):
        # one of its servers is busy once, whoever asks
        requests.get(BUSY_ONCE, proxies={"http": world.proxy_url}, timeout=10)
        shutil.copy(world.manuscript, manuscript)
        source = open_publication(str(manuscript))
        alone = audit_source(source, settings, snapshots=tmp_path / "alone")
        spread = audit_source(source, settings, snapshots=tmp_path / "spread", workers=some)
    assert without_times(spread) == without_times(alone)
    assert set(executor.done) == {"capture_batch", "read_kept", "match_texts"}
    assert not list((tmp_path / "spread").glob("tasks-*"))


def place_in(folder: Path, settings: Settings) -> Place:
    journals = folder / "tasks-1"
    journals.mkdir(parents=True)
    return Place(
        snapshots=str(folder),
        journals=str(journals),
        key="key",
        run="run",
        began=now(),
        settings=settings,
    )


def batch_of(*urls: str) -> Batch:
    asks = tuple(Ask(errand=start(url)) for url in urls)
    return Batch(number=1, asks=asks, hosts=frozenset({"127.0.0.1"}))


SETTINGS = Settings(allow_private=True, no_proxy="*", delay=0.3, per_host=1)


def test_a_task_that_is_done_again_goes_on_from_its_journal(tmp_path: Path) -> None:
    with serve(always(reply(200, b"<p>A page.", ETag='"1"'))) as origin:
        urls = [f"{origin.url}/{n}" for n in range(3)]
        place = place_in(tmp_path, SETTINGS)
        first = capture_batch(place, batch_of(*urls[:2]))  # as far as its worker lived
        again = capture_batch(place, batch_of(*urls))
    assert sorted(origin.asked) == ["/0", "/1", "/2"]
    assert [o.url for o in again.outcomes] == urls
    for outcome in first.outcomes + again.outcomes:
        assert isinstance(outcome, Response)
        assert outcome.body == b""
        assert outcome.kept is not None
    assert origin.times[2] - origin.times[1] > 0.28
    assert again.outcomes[:2] == first.outcomes


def test_what_was_kept_but_not_noted_down_is_asked_again_in_full(tmp_path: Path) -> None:
    with serve(always(reply(200, b"<p>A page.", ETag='"1"'))) as origin:
        place = place_in(tmp_path, SETTINGS)
        batch = batch_of(f"{origin.url}/page")
        capture_batch(place, batch)
        (journal,) = Path(place.journals).glob("*.jsonl")
        journal.write_bytes(b"")  # its worker died before it noted the answer down
        capture_batch(place, batch)
    assert len(origin.heads) == 2
    assert "If-None-Match" not in origin.heads[1]


def test_a_run_that_was_stopped_takes_in_what_its_tasks_had_learnt(tmp_path: Path) -> None:
    with serve(always(reply(200, b"<p>A page."))) as origin:
        names = tmp_path / "addresses.txt"
        urls = [f"{origin.url}/{n}" for n in range(4)]
        names.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
        settings = replace(SETTINGS, delay=0.0, use_archive=False, sibling_share=0.0)
        source = open_publication(str(names))

        def audit(some: Workers) -> Audit:
            return audit_source(source, settings, snapshots=tmp_path / "kept", workers=some)

        with workers(1) as (some, executor):
            executor.after = _stop  # the run ends between the tasks and their outcomes
            with pytest.raises(ZeroDivisionError):
                audit(some)
        asked = len(origin.asked)
        with workers(1) as (some, _):
            found = audit(some)
    assert asked == 4
    assert sorted(origin.asked) == ["/0", "/1", "/2", "/3"]
    assert [report.http_status for report in found.addresses] == [200] * 4


@pytest.mark.parametrize("some", [False, True], ids=["one machine", "tasks"])
def test_captures_on_a_storage_give_the_same_audit(some: bool, tmp_path: Path) -> None:
    url = f"memory://{tmp_path.name}"
    with serve(in_words) as origin:
        names = tmp_path / "addresses.txt"
        names.write_text("".join(f"{origin.url}/{n}\n" for n in range(6)), encoding="utf-8")
        settings = replace(SETTINGS, delay=0.0, use_archive=False)
        source = open_publication(str(names))
        alone = audit_source(source, settings, snapshots=tmp_path / "alone")
        with workers(2) as (two, _):
            spread = audit_source(
                source, replace(settings, storage=url), snapshots=tmp_path / "spread",
                workers=two if some else None,
            )  # fmt: skip
        again = audit_source(
            source, replace(settings, storage=url), snapshots=tmp_path / "other", offline=True
        )
    assert without_times(spread) == without_times(alone)
    assert [r.http_status for r in again.addresses] == [200] * 6
    assert not list((tmp_path / "spread").rglob("*.warc.gz"))
    assert Storage(url).fetch(tmp_path / "copy") > 0
    assert open_store(tmp_path / "copy").warnings == ()


def test_an_address_of_several_publications_is_asked_once_and_what_is_not_due_not_at_all(
    tmp_path: Path,
) -> None:
    began, settings = now(), replace(SETTINGS, delay=0.0, use_archive=False, sibling_share=0.0)
    with serve(in_words) as origin, workers(2) as (some, _):
        for name, numbers in (("first", range(3)), ("second", range(2, 5))):
            text = "".join(f"{origin.url}/{n}\n" for n in numbers)
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        sources = [open_publication(str(tmp_path / f"{name}.txt")) for name in ("first", "second")]

        def audit(*, only_due: bool) -> list[list[int | None]]:
            """The codes that the addresses of each answered, all of them alive since today."""
            alive = Standing(asked=began, alive_since=began)
            requests = [
                to_request(
                    one,
                    standings={
                        c.url: alive
                        for note in one.publication.endnotes
                        for c in note.citations
                        if c.url and only_due
                    },
                )
                for one in sources
            ]
            chosen = replace(settings, only_due=only_due)
            found = audit_requests(requests, chosen, snapshots=tmp_path / "kept", workers=some)
            return [[report.http_status for report in one.addresses] for one in found]

        assert audit(only_due=False) == [[200] * 3, [200] * 3]
        assert sorted(origin.asked) == ["/0", "/1", "/2", "/3", "/4"]
        assert audit(only_due=True) == [[200] * 3, [200] * 3]
        assert len(origin.asked) == 5


def in_words(line: socket.socket, path: str, head: str) -> None:
    """A page that is like no other."""
    text = f"<title>Page {path}</title><p>A page about {path}." + " Words." * 200
    line.sendall(reply(200, text.encode(), Content_Type="text/html"))


def _stop() -> None:
    raise ZeroDivisionError


def test_a_worker_says_that_it_does_not_see_the_folder(tmp_path: Path) -> None:
    place = replace(place_in(tmp_path, SETTINGS), journals=str(tmp_path / "elsewhere"))
    with pytest.raises(InputError, match="does not see this folder; let --snapshots name"):
        capture_batch(place, batch_of("http://a.example/"))


def test_what_dask_logs_of_a_task_holds_no_settings(tmp_path: Path) -> None:
    settings = replace(SETTINGS, proxy="http://me:my-password@proxy.example")
    assert "my-password" not in repr(partial(capture_batch, place_in(tmp_path, settings)))


def test_no_key_of_the_user_is_sent_to_a_worker(tmp_path: Path) -> None:
    sent: list[bytes] = []
    with workers() as (some, executor):
        executor.told = sent.append
        names = tmp_path / "addresses.txt"
        names.write_text("http://127.0.0.1:9/\n", encoding="utf-8")
        settings = replace(
            SETTINGS, use_archive=False, retries=0, **dict.fromkeys(SECRETS, "not-for-workers")
        )
        audit_source(
            open_publication(str(names)), settings, snapshots=tmp_path / "kept", workers=some
        )
    assert sent
    assert not any(b"not-for-workers" in task for task in sent)
