from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from extraction_files import (
    RUSSIAN,
    document,
    docx,
    endless_pdf,
    extraction,
    flate_bomb,
    html,
    paragraph,
    pdf,
    run,
    shown,
)  # fmt: skip

from citecheck.extract import IsolatedExtractor, Job
from citecheck.extract.limits import Limits
from citecheck.extract.wire import from_json, to_json
from citecheck.model.documents import Document, Extraction, Page, Unread, UnreadReason
from citecheck.ports import Extractor
from citecheck.settings import Settings
from tests.pace import in_time

SETTINGS = Settings()
POSIX = pytest.mark.skipif(os.name != "posix", reason="the limits are those of POSIX")


def extract(body: bytes, settings: Settings = SETTINGS) -> Extraction:
    return IsolatedExtractor(settings).extract(body, media_type=None, name="")


@pytest.mark.parametrize(
    "body",
    [
        html(f"<h1>Valley</h1><p>{RUSSIAN}"),
        RUSSIAN.encode("koi8-r"),
        pdf([shown(11, 72, 700, "12,345 sheep"), shown(11, 72, 700, "988 goats")]),
        docx(paragraph(run("12,345 sheep"))),
        (Path(__file__).parent / "files" / "russian.doc").read_bytes(),
        rb"{\rtf1\ansi 12,345 sheep}",
        b"",
        b"%PDF-1.4 torn",
    ],
    ids=["html", "text", "pdf", "docx", "doc", "rtf", "empty", "damaged"],
)
def test_a_worker_reads_what_is_read_in_process(body: bytes) -> None:
    assert extract(body) == extraction(body)


def test_the_isolated_extractor_is_what_the_pipeline_asks_for() -> None:
    extractor: Extractor = IsolatedExtractor(SETTINGS)
    found = extractor.extract(b"12,345 sheep", media_type="text/plain", name="sheep.txt")
    assert isinstance(found, Document)


def test_many_documents_come_back_in_their_order() -> None:
    jobs = (Job(body=html(f"<p>{n} sheep"), name=str(n)) for n in range(9))
    found = IsolatedExtractor(SETTINGS).extract_many(jobs, workers=2)
    assert [one.text for one in found if isinstance(one, Document)] == [
        f"{n} sheep" for n in range(9)
    ]


def test_leaving_early_ends_the_workers_that_run() -> None:
    slow = Job(body=endless_pdf())
    many = IsolatedExtractor(SETTINGS).extract_many(
        [Job(body=b"first"), slow, slow, slow], workers=2
    )
    started = time.monotonic()
    next(many)
    many.close()  # type: ignore[attr-defined] # it is a generator
    assert in_time(started, 5)


def test_too_many_bytes_start_no_worker() -> None:
    found = extract(b"x" * 11, replace(SETTINGS, max_bytes=10))
    assert isinstance(found, Unread)
    assert found.reason is UnreadReason.TOO_LARGE


def test_the_limit_on_pages_reaches_the_worker() -> None:
    found = extract(pdf(["", shown(9, 9, 9, "x")] * 3), replace(SETTINGS, max_pages=2))
    assert isinstance(found, Document)
    assert len(found.pages) == 2


@POSIX
@pytest.mark.hostile
def test_a_flate_bomb_is_a_matter_of_memory() -> None:
    found = extract(flate_bomb(600 << 20), replace(SETTINGS, worker_memory=256 << 20))
    assert isinstance(found, Unread)
    assert found.reason is UnreadReason.MEMORY
    assert "256 MiB" in found.why


@pytest.mark.hostile
def test_an_endless_file_is_a_matter_of_time() -> None:
    """With memory enough: with less, it is a matter of which runs out first."""
    started = time.monotonic()
    found = extract(endless_pdf(), replace(SETTINGS, worker_seconds=1.5, worker_memory=8 << 30))
    assert isinstance(found, Unread)
    assert found.reason is UnreadReason.TIMEOUT
    assert in_time(started, 6)


def test_forms_that_end_are_read() -> None:
    assert "x" in document(endless_pdf(depth=6)).text


def worker_says(code: str) -> str:
    """What a process says that runs ``code`` inside the worker's cage."""
    start = (
        "from citecheck.extract.cage import close_cage\n"
        "missing = close_cage(memory=1 << 30, cpu_seconds=5)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", start + code], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr.strip().rsplit("\n", 1)[-1]


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open('written-by-a-worker', 'w')",
        "import os; os.remove('README.md')",
    ],
)
def test_a_worker_reaches_no_network_starts_nothing_and_writes_nothing(deed: str) -> None:
    assert "PermissionError" in worker_says(deed)
    assert not Path("written-by-a-worker").exists()


@POSIX
def test_a_worker_cannot_take_more_memory_than_it_was_given() -> None:
    assert "MemoryError" in worker_says("b = bytearray(2 << 30)")
    assert worker_says("print(missing)").startswith("()")


def test_a_worker_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    # A CMAP_PATH of ours would be read by pdfminer, a PYTHONSTARTUP by Python.
    monkeypatch.setenv("CMAP_PATH", "/somewhere")
    monkeypatch.setattr(
        "citecheck.extract.isolated._START",
        "import os, sys; sys.stdout.write('x' + repr(sorted(os.environ)))",
    )
    monkeypatch.setattr(
        "citecheck.extract.isolated.from_json",
        lambda line: Unread(reason=UnreadReason.CRASH, why=line.decode()),
    )
    found = extract(b"words")
    assert isinstance(found, Unread)
    assert "CMAP_PATH" not in found.why
    assert "HOME" not in found.why


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ("import os; os._exit(3)", "exit code 3"),
        ("import os; os.abort()", "SIGABRT"),
        ("print('{torn')", "exit code 0"),
        ("print('[]')", "exit code 0"),
    ],
)
@POSIX
def test_a_worker_that_dies_is_a_crash_told_with_its_end(
    monkeypatch: pytest.MonkeyPatch, start: str, told: str
) -> None:
    monkeypatch.setattr("citecheck.extract.isolated._START", start)
    found = extract(b"words")
    assert isinstance(found, Unread)
    assert found.reason is UnreadReason.CRASH
    assert told in found.why


SENDS_TWO_PAGES = (
    "import sys, json, time, os; sys.path[:] = json.loads(sys.argv[1])\n"
    "from citecheck.extract.wire import page_to_json\n"
    "from citecheck.model.documents import Page\n"
    "for n in (1, 2):\n"
    "    line = page_to_json(Page(number=n, text=f'{n},345 sheep'), 'reader')\n"
    "    os.write(1, line + b'\\n')\n"
)


@pytest.mark.parametrize(
    ("then", "told"),
    [("os.abort()", "SIGABRT"), ("time.sleep(60)", "not read within 1 seconds")],
    ids=["crash", "time"],
)
@POSIX
def test_the_pages_that_a_worker_sent_before_its_end_are_a_document_in_part(
    monkeypatch: pytest.MonkeyPatch, then: str, told: str
) -> None:
    monkeypatch.setattr("citecheck.extract.isolated._START", SENDS_TWO_PAGES + then)
    found = extract(b"words", replace(SETTINGS, worker_seconds=1))
    assert isinstance(found, Document)
    assert found.text == "1,345 sheep\f2,345 sheep"
    assert not found.bears_negatives
    assert told in found.notes[0]


def test_a_worker_that_delivers_pages_has_the_time_for_more() -> None:
    limits = Limits()
    assert limits.seconds_for(0, most=60) < 9
    assert limits.seconds_for(20, most=60) == limits.seconds_for(0, most=60) + 10
    assert limits.seconds_for(100_000, most=60) == 60


def test_a_fault_of_a_reader_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = (
        "import sys, json; sys.path[:] = json.loads(sys.argv[1])\n"
        "from citecheck.extract import worker\n"
        "def read(*_, **__): raise AttributeError('no such thing')\n"
        "worker.read = read; worker.main()"
    )
    monkeypatch.setattr("citecheck.extract.isolated._START", broken)
    found = extract(b"words")
    assert isinstance(found, Unread)
    assert found.reason is UnreadReason.CRASH
    assert "AttributeError: no such thing" in found.why


@POSIX
def test_a_worker_that_talks_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citecheck.extract.isolated._LONGEST_ANSWER", 1000)
    monkeypatch.setattr(
        "citecheck.extract.isolated._START", "import sys\nwhile True: sys.stdout.write('x' * 999)"
    )
    found = extract(b"words")
    assert isinstance(found, Unread)
    assert found.reason is UnreadReason.TOO_LARGE


def test_an_extraction_survives_the_wire() -> None:
    page = Page(number=1, text="37,4 % – ½ “ü” 🐑", label="iv")
    whole = Document(
        media_type="text/html", pages=(page,), title="T", headings=("a",), notes=("b",)
    )
    for one in (whole, Unread(reason=UnreadReason.EMPTY, why="x")):
        assert from_json(to_json(one)) == one


@pytest.mark.parametrize(
    "line", [b"", b"[]", b"{}", b'{"document": {}}', b'{"unread": 3}', b"\xff"]
)
def test_what_is_no_extraction_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        from_json(line)


def test_starting_a_worker_is_cheap() -> None:
    """Imports stay light: a parser that is not needed is not loaded."""
    code = (
        "import sys, citecheck.extract.worker as w, citecheck.extract.reading as r; "
        "from citecheck.extract.limits import Limits; "
        "r.read(b'<p>12', media_type=None, name='', limits=Limits()); "
        "print(sorted({'pdfminer', 'docx2python', 'legacy_doc', 'citecheck.word', 'subprocess', "
        "'requests', 'concurrent.futures'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
