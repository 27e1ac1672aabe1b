from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

import citecheck.snapshots.storage
from citecheck.model.captures import Response
from citecheck.model.errors import InputError
from citecheck.opening import open_spooled
from citecheck.snapshots import Storage, WarcStore
from tests.fakes.object_storage import s3_bucket
from tests.snapshots.snapshot_fakes import NOW, response, store_in

LONG = b"<p>A mill sold 40 sacks." + b" And the river went by." * 60


@pytest.fixture(params=["memory", "local", "s3"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    name = uuid4().hex
    match request.param:
        case "memory":
            yield f"memory://{name}/captures"
        case "local":
            yield f"local://{tmp_path}/bucket/captures"
        case _:
            yield f"{request.getfixturevalue('s3')}/{name}/captures"


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    with s3_bucket("citecheck-test") as bucket:
        yield bucket


def keep(url: str, spool: Path, *answers: Response) -> None:
    with open_spooled(spool, Storage(url)) as store:
        for answer in answers:
            store.keep(answer)


def test_what_was_put_up_is_read_by_its_place(url: str, tmp_path: Path) -> None:
    keep(
        url,
        tmp_path / "spool",
        response("http://a.example/1", LONG),
        response("http://a.example/2", b"two"),
    )
    assert not list((tmp_path / "spool").iterdir())
    store = WarcStore(tmp_path / "nowhere", lambda: NOW, "test", beyond=Storage(url))
    (capture,) = store.captures("http://a.example/1")
    assert store.body(capture) == LONG
    assert store.body(store.captures("http://a.example/2")[0]) == b"two"
    known = store.known("http://a.example/1")
    assert known is not None
    assert known.header("Content-Type") == "text/html; charset=utf-8"


def test_a_payload_is_put_up_once(url: str, tmp_path: Path) -> None:
    keep(url, tmp_path / "spool", response("http://a.example/1", LONG))
    keep(url, tmp_path / "spool", response("http://a.example/2", LONG))
    store = WarcStore(tmp_path / "nowhere", lambda: NOW, "test", beyond=Storage(url))
    (capture,) = store.captures("http://a.example/2")
    assert store.body(capture) == LONG
    first, second = sorted(Storage(url).entries(), key=lambda entry: entry.payload is not None)
    assert second.payload == (first.warc, first.offset)


def test_what_others_put_up_meanwhile_is_found_when_it_is_asked_for(
    url: str, tmp_path: Path
) -> None:
    store = WarcStore(tmp_path / "nowhere", lambda: NOW, "test", beyond=Storage(url))
    with open_spooled(tmp_path / "spool", Storage(url)) as other:
        capture = other.keep(response("http://a.example/1", LONG))
        with pytest.raises(InputError, match="damaged or missing"):
            store.body(capture)
    assert store.body(capture) == LONG


def test_a_copy_of_the_storage_is_a_folder_of_snapshots(url: str, tmp_path: Path) -> None:
    keep(url, tmp_path / "spool", response("http://a.example/1", LONG))
    keep(url, tmp_path / "spool", response("http://a.example/2", LONG))
    folder = tmp_path / "copy"
    assert Storage(url).fetch(folder) == 2
    assert Storage(url).fetch(folder) == 0
    store = store_in(folder)
    assert store.warnings == ()
    for name in "12":
        (capture,) = store.captures(f"http://a.example/{name}")
        assert store.body(capture) == LONG


KILLED = """
import os, signal, sys
from pathlib import Path
from citecheck.opening import open_spooled
from citecheck.snapshots import Storage
from tests.fakes.object_storage import s3_bucket
from tests.snapshots.snapshot_fakes import response
with open_spooled(Path(sys.argv[1]), Storage(sys.argv[2])) as store:
    store.keep(response("http://a.example/kept", b"kept before the end"))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_run_left_behind_is_put_up_by_the_next(tmp_path: Path) -> None:
    url, spool = f"local://{tmp_path}/bucket", tmp_path / "spool"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(spool), url],
        check=False, timeout=60, env={**os.environ, "PYTHONPATH": os.getcwd()},
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    assert Storage(url).entries() == ()
    with open_spooled(spool, Storage(url)) as store:
        (capture,) = store.captures("http://a.example/kept")
        assert store.body(capture) == b"kept before the end"
    assert not list(spool.iterdir())


def test_the_spool_of_a_run_that_goes_on_is_left_alone(tmp_path: Path) -> None:
    url, spool = f"memory://{uuid4().hex}", tmp_path / "spool"
    with open_spooled(spool, Storage(url)) as first:
        first.keep(response("http://a.example/1", LONG))
        keep(url, spool, response("http://a.example/2", LONG))
        assert {e.target for e in Storage(url).entries()} == {"http://a.example/2"}
    assert len(Storage(url).entries()) == 2


def test_what_comes_when_a_spool_is_closed_changes_nothing(tmp_path: Path) -> None:
    url = f"memory://{uuid4().hex}"
    with open_spooled(tmp_path / "spool", Storage(url)) as store:
        store.keep(response("http://a.example/1", LONG))
    with pytest.raises(ValueError, match="closed"):
        store.keep(response("http://a.example/2", LONG))
    assert [e.target for e in Storage(url).entries()] == ["http://a.example/1"]
    assert not list((tmp_path / "spool").iterdir())


def test_the_very_same_copy_is_kept_once_on_a_storage(tmp_path: Path) -> None:
    url = f"memory://{uuid4().hex}"
    with open_spooled(tmp_path / "spool", Storage(url)) as store:
        first = store.keep(response("http://a.example/1", LONG))
    with open_spooled(tmp_path / "spool", Storage(url)) as store:
        assert store.keep(response("http://a.example/1", LONG)) == first
    assert len(Storage(url).entries()) == 1


def test_a_storage_that_takes_nothing_loses_nothing(tmp_path: Path) -> None:
    spool, bucket = tmp_path / "spool", tmp_path / "bucket"
    bucket.write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(InputError, match="cannot write snapshots"):
        keep(f"local://{bucket}/captures", spool, response("http://a.example/1", LONG))
    keep(f"local://{tmp_path}/other", spool)
    assert len(Storage(f"local://{tmp_path}/other").entries()) == 1


def test_an_index_never_leads_out_of_its_folder(tmp_path: Path) -> None:
    url = f"local://{tmp_path}/bucket"
    keep(url, tmp_path / "spool", response("http://a.example/1", LONG))
    (index,) = (tmp_path / "bucket").glob("*.cdxj")
    text = index.read_text(encoding="utf-8")
    name = index.name.removesuffix(".cdxj")
    (tmp_path / "bucket" / "other.cdxj").write_text(
        text.replace(name, f"../{name}"), encoding="utf-8"
    )
    storage = Storage(url)
    assert len(storage.entries()) == 1
    assert storage.fetch(tmp_path / "copy") == 1


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("nosuch://bucket/prefix", "nosuch.*; say s3://BUCKET/PREFIX"),
        ("hdfs://127.0.0.1:1/prefix", "pip install"),
    ],
)
def test_a_storage_of_no_known_kind_is_told_in_one_line(url: str, line: str) -> None:
    with pytest.raises(InputError, match=line) as found:
        Storage(url)
    assert "\n" not in str(found.value)


def test_without_fsspec_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citecheck.snapshots.storage, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"pip install 'citecheck\[s3\]'"):
        Storage("s3://bucket/prefix")


def test_a_damaged_record_is_told_as_one(tmp_path: Path) -> None:
    keep(f"local://{tmp_path}/bucket", tmp_path / "spool", response("http://a.example/1", LONG))
    (file,) = (tmp_path / "bucket").glob("*.warc.gz")
    data = bytearray(file.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    file.write_bytes(data)
    beyond = Storage(f"local://{tmp_path}/bucket")
    store = WarcStore(tmp_path / "nowhere", lambda: NOW, "test", beyond=beyond)
    (capture,) = store.captures("http://a.example/1")
    with pytest.raises(InputError, match="damaged or missing"):
        store.body(replace(capture))
