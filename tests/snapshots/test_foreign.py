"""WARC files that other programs wrote, dropped into the snapshots; damage of any file told."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from citecheck.model.captures import Origin
from citecheck.settings import Settings
from citecheck.wiring import audit_source, open_publication
from tests.capture.origin import by_path, reply, serve
from tests.snapshots.snapshot_fakes import BODY, response, store_in

PAGE = "http://a.org/report.html"


class Writer:
    """Writes records as other programs do."""

    def __init__(self, file: Path, **options: Any) -> None:
        self._stream = file.open("wb")
        self._writer = WARCWriter(self._stream, **options)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.close()

    def write(
        self,
        url: str,
        body: bytes,
        *headers: tuple[str, str],
        line: str = "200 OK",
        date: str = "2012-03-04T05:06:07Z",
        kind: str = "response",
    ) -> None:
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(line, list(headers), protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": date},
        )
        self._writer.write_record(record)

    def revisit(self, url: str, digest: str, date: str, line: str = "200 OK") -> None:
        http = StatusAndHeaders(line, [], protocol="HTTP/1.1")
        record = self._writer.create_revisit_record(
            url,
            digest,
            PAGE,
            "2012-03-04T05:06:07Z",
            http_headers=http,
            warc_headers_dict={"WARC-Date": date},
        )
        self._writer.write_record(record)


@pytest.mark.parametrize("gzipped", [True, False])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_pages_of_another_program_are_live_captures_of_their_day(
    tmp_path: Path, gzipped: bool, version: str
) -> None:
    name = "wget.warc.gz" if gzipped else "wget.warc"
    with Writer(tmp_path / name, gzip=gzipped, warc_version=version) as out:
        out.write("http://a.org/robots.txt", b"none", line="404 Not Found")
        out.write(f"<{PAGE}>", BODY, ("Content-Type", "text/html"))
    for _ in range(2):  # the second time from the index
        store = store_in(tmp_path)
        (capture,) = store.captures(PAGE)
        assert (capture.origin, capture.status, capture.media_type) == (
            Origin.LIVE,
            200,
            "text/html",
        )
        assert capture.captured.isoformat() == "2012-03-04T05:06:07+00:00"
        assert store.body(capture) == BODY
        assert store.warnings == ()


def test_codings_are_undone(tmp_path: Path) -> None:
    packed = gzip.compress(BODY)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    with Writer(tmp_path / "pywb.warc.gz", gzip=True) as out:
        out.write(PAGE, chunked, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))
    store = store_in(tmp_path)
    (capture,) = store.captures(PAGE)
    assert store.body(capture) == BODY


def test_redirects_are_followed_to_what_is_there_and_never_in_a_circle(tmp_path: Path) -> None:
    with Writer(tmp_path / "x.warc.gz", gzip=True) as out:
        for url, to in (("/old", "/older"), ("/older", PAGE), ("/a", "/b"), ("/b", "/a")):
            out.write(f"http://a.org{url}", b"", ("Location", to), line="301 Moved")
        out.write(PAGE, BODY, ("Content-Type", "text/html"))
        out.write("http://a.org/lost", b"", ("Location", "/nowhere"), line="302 Found")
    store = store_in(tmp_path)
    (capture,) = store.captures("http://a.org/old")
    assert (capture.final_url, capture.status) == (PAGE, 200)
    assert [hop.status for hop in capture.hops] == [301, 301]
    assert store.body(capture) == BODY
    for path in ("/a", "/lost"):
        (left,) = store.captures(f"http://a.org{path}")
        assert 300 <= left.status < 400


def test_revisits_have_the_bytes_they_refer_to(tmp_path: Path) -> None:
    with Writer(tmp_path / "x.warc.gz", gzip=True) as out:
        out.write(PAGE, BODY, ("Content-Type", "text/html"))
        out.revisit(PAGE, "sha1:" + "A" * 32, "2013-01-01T00:00:00Z")
        out.revisit(PAGE, "sha1:" + "A" * 32, "2014-01-01T00:00:00Z", line="304 Not Modified")
        out.revisit("http://a.org/of-nothing", "sha1:" + "B" * 32, "2014-01-01T00:00:00Z")
    store = store_in(tmp_path)
    captures = store.captures(PAGE)
    assert [c.captured.year for c in captures] == [2012, 2013, 2014]
    assert [c.status for c in captures] == [200, 200, 200]
    assert [store.body(c) for c in captures] == [BODY] * 3


def test_our_own_records_go_beside_them(tmp_path: Path) -> None:
    with Writer(tmp_path / "x.warc.gz", gzip=True) as out:
        out.write(PAGE, BODY, ("Content-Type", "text/html"))
    before = (tmp_path / "x.warc.gz").read_bytes()
    store = store_in(tmp_path)
    kept = store.keep(response(PAGE, BODY + b"!"))
    assert [store.body(c) for c in store_in(tmp_path).captures(PAGE)] == [BODY, BODY + b"!"]
    assert kept.warc != "x.warc.gz"
    assert (tmp_path / "x.warc.gz").read_bytes() == before


@pytest.mark.parametrize("gzipped", [True, False])
def test_damage_is_told_with_file_and_offset_and_the_rest_is_read(
    tmp_path: Path, gzipped: bool
) -> None:
    name = "x.warc.gz" if gzipped else "x.warc"
    places = []
    with Writer(tmp_path / name, gzip=gzipped) as out:
        for number in range(3):
            places.append(out._stream.tell())
            out.write(f"http://a.org/{number}", BODY + b"%d" % number)
    data = bytearray((tmp_path / name).read_bytes())
    middle = (places[1] + places[2]) // 2
    data[middle : middle + 4] = b"\0\0\0\0"
    (tmp_path / name).write_bytes(data[:-9])
    store = store_in(tmp_path)
    assert len(store.captures("http://a.org/0")) == 1
    assert store.captures("http://a.org/1") == store.captures("http://a.org/2") == ()
    assert any(f"{name}: " in w and f"at {places[1]} are damaged" in w for w in store.warnings)
    assert any(f"at {places[2]} are damaged" in w for w in store.warnings)
    assert len((tmp_path / name).read_bytes()) == len(data) - 9  # not ours to mend


@pytest.mark.parametrize("junk", [b"", b"\0", b"WARC/1.0\r\n\r\n", b"\x1f\x8b", b"plain text" * 99])
@pytest.mark.parametrize("name", ["x.warc.gz", "x.warc"])
def test_what_is_no_warc_harms_nothing(tmp_path: Path, junk: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(junk)
    store = store_in(tmp_path)
    kept = store.keep(response())
    assert store_in(tmp_path).body(kept) == BODY


def test_an_offline_audit_reads_what_somebody_put_there(tmp_path: Path) -> None:
    snapshots = tmp_path / "snapshots"
    snapshots.mkdir()
    with Writer(snapshots / "mine.warc.gz", gzip=True) as out:
        out.write(PAGE, b"<title>Report</title><p>words</p>", ("Content-Type", "text/html"))
    (tmp_path / "list.txt").write_text(f"{PAGE}\n")
    source = open_publication(str(tmp_path / "list.txt"))
    audit = audit_source(source, Settings(), offline=True, snapshots=snapshots)
    (report,) = audit.addresses
    assert (report.title, report.http_status) == ("Report", 200)
    assert "last asked on 2012-03-04" in report.why


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_what_wget_writes_is_read(tmp_path: Path) -> None:
    pages = {"/a": reply(301, b"", Location="/b"), "/b": reply(200, BODY, Content_Type="text/html")}
    with serve(by_path(pages)) as server:
        subprocess.run(
            ["wget", "-q", "--no-config", "--warc-file=got", f"{server.url}/a", "-O", "out"],
            cwd=tmp_path, check=True, timeout=60, env={"PATH": "/usr/bin:/bin", "no_proxy": "*"},
        )  # fmt: skip
    store = store_in(tmp_path)
    (capture,) = store.captures(f"{server.url}/a")
    assert capture.final_url == f"{server.url}/b"
    assert store.body(capture) == BODY
