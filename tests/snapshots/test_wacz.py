"""A WACZ of captures: its parts, its digests, and what an independent program says of it."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from citecheck.model.captures import Hop, Response, Wire
from citecheck.model.errors import InputError
from citecheck.snapshots import About, WarcStore
from tests.snapshots.snapshot_fakes import BODY, NOW, PAGE, memento, response, store_in
from tests.snapshots.test_exchanges import fields

ABOUT = About(title="Note 7", description="A. Author, Report", software="test", created=NOW)
OLD = "http://a.org/old"


def filled(folder: Path, **more: int) -> WarcStore:
    """A moved page seen twice, an archived copy of the same bytes, an error, another's page."""
    store = store_in(folder, **more)
    store.keep(response("http://elsewhere.org/same", BODY))
    hops = (Hop(url=OLD, status=301, location=PAGE), Hop(url=PAGE, status=200))
    wire = Wire(request=b"GET /report.html HTTP/1.1\r\nHost: a.org\r\n\r\n", ip="192.0.2.7")
    for days in (1, 2):
        at = NOW + timedelta(days=days)
        store.record(response(OLD, b"over there", status=301, at=at))
        moved = response(OLD, BODY, final_url=PAGE, hops=hops, at=at)
        store.keep(Response(**{**fields(moved), "wire": wire}))
    store.keep(response(OLD, BODY, at=NOW - timedelta(days=5000)), memento=memento(OLD))
    store.keep(response("http://other.org/x", b"not of this note"))
    return store


def parts_of(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_all_parts_are_there_and_their_digests_are_right(tmp_path: Path) -> None:
    target = tmp_path / "note.wacz"
    count = filled(tmp_path / "s").export([OLD], target, ABOUT, {OLD: "A report"})
    assert count == 3
    parts = parts_of(target)
    package = json.loads(parts["datapackage.json"])
    assert package["profile"] == "data-package"
    assert package["wacz_version"] == "1.1.1"
    assert package["title"] == "Note 7"
    listed = {r["path"]: (r["hash"], r["bytes"]) for r in package["resources"]}
    assert set(listed) == set(parts) - {"datapackage.json", "datapackage-digest.json"}
    for path, told in listed.items():
        assert told == (f"sha256:{hashlib.sha256(parts[path]).hexdigest()}", len(parts[path]))
    digest = json.loads(parts["datapackage-digest.json"])
    assert digest == {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(parts['datapackage.json']).hexdigest()}",
    }
    with zipfile.ZipFile(target) as archive:
        for name in ("archive/citecheck.warc.gz", "indexes/index.cdx.gz"):
            assert archive.getinfo(name).compress_type == zipfile.ZIP_STORED


def test_pages_are_listed_with_moment_and_title(tmp_path: Path) -> None:
    target = tmp_path / "note.wacz"
    filled(tmp_path / "s").export([OLD], target, ABOUT, {OLD: "A report"})
    head, *pages = map(json.loads, parts_of(target)["pages/pages.jsonl"].splitlines())
    assert head == {"format": "json-pages-1.0", "id": "pages", "title": "Captures"}
    assert [(p["url"], p["ts"], p["title"]) for p in pages] == [
        (OLD, "2013-03-17T12:00:00Z", "A report"),
        (PAGE, "2026-11-25T12:00:00Z", "A report"),
        (PAGE, "2026-11-26T12:00:00Z", "A report"),
    ]
    assert len({p["id"] for p in pages}) == 3


def test_the_index_leads_to_each_record_and_to_what_revisits_refer_to(tmp_path: Path) -> None:
    target = tmp_path / "note.wacz"
    filled(tmp_path / "s").export([OLD], target, ABOUT, {})
    parts = parts_of(target)
    warc = parts["archive/citecheck.warc.gz"]
    meta, *idx = parts["indexes/index.idx"].decode().splitlines()
    assert json.loads(meta.split(" ", 2)[2]) == {
        "format": "cdxj-gzip-1.0",
        "filename": "index.cdx.gz",
    }
    lines: list[str] = []
    for line in idx:
        place = json.loads(line.split(" ", 2)[2])
        block = parts["indexes/index.cdx.gz"][place["offset"] :][: place["length"]]
        assert place["digest"] == f"sha256:{hashlib.sha256(block).hexdigest()}"
        lines += gzip.decompress(block).decode().splitlines()
    assert lines == sorted(lines)
    seen = []
    for line in lines:
        entry = json.loads(line.split(" ", 2)[2])
        data = warc[int(entry["offset"]) :][: int(entry["length"])]
        assert entry["recordDigest"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        (record,) = list(ArchiveIterator(BytesIO(data)))
        assert record.rec_headers.get_header("WARC-Target-URI") == entry["url"]
        seen.append((record.rec_type, entry["url"], entry["status"]))
    assert seen.count(("response", "http://elsewhere.org/same", "200")) == 1
    assert [s for s in seen if s[0] == "revisit"] == [
        ("revisit", OLD, "200"),
        ("revisit", PAGE, "200"),
        ("revisit", PAGE, "200"),
    ]
    assert seen.count(("response", OLD, "301")) == 2
    assert not any("other.org" in url for _, url, _ in seen)


def test_its_records_are_whole_requests_among_them_and_citecheck_reads_it(tmp_path: Path) -> None:
    target = tmp_path / "note.wacz"
    filled(tmp_path / "s", file_bytes=2_000).export([OLD], target, ABOUT, {})
    assert len(list((tmp_path / "s").glob("*.warc.gz"))) > 1
    folder = tmp_path / "taken"
    folder.mkdir()
    (folder / "note.warc.gz").write_bytes(parts_of(target)["archive/citecheck.warc.gz"])
    kinds = []
    with (folder / "note.warc.gz").open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            record.content_stream().read()
            kinds.append(record.rec_type)
    assert kinds.count("request") == 2
    assert kinds[0] == "warcinfo"
    store = store_in(folder)
    captures = store.captures(OLD)
    assert len(captures) == 3
    assert [store.body(capture) for capture in captures] == [BODY] * 3
    assert store.warnings == ()


def test_the_same_captures_give_the_same_bytes(tmp_path: Path) -> None:
    store = filled(tmp_path / "s")
    for name in ("a", "b"):
        store.export([OLD], tmp_path / name, ABOUT, {})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_nothing_captured_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing was captured"):
        filled(tmp_path / "s").export(["http://a.org/never"], tmp_path / "x", ABOUT, {})
    assert not (tmp_path / "x").exists()


def test_a_damaged_record_is_told_with_file_and_offset(tmp_path: Path) -> None:
    store = filled(tmp_path / "s")
    capture = store.captures(OLD)[1]
    file = tmp_path / "s" / capture.warc
    data = bytearray(file.read_bytes())
    data[capture.offset + 200] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(InputError, match=f"the record at byte {capture.offset} is damaged"):
        store.export([OLD], tmp_path / "x", ABOUT, {})
    assert not (tmp_path / "x").exists()


@pytest.mark.archive
def test_an_independent_program_finds_it_valid(tmp_path: Path) -> None:
    """py-wacz in an environment of its own: what it needs to build an index is AGPL."""
    root = Path(__file__).parents[2]
    program = Path(os.environ.get("WACZ_PROGRAM", root / ".venv-wacz" / "bin" / "wacz"))
    if not program.is_file():
        pytest.skip("py-wacz is not installed: set WACZ_PROGRAM or make .venv-wacz/installed")
    target = tmp_path / "note.wacz"
    filled(tmp_path / "s").export([OLD], target, ABOUT, {OLD: "A report"})
    ran = subprocess.run(
        [program, "validate", "--file", target],
        capture_output=True, text=True, check=False, timeout=120, cwd=tmp_path,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "the passed WACZ is valid" in ran.stdout
