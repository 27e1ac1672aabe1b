"""Plain pywb over WARC files of our own, and what an audit concludes of each address."""

from __future__ import annotations

import io
import subprocess
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha1
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from archive_programs import free_port, pywb_program, running
from conclusions import Row, conclude
from fpdf import FPDF
from own_warcs import Held, chunked, gzipped, page, write_warcs

from citecheck.capture.archives import WaybackArchive
from citecheck.capture.door import Door
from citecheck.model.captures import Holding, Memento, Outcome, Response
from citecheck.settings import Settings
from tests.fakes.edges import NOW

pytestmark = [pytest.mark.archive, pytest.mark.timeout(180)]

OLD = page("Ferries", "The company has 40 boats.")
NEW = page("Ferries", "The company has 55 boats.")
LOST = page("404 Not Found", "The page you asked for could not be found.")
SOFT = page("Page not found", "Sorry, this page has moved.")
RUSSIAN = "Паромы: 40 судов, 5 418,3 тыс. человек."
CYRILLIC = "http://gov.example/" + quote("отчёт/суда") + "?" + quote("год") + "=2010"


def pdf(words: str) -> bytes:
    """A one-page PDF with a text layer."""
    made = FPDF()
    made.set_creation_date(NOW)
    made.add_page()
    made.set_font("Helvetica", size=12)
    made.cell(0, 10, words)
    out = io.BytesIO()
    made.output(out)
    return out.getvalue()


FERRIES = "http://www.ferries.example/boats.html"
GONE = "http://gone.example/report.html"
SOFTLY = "http://soft.example/report.asp?id=7"
HOME = "http://home.example/2010/report.html"
MOVED = "http://old.example/a.html"
BUSY = "http://busy.example/report"
BLOCKED = "http://blocked.example/report"
UNSHOWN = "http://unshown.example/report"
REPORT = "http://un.example/docs/report.pdf"
CODED, CHUNKED = "http://zip.example/coded", "http://zip.example/chunked"

HELD = [
    *(Held(FERRIES, f"{year}0311091500", OLD) for year in (2008, 2009, 2010)),
    *(Held(FERRIES, f"{year}0311091500", NEW) for year in (2012, 2013)),
    Held(GONE, "20100101000000", OLD),
    # an archived 404, and twice again: the index calls these revisits and gives no status
    *(Held(GONE, f"{year}0601000000", LOST, status=404) for year in (2011, 2012, 2013)),
    Held(SOFTLY, "20100601000000", OLD),
    *(Held(SOFTLY, f"{year}0601000000", SOFT) for year in (2011, 2012)),
    Held(HOME, "20100101000000", OLD),
    Held(HOME, "20111101000000", b"", 302, headers=(("Location", "http://home.example/"),)),
    Held("http://home.example/", "20111101000004", page("Welcome", "Our new site.")),
    Held(MOVED, "20111101000000", b"", 301, headers=(("Location", "http://new.example/b.html"),)),
    Held("http://new.example/b.html", "20111101000009", OLD),
    Held(BUSY, "20111101000000", page("Too many requests", "Slow down."), 429),
    Held(BLOCKED, "20111101000000", OLD),
    Held(UNSHOWN, "20111101000000", OLD),
    Held(REPORT, "20110405060708", pdf("In 2008, 375 crimes were registered."),
         kind="application/pdf"),
    Held(CYRILLIC, "20111101000000", page("Отчёт", RUSSIAN, encoding="cp1251"),
         kind="text/html; charset=windows-1251"),
    Held("http://stat.example/meta", "20111101000000",
         page("Отчёт", RUSSIAN, meta="windows-1251", encoding="cp1251")),
    Held("http://stat.example/lie", "20111101000000",
         page("Отчёт", RUSSIAN * 5, meta="windows-1251", encoding="cp1251"),
         kind="text/html; charset=iso-8859-1"),
    Held(CODED, "20111101000000", gzipped(OLD), headers=(("Content-Encoding", "gzip"),)),
    Held(CHUNKED, "20111101000000", chunked(OLD), headers=(("Transfer-Encoding", "chunked"),)),
]  # fmt: skip

GOT = Holding.CAPTURED
READ = "2011-11-10"
CONCLUSIONS = [
    Row(FERRIES, READ, GOT, ("20100311091500", 609), "40 boats"),  # a revisit, before the day
    Row(FERRIES, "2012-03-12", GOT, ("20120311091500", 1), "55 boats"),
    Row(FERRIES, "2007-12-01", GOT, ("20080311091500", 101), "40 boats"),
    Row(GONE, READ, GOT, ("20100101000000", 678), "40 boats"),
    Row(GONE, "2013-06-02", GOT, ("20100101000000", 1248), "40 boats"),  # outside the window
    Row(SOFTLY, READ, GOT, ("20100601000000", 527), "40 boats", "Page not found"),
    # a redirect is looked at where no page will do; there is one here
    Row(HOME, READ, GOT, ("20100101000000", 678), "40 boats"),
    Row(MOVED, READ, GOT, ("20111101000000", 9), "40 boats"),
    Row(BUSY, READ, GOT),
    Row(BLOCKED, READ, Holding.EXCLUDED),
    Row(UNSHOWN, READ, Holding.NONE),
    Row("http://never.example/", READ, Holding.NONE),
    Row(REPORT, "2011-05-01", GOT, ("20110405060708", 26), "375 crimes"),
    Row(CYRILLIC, READ, GOT, ("20111101000000", 9), "5 418,3 тыс"),
    Row("http://gov.example/отчёт/суда?год=2010", READ, GOT, ("20111101000000", 9), "40 судов"),
    Row("http://stat.example/meta", READ, GOT, ("20111101000000", 9), "5 418,3 тыс"),
    Row("http://stat.example/lie", READ, GOT, ("20111101000000", 9), "5 418,3 тыс"),
    Row(CODED, READ, GOT, ("20111101000000", 9), "40 boats"),
    Row(CHUNKED, READ, GOT, ("20111101000000", 9), "40 boats"),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("own")

    def manage(*arguments: str) -> None:
        command = [pywb_program("wb-manager"), *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    manage("init", "web")
    manage("add", "web", *map(str, write_warcs(folder / "warcs", HELD)))
    manage("acl", "add", "web", "http://blocked.example/", "block")
    manage("acl", "add", "web", "http://unshown.example/", "exclude")
    (folder / "config.yaml").write_text(
        "framed_replay: false\nenable_memento: true\n"
        "redirect_to_exact: true\nenable_banner: false\n"
    )
    port = free_port()
    command = [pywb_program("wayback"), "--bind", "127.0.0.1", "-p", str(port), "-t", "4"]
    with running(command, folder, port) as address:
        yield address


@pytest.mark.parametrize("row", CONCLUSIONS, ids=lambda row: f"{row.address} {row.accessed}")
def test_an_address_gives_its_conclusion(base: str, tmp_path: Path, row: Row) -> None:
    row.hold(conclude(base, row.address, row.accessed, tmp_path))


def test_a_redirect_to_the_home_page_never_stands_in(base: str, tmp_path: Path) -> None:
    """Also where the window leaves nothing else to look at first."""
    got = conclude(base, HOME, READ, tmp_path, archive_window_days=30)
    assert got.refused == {"20111101000000": "the archived copy leads to a home page"}
    assert got.chosen == ("20100101000000", 678)


def test_an_archive_that_does_not_answer_gives_no_verdict(tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    row = Row(FERRIES, READ, Holding.UNAVAILABLE)
    row.hold(conclude(nobody, FERRIES, READ, tmp_path, retries=0))


@pytest.mark.parametrize(
    ("url", "body", "comparable"),
    [(FERRIES, OLD, True), (CODED, OLD, False), (CHUNKED, OLD, False)],
)
def test_the_digest_of_a_coded_body_is_not_compared(
    base: str, url: str, body: bytes, comparable: bool
) -> None:
    settings = Settings(archive=base)
    archive = WaybackArchive(settings, Door(settings), clock=lambda: NOW)
    listed: Memento = archive.holdings(url).mementos[0]
    got = archive.fetch(listed)
    assert isinstance(got, Response)
    assert got.body == body
    digest = b32encode(sha1(body).digest()).decode()
    assert (listed.digest == digest) is comparable
    assert ("not comparable" in got.why) is not comparable
    assert "differ" not in got.why


@pytest.mark.parametrize(
    ("url", "agrees"), [(FERRIES, True), (REPORT, True), (CODED, None), (CHUNKED, None)]
)
def test_both_digests_stand_in_the_audit(
    base: str, tmp_path: Path, url: str, agrees: bool | None
) -> None:
    copy = conclude(base, url, READ, tmp_path).report.archived[0]
    assert copy.proof
    assert copy.proof.agrees is agrees
    assert (copy.proof.listed == copy.proof.found) is (agrees is True)
    assert bool(copy.proof.why) is (agrees is None)
    # a second run takes the copy from the snapshots, and never calls it tampered with
    again = conclude(base, url, READ, tmp_path).report.archived[0]
    assert again.proof
    assert again.proof.agrees is agrees


def test_bytes_that_are_not_those_of_the_index_are_told(base: str, tmp_path: Path) -> None:
    """As if somebody had changed the page on its way."""
    settings = Settings(archive=base)

    class Tampered(Door):
        def get(self, url: str, **more: Any) -> Outcome:
            got = super().get(url, **more)
            if isinstance(got, Response) and "id_/" in url:
                return replace(got, body=got.body.replace(b"40 boats", b"90 boats"))
            return got

    archive = WaybackArchive(settings, Tampered(settings), clock=lambda: NOW)
    got = archive.fetch(archive.holdings(FERRIES).mementos[0])
    assert isinstance(got, Response)
    assert "its bytes differ from the index's digest" in got.why
