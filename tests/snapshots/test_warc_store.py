from __future__ import annotations

import gzip
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from citecheck.model.captures import Capture, Hop, Memento, Origin, Response
from citecheck.model.errors import InputError
from citecheck.snapshots import WarcStore
from citecheck.snapshots.digests import digest_of
from citecheck.snapshots.index import from_line
from citecheck.snapshots.members import find_members
from tests.snapshots.snapshot_fakes import BODY, NOW, PAGE, RESPONSES, memento, response, store_in


def only_warc(folder: Path) -> Path:
    (file,) = folder.glob("*.warc.gz")
    return file


def records(folder: Path) -> list[tuple[str, str, str]]:
    """Kind, target and status of each record, as warcio reads them with digests checked."""
    found = []
    for file in sorted(folder.glob("*.warc.gz")):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.content_stream().read()
                status = record.http_headers.get_statuscode() if record.http_headers else ""
                target = record.rec_headers.get_header("WARC-Target-URI") or ""
                found.append((record.rec_type, target, status))
    return found


def test_a_capture_is_kept_with_its_bytes_and_found_again(tmp_path: Path) -> None:
    kept = store_in(tmp_path).keep(response())
    assert kept.origin is Origin.LIVE
    assert kept.captured == kept.fetched == NOW
    assert kept.digest == digest_of(BODY)
    opened = store_in(tmp_path)
    assert opened.captures(PAGE) == (kept,)
    assert opened.body(kept) == BODY
    assert opened.warnings == ()


def test_an_archived_copy_has_the_archives_moment_and_our_own(tmp_path: Path) -> None:
    at = datetime(2011, 11, 10, 8, 30, 15, tzinfo=UTC)
    kept = store_in(tmp_path).keep(response(at=at), memento=memento())
    assert (kept.origin, kept.captured, kept.fetched) == (Origin.ARCHIVE, at, NOW)
    assert kept.memento == memento()
    with only_warc(tmp_path).open("rb") as stream:
        fields = next(r.rec_headers for r in ArchiveIterator(stream) if r.rec_type == "response")
    assert fields.get_header("WARC-Date") == "2011-11-10T08:30:15Z"
    assert fields.get_header("WARC-Target-URI") == PAGE
    assert fields.get_header("WARC-Source-URI") == memento().url
    assert fields.get_header("WARC-Creation-Date") == "2026-11-24T12:00:00Z"


def test_a_capture_names_the_copy_that_the_archive_showed_not_the_one_asked_for(
    tmp_path: Path,
) -> None:
    at = datetime(2012, 1, 1, tzinfo=UTC)
    kept = store_in(tmp_path).keep(response(at=at), memento=memento())
    assert kept.memento is not None
    assert kept.memento.timestamp == "20120101000000"
    assert kept.memento.url == f"https://archive.example/web/20120101000000/{PAGE}"


def test_a_redirect_captured_within_a_day_of_its_target_stays_the_memento_asked_for(
    tmp_path: Path,
) -> None:
    at = datetime(2011, 11, 10, 8, 40, tzinfo=UTC)
    hops = (Hop(url=PAGE, status=301, location="http://a.org/new"),)
    kept = store_in(tmp_path).keep(response(at=at, hops=hops), memento=memento())
    assert kept.memento == memento()


def test_redirects_are_records_of_their_own_before_the_answer(tmp_path: Path) -> None:
    hops = (Hop(url=PAGE, status=301, location="http://b.org/"),)
    store_in(tmp_path).keep(response(final_url="http://b.org/", hops=hops))
    assert records(tmp_path) == [
        ("warcinfo", "", ""),
        ("response", PAGE, "301"),
        ("response", "http://b.org/", "200"),
    ]


def test_bytes_that_are_kept_already_are_referred_to(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    first = store.keep(response())
    second = store.keep(response(at=NOW + timedelta(days=30)))
    assert [kind for kind, _, _ in records(tmp_path)] == ["warcinfo", "response", "revisit"]
    assert second.offset > first.offset
    assert store.body(second) == store_in(tmp_path).body(second) == BODY


def test_the_very_same_archived_copy_is_kept_once(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    at = datetime(2011, 11, 10, 8, 30, 15, tzinfo=UTC)
    first = store.keep(response(at=at), memento=memento())
    assert store.keep(response(at=at), memento=memento()) == first
    assert len(store.captures(PAGE)) == 1


def test_live_captures_are_of_one_address_archived_ones_of_all_its_spellings(
    tmp_path: Path,
) -> None:
    store = store_in(tmp_path)
    live = store.keep(response("http://a.org/x"))
    archived = store.keep(response("http://www.a.org:80/x"), memento=memento())
    assert set(store.captures("http://a.org/x")) == {live, archived}
    assert store.captures("https://a.org/x") == (archived,)
    assert store.captures("http://a.org/y") == ()


def test_captures_come_oldest_first(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    for days in (3, 1, 2):
        store.keep(response(at=NOW + timedelta(days=days)))
    moments = [capture.captured for capture in store.captures(PAGE)]
    assert moments == sorted(moments)


def test_a_decoded_body_is_not_announced_as_coded(tmp_path: Path) -> None:
    sent = (("Content-Encoding", "gzip"), ("Content-Length", "3"), ("Transfer-Encoding", "chunked"))
    store_in(tmp_path).keep(response(headers=sent))
    with only_warc(tmp_path).open("rb") as stream:
        http = next(r.http_headers for r in ArchiveIterator(stream) if r.rec_type == "response")
    assert http.get_header("Content-Encoding") is None
    assert http.get_header("X-Orig-Content-Encoding") == "gzip"
    assert http.get_header("Content-Length") == str(len(BODY))


def test_a_full_file_is_followed_by_the_next(tmp_path: Path) -> None:
    store = store_in(tmp_path, file_bytes=10)
    kept = [store.keep(response(body=bytes([n]))) for n in range(3)]
    assert [c.warc for c in kept] == [f"citecheck-20261124-000{n}.warc.gz" for n in (1, 2, 3)]
    assert [store.body(c) for c in kept] == [b"\0", b"\1", b"\2"]


def test_last_modified_is_read_from_the_header(tmp_path: Path) -> None:
    headers = (("last-modified", "Tue, 01 Nov 2011 00:00:00 GMT"),)
    kept = store_in(tmp_path).keep(response(headers=headers))
    assert kept.last_modified == datetime(2011, 11, 1, tzinfo=UTC)


# damage


def test_a_record_that_a_crash_kept_out_of_the_index_is_taken_in(tmp_path: Path) -> None:
    kept = store_in(tmp_path).keep(response())
    (tmp_path / "index.cdxj").unlink()
    opened = store_in(tmp_path)
    assert opened.captures(PAGE) == (kept,)
    assert store_in(tmp_path).captures(PAGE) == (kept,)


@pytest.mark.parametrize("cut", [1, 7, 60])
def test_a_record_cut_short_is_reported_and_the_others_stand(tmp_path: Path, cut: int) -> None:
    store = store_in(tmp_path)
    first = store.keep(response())
    second = store.keep(response(body=BODY + b"!"))
    file, index = only_warc(tmp_path), tmp_path / "index.cdxj"
    file.write_bytes(file.read_bytes()[:-cut])
    index.write_text(index.read_text().splitlines(keepends=True)[0])
    opened = store_in(tmp_path)
    assert opened.captures(PAGE) == (first,)
    assert "cut short" in opened.warnings[0]
    # what comes next goes into another file, so that this one stays readable
    third = opened.keep(response(body=BODY + b"?"))
    assert third.warc != second.warc
    assert store_in(tmp_path).body(third) == BODY + b"?"
    assert store_in(tmp_path).body(first) == BODY


def test_a_damaged_index_line_is_passed_over_with_a_warning(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    kept = [store.keep(response(body=bytes([n]) * 600)) for n in range(3)]
    index = tmp_path / "index.cdxj"
    lines = index.read_text().splitlines(keepends=True)
    index.write_text(lines[0] + "org,a)/ 2011 {not json\n" + "".join(lines[1:]))
    opened = store_in(tmp_path)
    assert opened.captures(PAGE) == tuple(kept)
    assert "index.cdxj" in opened.warnings[0]


def test_a_torn_last_index_line_is_mended_from_the_file(tmp_path: Path) -> None:
    kept = store_in(tmp_path).keep(response())
    index = tmp_path / "index.cdxj"
    index.write_bytes(index.read_bytes()[:-30])
    assert store_in(tmp_path).captures(PAGE) == (kept,)
    torn, whole = index.read_text().splitlines()
    assert from_line(torn) is None
    assert from_line(whole) is not None
    more = store_in(tmp_path).keep(response(at=NOW + timedelta(days=1)))
    assert store_in(tmp_path).captures(PAGE) == (kept, more)


def test_damaged_bytes_are_never_given_out(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    kept = store.keep(response())
    file = only_warc(tmp_path)
    data = bytearray(file.read_bytes())
    data[kept.offset + 400] ^= 0xFF
    file.write_bytes(bytes(data))
    with pytest.raises(InputError, match="damaged or missing"):
        store.body(kept)
    assert store.reindex().captures == 0


def test_a_changed_figure_in_a_well_formed_record_is_noticed(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    kept = store.keep(response())
    file = only_warc(tmp_path)
    data = file.read_bytes()
    plain = gzip.decompress(data[kept.offset :]).replace(b"38 percent", b"83 percent")
    file.write_bytes(data[: kept.offset] + gzip.compress(plain))
    with pytest.raises(InputError):
        store.body(kept)
    assert store.reindex().captures == 0


def test_bytes_of_another_digest_than_the_one_asked_for_are_not_given_out(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    kept = store.keep(response())
    with pytest.raises(InputError):
        store.body(replace(kept, digest=digest_of(b"other")))


def test_a_file_that_another_process_left_torn_is_not_appended_to(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    first = store.keep(response())
    with only_warc(tmp_path).open("ab") as stream:
        stream.write(gzip.compress(b"WARC/1.1")[:12])
    second = store.keep(response(body=BODY + b"!"))
    assert second.warc != first.warc
    assert [store.body(c) for c in (first, second)] == [BODY, BODY + b"!"]


@pytest.mark.parametrize("junk", [1, 65_530, 65_533, 65_534, 65_535, 65_536, 70_000])
def test_records_after_damage_are_found_wherever_they_begin(tmp_path: Path, junk: int) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(b"\x1f\x8b" + b"x" * junk + gzip.compress(b"whole"))
    damaged, whole = find_members(file)
    assert (damaged.plain, damaged.offset, damaged.length) == (None, 0, junk + 2)
    assert (whole.plain, whole.offset) == (b"whole", junk + 2)


@pytest.mark.parametrize("leads", ["../outside.warc.gz", "/outside.warc.gz", "a/b", "a\\b"])
def test_an_index_cannot_lead_out_of_its_folder(tmp_path: Path, leads: str) -> None:
    kept = store_in(tmp_path / "s").keep(response())
    index = tmp_path / "s" / "index.cdxj"
    key, stamp, text = index.read_text().split(" ", 2)
    record = json.loads(text) | {"filename": leads}
    only_warc(tmp_path / "s").rename(tmp_path / "outside.warc.gz")
    index.write_text(f"{key} {stamp} {json.dumps(record)}\n")
    assert store_in(tmp_path / "s").captures(PAGE) == ()
    with pytest.raises(InputError):
        store_in(tmp_path / "s").body(replace(kept, warc="../outside.warc.gz"))


def test_a_folder_that_is_a_file_is_told_in_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "snapshots"
    folder.write_text("")
    with pytest.raises(InputError) as caught:
        store_in(folder).keep(response())
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_full_disk_is_told_and_leaves_the_snapshots_whole(tmp_path: Path) -> None:
    script = """
import resource, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from citecheck.model.captures import Response
from citecheck.model.errors import InputError
from citecheck.snapshots import WarcStore
now = datetime(2026, 11, 24, tzinfo=UTC)
store = WarcStore(Path(sys.argv[1]), lambda: now, "test")
def keep(body):
    store.keep(Response(url="http://a.org/", final_url="http://a.org/", status=200,
                        headers=(), body=body, at=now))
keep(b"small")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
import random
try:
    keep(random.Random(1).randbytes(60_000))
except InputError as error:
    print(error)
keep(b"small again")
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "cannot write snapshots: File too large" in ran.stdout
    opened = store_in(tmp_path)
    assert [opened.body(c) for c in opened.captures("http://a.org/")] == [b"small", b"small again"]
    assert opened.warnings == ()


def test_threads_and_a_second_store_share_the_folder(tmp_path: Path) -> None:
    stores = [store_in(tmp_path), store_in(tmp_path)]

    def keep(number: int) -> None:
        stores[number % 2].keep(response(f"http://a.org/{number}", str(number).encode() * 300))

    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(keep, range(16)))
    for store in (*stores, store_in(tmp_path)):
        for number in range(16):
            (capture,) = store.captures(f"http://a.org/{number}")
            assert store.body(capture) == str(number).encode() * 300
        assert store.warnings == ()
    assert len(records(tmp_path)) == 17


def test_two_processes_share_the_folder(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[3])\n"
        "from pathlib import Path\n"
        "from snapshot_fakes import store_in, response\n"
        "store = store_in(Path(sys.argv[1]))\n"
        "for n in range(8):\n"
        "    store.keep(response(f'http://a.org/{sys.argv[2]}/{n}', f'{sys.argv[2]}{n}'.encode()))"
    )
    here = str(Path(__file__).parent)
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), name, here]) for name in "ab"
    ]
    assert [run.wait(60) for run in runs] == [0, 0]
    store = store_in(tmp_path)
    for name in "ab":
        for n in range(8):
            (capture,) = store.captures(f"http://a.org/{name}/{n}")
            assert store.body(capture) == f"{name}{n}".encode()


# laws

SLOW_DISK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def kept_all(store: WarcStore, kept: list[tuple[Response, bool]]) -> set[Capture]:
    captures = []
    for one, archived in kept:
        wanted: Memento | None = memento(one.url) if archived else None
        captures.append(store.keep(one, memento=wanted))
    assert [store.body(c) for c in captures] == [one.body for one, _ in kept]
    return set(captures)


@SLOW_DISK
@given(kept=st.lists(st.tuples(RESPONSES, st.booleans()), min_size=1, max_size=5))
def test_what_was_kept_is_read_again_from_the_index_and_from_the_files_alone(
    tmp_path_factory: pytest.TempPathFactory, kept: list[tuple[Response, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("law")
    captures = kept_all(store_in(folder), kept)

    def found(store: WarcStore) -> set[Capture]:
        return {c for one, _ in kept for c in store.captures(one.url)}

    assert found(store_in(folder)) == captures
    (folder / "index.cdxj").unlink()
    rebuilt = store_in(folder)
    report = rebuilt.reindex()
    assert (report.captures, report.warnings) == (len(captures), ())
    assert found(rebuilt) == found(store_in(folder)) == captures
    records(folder)


@SLOW_DISK
@given(cut=st.integers(min_value=1, max_value=4000), data=st.data())
def test_a_file_cut_anywhere_gives_its_whole_records_and_never_a_wrong_one(
    tmp_path_factory: pytest.TempPathFactory, cut: int, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    store = store_in(folder)
    bodies = [bytes([n]) * 700 for n in range(3)]
    kept = [store.keep(response(f"http://a.org/{n}", body)) for n, body in enumerate(bodies)]
    file = only_warc(folder)
    left = file.read_bytes()[: max(0, file.stat().st_size - cut)]
    file.write_bytes(left)
    if data.draw(st.booleans()):
        (folder / "index.cdxj").unlink()
    opened = store_in(folder)
    opened.reindex()
    for capture, body in zip(kept, bodies, strict=True):
        for found in opened.captures(capture.url):
            assert opened.body(found) == body
    whole = [c for c in kept[:-1] if kept[kept.index(c) + 1].offset <= len(left)]
    assert all(opened.captures(c.url) == (c,) for c in whole)
    assert opened.body(opened.keep(response())) == BODY
