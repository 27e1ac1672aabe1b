from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import time
from typing import BinaryIO

import pytest

from citecheck.extract import IsolatedExtractor
from citecheck.extract.isolated import _environment, _import_path
from citecheck.extract.nursery import NoNurseryError, fork_worker
from citecheck.model.documents import Document
from citecheck.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux")


def order(text: bytes = b"") -> BinaryIO:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - its user closes it
    file.write(text)
    file.seek(0)
    return file


def worker(start: str, text: bytes = b"", kind: str = "usual"):  # type: ignore[no-untyped-def]
    path, environment = _import_path(), _environment()
    with order(text) as file:
        return fork_worker(file, start=start, path=path, environment=environment, kind=kind)


def test_a_worker_reads_its_order_and_ends_with_its_code() -> None:
    born = worker("import sys; sys.stdout.write(sys.stdin.read().upper()); sys.exit(7)", b"hello")
    with born.stdout as stream:
        assert stream.read() == b"HELLO"
    assert born.wait(5) == 7
    born.release()


def test_a_worker_that_is_ended_says_so_and_leads_a_group_of_its_own() -> None:
    born = worker("import time; time.sleep(30)")
    assert born.poll() is None
    assert os.getpgid(born.pid) == born.pid
    os.killpg(born.pid, signal.SIGKILL)
    assert born.wait(5) == -signal.SIGKILL
    born.release()
    born.stdout.close()


@pytest.mark.parametrize(
    ("kind", "has", "lacks"),
    [
        ("usual", "citecheck.extract.html", "pypdfium2"),
        ("pdf", "pypdfium2", "pdfminer"),
        ("pdf again", "pdfminer", "citecheck.extract.html"),
    ],
)
def test_a_worker_has_imported_what_its_kind_of_document_needs(
    kind: str, has: str, lacks: str
) -> None:
    born = worker("import sys; sys.stdout.write(' '.join(sys.modules))", kind=kind)
    with born.stdout as stream:
        modules = stream.read().decode().split()
    born.wait(5)
    born.release()
    assert has in modules
    assert lacks not in modules


def test_many_at_once_each_get_their_own() -> None:
    start = "import sys; sys.stdout.write(sys.stdin.read())"
    found: dict[int, bytes] = {}

    def one(number: int) -> None:
        born = worker(start, b"%d" % number)
        with born.stdout as stream:
            found[number] = stream.read()
        born.wait(10)
        born.release()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == {n: b"%d" % n for n in range(24)}


def test_one_worker_sees_nothing_of_another() -> None:
    start = "import sys; print(getattr(sys, 'left', None)); sys.left = 'something'"
    for _ in range(2):
        born = worker(start)
        with born.stdout as stream:
            assert stream.read() == b"None\n"
        born.wait(5)
        born.release()


def test_where_none_can_be_forked_they_start_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*args: object, **kwargs: object) -> None:
        raise NoNurseryError("none here")

    monkeypatch.setattr("citecheck.extract.isolated.fork_worker", none)
    text = IsolatedExtractor(Settings()).extract(
        b"<title>Boats</title><p>There are 40 boats.", media_type="text/html", name="x"
    )
    assert isinstance(text, Document)
    assert text.title == "Boats"


def test_reading_goes_on_when_the_nursery_has_ended() -> None:
    extractor = IsolatedExtractor(Settings())
    page = b"<title>Boats</title><p>There are 40 boats."
    assert isinstance(extractor.extract(page, media_type="text/html", name="x"), Document)
    from citecheck.extract import nursery

    for kept in nursery._kept.values():
        kept._process.kill()
        kept._process.wait()
    time.sleep(0.05)
    assert isinstance(extractor.extract(page, media_type="text/html", name="x"), Document)
