"""The exchange in which an archive gave a copy, kept beside the copy."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from warcio.archiveiterator import ArchiveIterator

from citecheck.model.captures import Response, Wire
from citecheck.snapshots import About
from tests.snapshots.snapshot_fakes import BODY, NOW, PAGE, memento, response, store_in
from tests.snapshots.test_exchanges import warcio_check

RAW = f"https://archive.example/web/20111110083015id_/{PAGE}"
THEN = NOW.replace(year=2011, month=11, day=10)
WIRE = Wire(request=b"GET /web/x HTTP/1.1\r\nHost: archive.example\r\n\r\n", ip="192.0.2.7")


def copy(body: bytes = BODY) -> Response:
    """A copy as an archive's door gives it, with the answer that it came in."""
    headers = (("Content-Type", "text/html"), ("x-archive-src", "A-1.warc.gz"))
    carrier = replace(response(RAW, body, headers=headers, at=NOW), wire=WIRE)
    return replace(response(PAGE, body, at=THEN), carrier=carrier, wire=WIRE)


def records(folder: Path) -> list[tuple[str, str, str | None, bytes]]:
    found = []
    for file in sorted(folder.glob("*.warc.gz")):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                at = record.rec_headers.get_header
                body = record.content_stream().read()
                if record.rec_type != "warcinfo":
                    source = at("WARC-Refers-To-Target-URI")
                    found.append((record.rec_type, at("WARC-Target-URI"), source, body))
    return found


def test_the_copy_is_under_its_own_address_and_the_exchange_refers_to_it(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    kept = store.keep(copy(), memento=memento())
    assert records(tmp_path) == [
        ("response", PAGE, None, BODY),
        ("request", RAW, None, b""),
        ("revisit", RAW, PAGE, b""),
    ]
    assert store.captures(PAGE) == (kept,)
    assert store.captures(RAW) == ()
    warcio_check(tmp_path)


def test_the_exchange_tells_what_the_archive_said_when_and_from_where(tmp_path: Path) -> None:
    store_in(tmp_path).keep(copy(), memento=memento())
    (file,) = tmp_path.glob("*.warc.gz")
    with file.open("rb") as stream:
        (revisit,) = (
            (r.rec_headers, r.http_headers)
            for r in ArchiveIterator(stream)
            if r.rec_type == "revisit"
        )
    assert revisit[0].get_header("WARC-Date") == "2026-11-24T12:00:00Z"
    assert revisit[0].get_header("WARC-Refers-To-Date") == f"{THEN:%Y-%m-%dT%H:%M:%SZ}"
    assert revisit[0].get_header("WARC-IP-Address") == "192.0.2.7"
    assert revisit[1].get_header("x-archive-src") == "A-1.warc.gz"
    assert revisit[1].get_header("Content-Length") == str(len(BODY))


def test_it_is_written_once_and_costs_little(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    bare, with_it = tmp_path / "bare", tmp_path / "with"
    for folder, one in ((bare, replace(copy(), carrier=None)), (with_it, copy())):
        store = store_in(folder)
        store.keep(one, memento=memento())
        store.keep(one, memento=memento())
    sizes = [sum(f.stat().st_size for f in d.glob("*.warc.gz")) for d in (bare, with_it)]
    assert sizes[1] - sizes[0] < 1500
    assert len(records(with_it)) == 3


@pytest.mark.parametrize("body", [BODY, b"short"])
def test_the_index_built_anew_from_the_files_is_the_same(tmp_path: Path, body: bytes) -> None:
    store = store_in(tmp_path)
    kept = store.keep(copy(body), memento=memento())
    lines = sorted((tmp_path / "index.cdxj").read_text().splitlines())
    store.reindex()
    assert sorted((tmp_path / "index.cdxj").read_text().splitlines()) == lines
    again = store_in(tmp_path)
    assert again.captures(PAGE) == (kept,)
    assert again.body(kept) == body
    assert json.dumps(lines).count(RAW) >= 1
    warcio_check(tmp_path)


def test_a_second_copy_of_the_same_bytes_refers_to_the_first(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.keep(copy(), memento=memento())
    later = replace(copy(), at=THEN + timedelta(days=30))
    store.keep(later, memento=memento(stamp="20111210083015"))
    assert [(kind, to) for kind, _, to, _ in records(tmp_path)] == [
        ("response", None), ("request", None), ("revisit", PAGE),
        ("revisit", PAGE), ("request", None), ("revisit", PAGE),
    ]  # fmt: skip
    warcio_check(tmp_path)


def test_a_package_of_one_address_holds_what_the_archive_said_of_it(tmp_path: Path) -> None:
    store = store_in(tmp_path / "kept")
    index = f"https://archive.example/cdx/search/cdx?url={quote(PAGE, safe='')}&limit=9"
    other = f"https://archive.example/cdx/search/cdx?url={quote(PAGE, safe='')}x&limit=9"
    for url in (index, other):
        store.record(response(url, b"a 20111110083015 ..."))
    store.keep(copy(), memento=memento())
    about = About(title="Note 1", description="", software="test", created=NOW)
    store.export([PAGE], tmp_path / "one.wacz", about, {})
    with zipfile.ZipFile(tmp_path / "one.wacz") as package:
        data = package.read("archive/citecheck.warc.gz")
    told = {r.rec_headers.get_header("WARC-Target-URI") for r in ArchiveIterator(BytesIO(data))}
    assert told - {None} == {PAGE, RAW, index}
