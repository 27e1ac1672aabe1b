"""Every exchange is written down: requests, redirects, errors before another try, 304s."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from datetime import timedelta
from pathlib import Path

import pytest
import warcio.cli
from warcio.archiveiterator import ArchiveIterator

from citecheck.capture.live import RequestsWeb
from citecheck.model.captures import Hop, Response, Unchanged, Wire
from citecheck.settings import Settings
from tests.capture.origin import Origin as Server
from tests.capture.origin import by_path, in_turn, reply, serve
from tests.snapshots.snapshot_fakes import BODY, NOW, PAGE, response, store_in

SETTINGS = Settings(
    allow_private=True, no_proxy="*", delay=0.0, backoff=0.01, retries=1, read_timeout=5.0
)
NOT_FOUND = b"<h1>There is no such page</h1>" * 40


def warcio_check(folder: Path) -> None:
    """The program ``warcio check`` finds nothing wrong in any file; it runs in this process."""
    files = sorted(str(f) for f in folder.glob("*.warc.gz"))
    assert files
    said = io.StringIO()
    with redirect_stdout(said), pytest.raises(SystemExit) as ended:
        warcio.cli.main(["check", *files])
    assert (ended.value.code, said.getvalue()) == (0, "")


def written(folder: Path) -> list[tuple[str, str, str, bytes]]:
    """Kind, path, status line or request line, and payload of each record but the first."""
    found = []
    for file in sorted(folder.glob("*.warc.gz")):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                body = record.content_stream().read()
                if record.rec_type == "warcinfo":
                    continue
                target = record.rec_headers.get_header("WARC-Target-URI")
                http = record.http_headers
                line = http.statusline if http else ""
                if record.rec_type == "request":
                    line = f"{http.protocol} {http.statusline}"
                found.append((record.rec_type, target.split("/", 3)[3], line, body))
    return found


def fetch(server: Server, folder: Path, path: str) -> Response:
    web = RequestsWeb(SETTINGS, recorder=store_in(folder))
    (outcome,) = web.fetch_all([f"{server.url}{path}"], started=lambda _: None)
    assert isinstance(outcome, Response)
    return outcome


def test_redirects_are_written_as_they_came(tmp_path: Path) -> None:
    pages = {
        "/a": reply(301, b"over there", Location="/b", reason="Moved for Good"),
        "/b": reply(302, b"and there", Location="/c"),
        "/c": reply(200, BODY, reason="Fine"),
    }
    with serve(by_path(pages)) as server:
        outcome = fetch(server, tmp_path, "/a")
    store = store_in(tmp_path)
    kept = store.keep(outcome)  # whoever keeps it again: it is there once
    assert outcome.kept
    assert (kept.warc, kept.offset) == (outcome.kept.warc, outcome.kept.offset)
    assert [w for w in written(tmp_path) if w[0] == "response"] == [
        ("response", "a", "301 Moved for Good", b"over there"),
        ("response", "b", "302 Whatever", b"and there"),
        ("response", "c", "200 Fine", BODY),
    ]
    assert [w[:3] for w in written(tmp_path) if w[0] == "request"] == [
        ("request", "a", "GET /a HTTP/1.1"),
        ("request", "b", "GET /b HTTP/1.1"),
        ("request", "c", "GET /c HTTP/1.1"),
    ]
    assert store.captures(outcome.url) == (kept,)
    assert store.captures(outcome.final_url) == ()
    assert store.body(kept) == BODY
    warcio_check(tmp_path)


@pytest.mark.parametrize("status", [404, 410, 429, 500, 503])
def test_errors_are_written_with_their_bodies_each_time(tmp_path: Path, status: int) -> None:
    with serve(by_path({"/x": reply(status, NOT_FOUND)})) as server:
        fetch(server, tmp_path, "/x")
    answers = [w for w in written(tmp_path) if w[0] != "request"]
    assert len(answers) == len(server.asked) == (1 if status < 429 else 2)
    # the very same bytes come as a revisit
    assert [w[0] for w in answers] == ["response", "revisit"][: len(answers)]
    assert answers[0][2:] == (f"{status} Whatever", NOT_FOUND)
    warcio_check(tmp_path)


def test_a_first_answer_that_was_an_error_stands_before_the_page(tmp_path: Path) -> None:
    with serve(in_turn(reply(503, b"later"), reply(200, BODY))) as server:
        outcome = fetch(server, tmp_path, "/x")
    assert [w[2] for w in written(tmp_path) if w[0] == "response"] == [
        "503 Whatever",
        "200 Whatever",
    ]
    (kept,) = store_in(tmp_path).captures(outcome.url)
    assert kept.status == 200


def test_the_request_is_what_was_sent_and_names_the_answer(tmp_path: Path) -> None:
    with serve(by_path({"/x": reply(200, BODY)})) as server:
        fetch(server, tmp_path, "/x")
    (file,) = tmp_path.glob("*.warc.gz")
    heads = {}
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream):
            block = record.content_stream().read()
            heads[record.rec_type] = (record.rec_headers, record.http_headers, block)
    asked, answered = heads["request"][0], heads["response"][0]
    answer_id = answered.get_header("WARC-Record-ID")
    assert asked.get_header("WARC-Concurrent-To") == answer_id
    assert answered.get_header("WARC-IP-Address") == "127.0.0.1"
    assert asked.get_header("WARC-Date") == answered.get_header("WARC-Date")
    sent = server.heads[0].splitlines()[1:]
    assert [f"{n}: {v}" for n, v in heads["request"][1].headers] == [line for line in sent if line]


def test_secrets_are_not_written(tmp_path: Path) -> None:
    web = RequestsWeb(SETTINGS, recorder=store_in(tmp_path))
    with serve(by_path({"/x": reply(200, BODY)})) as server:
        answer = web._door.get(  # the one place where headers of one's own go in
            f"{server.url}/x", headers={"Authorization": "LOW key:secret", "Cookie": "c=secret"}
        )
    assert isinstance(answer, Response)
    assert "secret" in server.heads[0]
    assert answer.wire is not None
    assert b"secret" not in answer.wire.request
    store_in(tmp_path).keep(answer)
    assert all(b"secret" not in w[3] and "secret" not in w[2] for w in written(tmp_path))


def test_a_304_is_a_revisit_that_refers_to_what_is_kept(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    first = store.keep(response(body=b"short", headers=(("ETag", '"1"'),)))
    later = response(body=b"short", at=NOW + timedelta(days=30))
    said = Unchanged(since=NOW, headers=(("ETag", '"1"'), ("Date", "today")))
    wire = Wire(request=b'GET /report.html HTTP/1.1\r\nIf-None-Match: "1"\r\n\r\n')
    second = store.keep(Response(**{**fields(later), "unchanged": said, "wire": wire}))
    (file,) = tmp_path.glob("*.warc.gz")
    with file.open("rb") as stream:
        (revisit,) = [r.rec_headers for r in ArchiveIterator(stream) if r.rec_type == "revisit"]
    assert revisit.get_header("WARC-Profile").endswith("/revisit/server-not-modified")
    assert revisit.get_header("WARC-Refers-To-Target-URI") == PAGE
    assert revisit.get_header("WARC-Refers-To-Date") == "2026-11-24T12:00:00Z"
    assert revisit.get_header("WARC-Payload-Digest") == first.digest
    assert '"Date","today"' in revisit.get_header("WARC-JSON-Metadata")
    for opened in (store, store_in(tmp_path)):
        assert opened.captures(PAGE) == (first, second)
        assert opened.body(second) == b"short"
        known = opened.known(PAGE)
        assert known is not None
        assert (known.capture, known.confirmed) == (first, 1)
        assert known.header("etag") == '"1"'
    warcio_check(tmp_path)
    rebuilt = store_in(tmp_path)
    rebuilt.reindex()
    assert rebuilt.captures(PAGE) == (first, second)
    assert rebuilt.known(PAGE) == known


def fields(of: Response) -> dict[str, object]:
    return {name: getattr(of, name) for name in Response.__dataclass_fields__}


def test_what_is_on_the_way_is_found_again_from_the_files_alone(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.record(response("http://a.org/old", b"", status=301))
    store.record(response("http://a.org/busy", NOT_FOUND, status=503))
    store.record(response("http://a.org/busy", NOT_FOUND, status=503))
    hops = (Hop(url="http://a.org/old", status=301, location=PAGE), Hop(url=PAGE, status=200))
    kept = store.keep(response("http://a.org/old", final_url=PAGE, hops=hops))
    index = (tmp_path / "index.cdxj").read_text()
    rebuilt = store_in(tmp_path)
    report = rebuilt.reindex()
    assert report.warnings == ()
    assert report.captures == 1
    assert sorted((tmp_path / "index.cdxj").read_text().splitlines()) == sorted(index.splitlines())
    assert rebuilt.captures("http://a.org/old") == (kept,)
    # the redirect was written once, as it came
    assert [w[1] for w in written(tmp_path)] == ["old", "busy", "busy", "report.html"]


def test_digests_of_both_kinds_are_in_the_index(tmp_path: Path) -> None:
    kept = store_in(tmp_path).keep(response(body=b"38 percent"))
    assert kept.digest == "sha1:VNSWJEJ7NOOIFBNE5PVHVDZVSLTSRRDZ"
    assert kept.sha256 == "0424d0fe9d31af4fff5ab7e073ec436d5ce6767ca95a389098f38d8e5df43ab7"
    line = (tmp_path / "index.cdxj").read_text()
    assert kept.sha256 in line
    assert kept.digest.removeprefix("sha1:") in line
