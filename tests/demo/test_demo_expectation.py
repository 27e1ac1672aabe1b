"""What was written down beforehand covers every case, and speaks of what is really there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text

from citecheck.demo import ExpectedNote, find_differences, read_expected
from citecheck.demo.sites import Manner, Page, Reply, Site, read_sites
from citecheck.demo.world import HERE
from citecheck.model.audits import Audit
from citecheck.model.captures import Holding, Network, NetworkState
from citecheck.model.errors import InputError
from citecheck.model.figures import Claim, Figure, Kind
from citecheck.model.notes import Citation, CitationKind, Endnote, Publication, Severity, Slip
from citecheck.model.verdicts import (
    AddressReport,
    AddressStatus,
    CitationReport,
    CitationVerdict,
    ClaimReport,
    ClaimVerdict,
    Finding,
    FindingVerdict,
    Match,
    Occurrence,
    Version,
)
from tests.demo import make_files

EXPECTED = read_expected(HERE / "expected.yaml")
SITES = read_sites(HERE / "web")
MANUSCRIPT = (HERE / "publication" / "riverside-2012.txt").read_text(encoding="utf-8")
BODY, _, NOTES = MANUSCRIPT.partition("\nENDNOTES\n")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
BY_NUMBER = {note.number: note for note in EXPECTED}


def test_every_note_of_the_manuscript_is_expected_in_order() -> None:
    printed = [
        int(found.translate(SUPERSCRIPTS))
        for found in re.findall(r"^- ([⁰¹²³⁴⁵⁶⁷⁸⁹]+) ", NOTES, re.MULTILINE)
    ]
    assert printed == [note.number for note in EXPECTED] == list(range(1, 41))


def test_every_note_has_one_marker_in_order() -> None:
    markers = [int(m.translate(SUPERSCRIPTS)) for m in re.findall(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", BODY)]
    assert markers == list(range(1, 41))


@pytest.mark.parametrize("note", EXPECTED, ids=lambda note: str(note.number))
def test_the_sentence_before_the_marker_prints_the_figure(note: ExpectedNote) -> None:
    marker = "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(note.number))
    before = re.split(rf"(?<![⁰¹²³⁴⁵⁶⁷⁸⁹]){marker}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])", BODY)[0]
    sentence = re.split(r"(?<=[.⁰¹²³⁴⁵⁶⁷⁸⁹]) |\n", before)[-1]
    numbers = {
        Decimal(found.replace(",", "")) * (10**6 if millions else 1)
        for found, millions in re.findall(r"(\d[\d,]*(?:\.\d+)?)( million)?", sentence)
    }
    statistics = {number for number in numbers if not 1800 <= number <= 2012 or "," in str(number)}
    assert statistics == ({note.figure} if note.figure else set()), sentence


def test_every_address_is_printed_in_its_note_and_stands_in_the_invented_web() -> None:
    for note in EXPECTED:
        for source in note.sources:
            if not source.address or "127.0.0.1" in source.address:
                continue
            printed = NOTES.replace("\n\n- lighthouse", "lighthouse")
            assert source.address.removeprefix("http://") in printed
            original = "http" + source.address.rpartition("http")[2]
            host, slash, target = original.partition("://")[2].partition("/")
            assert SITES[host].pages.get(slash + target) or source.status is AddressStatus.GONE


@pytest.mark.parametrize(
    ("told", "values"),
    [
        (
            {source.status for note in EXPECTED for source in note.sources} - {None},
            set(AddressStatus) - {AddressStatus.OFFLINE, AddressStatus.NOT_CHECKED},
        ),
        (
            {source.archive for note in EXPECTED for source in note.sources} - {None},
            set(Holding) - {Holding.NOT_ASKED},
        ),
        ({s.verdict for note in EXPECTED for s in note.sources}, set(CitationVerdict)),
        ({note.claim for note in EXPECTED}, set(ClaimVerdict)),
        ({verdict for note in EXPECTED for _, verdict in note.findings}, set(FindingVerdict)),
        (
            {version for note in EXPECTED for version, _ in note.findings},
            set(Version) - {Version.MIRROR},
        ),
    ],
    ids=["address", "archive", "citation", "claim", "finding", "version"],
)
def test_every_value_occurs(told: set[str], values: set[str]) -> None:
    assert told == values


def test_every_manner_of_serving_is_used_or_at_hand() -> None:
    replies = [
        reply for site in SITES.values() for page in site.pages.values() for reply in page.live
    ]
    assert {reply.manner for reply in replies} == set(Manner) - {Manner.RESET}
    assert any(reply.wait for reply in replies)
    assert any(reply.withheld for reply in replies)
    assert any(reply.pad for reply in replies)


def _pages() -> Iterator[tuple[str, Site, Page]]:
    for site in SITES.values():
        for target, page in site.pages.items():
            yield f"http://{site.host}{target}", site, page


def test_every_host_is_invented() -> None:
    assert all(site.host.endswith(".example") for site in SITES.values())


def test_a_revisit_repeats_the_bytes_before_it() -> None:
    revisits = [
        (earlier, later)
        for _, _, page in _pages()
        for earlier, later in zip(page.archived, page.archived[1:], strict=False)
        if later.revisit
    ]
    assert revisits
    assert all(earlier.reply == later.reply for earlier, later in revisits)


def _reply_of(url: str) -> Reply:
    site, _, target = url.removeprefix("http://").partition("/")
    return SITES[site].pages[f"/{target}"].live[-1]


def test_the_broken_off_body_ends_before_its_figure() -> None:
    reply = _reply_of("http://www.botanicgarden.example/plants.html")
    assert b"6,480" in reply.body
    assert b"6,480" not in reply.body[: len(reply.body) - reply.withheld]


def test_the_report_on_the_branch_line_has_its_figure_on_page_seven() -> None:
    number = next(
        number
        for number, (_, text) in enumerate(make_files.BRANCH_LINE, start=1)
        if "183,400" in text
    )
    assert (number, len(make_files.BRANCH_LINE)) == (7, 9)


def test_the_maker_makes_the_same_files_each_time(tmp_path: Path) -> None:
    first = make_files.make_pdfs(tmp_path / "first")
    second = make_files.make_pdfs(tmp_path / "second")
    assert len(first) == 3
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_the_committed_files_say_what_their_maker_writes(tmp_path: Path) -> None:
    # by their words: another release of fpdf2 may well write other bytes
    for path in make_files.make_pdfs(tmp_path):
        kept = HERE / "web" / path.relative_to(tmp_path)
        assert extract_text(kept) == extract_text(path), f"{kept.name}: run make_files.py"


def test_the_scan_has_no_text_layer() -> None:
    scan = HERE / "web" / "www.townhall.example" / "petitions-1998.pdf"
    assert not extract_text(scan).strip()


def test_the_binary_files_are_small() -> None:
    files = [path for path in (HERE / "web").rglob("*") if path.suffix in {".pdf", ".doc"}]
    assert len(files) == 4
    assert all(path.stat().st_size <= 30_000 for path in files)
    doc = next(path for path in files if path.suffix == ".doc")
    assert doc.read_bytes().startswith(bytes.fromhex("D0CF11E0"))


NOTE = ExpectedNote(
    number=1,
    case="changed since",
    sources=(BY_NUMBER[26].sources[0],),
    claim=ClaimVerdict.OUTDATED,
    figure=Decimal(1310),
    findings=((Version.CITED, FindingVerdict.CONFIRMED), (Version.LIVE, FindingVerdict.CHANGED)),
    rival=Decimal(1875),
    slips=("bare_url",),
)
URL = NOTE.sources[0].address or ""
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
HIVES = Figure(printed="1,310 hives", value=Decimal(1310), kind=Kind.COUNT, unit="hives")


def _finding(version: Version, verdict: FindingVerdict) -> Finding:
    value = Decimal(1310 if verdict is FindingVerdict.CONFIRMED else 1875)
    place = Occurrence(
        passage="hives", start=0, end=5, printed="hives", why="", page=3, value=value
    )
    match = Match(verdict=verdict, why="so", scope="all", read_whole=True, occurrence=place)
    return Finding(
        note=1,
        claim="c001-1",
        figure=HIVES,
        address=URL,
        version=version,
        captured=NOON,
        archived_url=None,
        match=match,
    )


def _audit() -> Audit:
    """An audit that finds what ``NOTE`` says."""
    slip = Slip(code="bare_url", severity=Severity.STYLE, message="bare")
    citation = Citation(work="w001", kind=CitationKind.WEB, url=URL)
    return Audit(
        id="a",
        source="demo",
        started=NOON,
        finished=NOON,
        version="0",
        network=NetworkState(network=Network.ONLINE, why="the proxy answers"),
        publication=Publication(
            title="Riverside",
            endnotes=(Endnote(number=1, raw="…", citations=(citation,), slips=(slip,)),),
            claims=(Claim(id="c001-1", notes=(1,), figures=(HIVES,)),),
        ),
        addresses=(
            AddressReport(url=URL, status=AddressStatus.OK, why="", archive=Holding.CAPTURED),
        ),
        citations=(
            CitationReport(
                note=1, index=0, work="w001", verdict=CitationVerdict.CHANGED, why="", url=URL
            ),
        ),
        findings=tuple(_finding(version, verdict) for version, verdict in NOTE.findings),
        claims=(ClaimReport(id="c001-1", notes=(1,), verdict=ClaimVerdict.OUTDATED, why=""),),
    )


def test_an_audit_as_expected_has_no_differences() -> None:
    assert find_differences(_audit(), [NOTE]) == ()


def test_notes_that_were_not_asked_for_are_left_out() -> None:
    assert find_differences(replace(_audit(), only=(7,)), [NOTE]) == ()


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (replace(NOTE, claim=ClaimVerdict.SOUND), "claim: sound expected, outdated found"),
        (replace(NOTE, sources=()), "0 sources expected, 1 found"),
        (
            replace(NOTE, sources=(replace(NOTE.sources[0], status=AddressStatus.GONE),)),
            "status: gone expected, ok found",
        ),
        (
            replace(NOTE, sources=(replace(NOTE.sources[0], archive=Holding.NONE),)),
            "archive: none expected, captured found",
        ),
        (
            replace(NOTE, sources=(replace(NOTE.sources[0], verdict=CitationVerdict.BROKEN),)),
            "citation: broken expected, changed found",
        ),
        (
            replace(NOTE, sources=(replace(NOTE.sources[0], address="http://a.example/"),)),
            "address: http://a.example/ expected",
        ),
        (replace(NOTE, figure=Decimal(1875)), "a figure not expected, “1,310 hives”"),
        (replace(NOTE, findings=NOTE.findings[:1]), "a live capture not expected"),
        (
            replace(NOTE, findings=(*NOTE.findings, (Version.LATER, FindingVerdict.ABSENT))),
            "later capture: absent expected, nothing found",
        ),
        (
            replace(NOTE, findings=((Version.CITED, FindingVerdict.ABSENT), NOTE.findings[1])),
            "cited capture: absent expected, confirmed found",
        ),
        (replace(NOTE, page=7), "page: 7 expected, 3 found"),
        (replace(NOTE, rival=Decimal(1876)), "rival value: 1876 expected, 1875 found"),
        (replace(NOTE, slips=("no_url",)), "slip no_url expected, found bare_url"),
    ],
)
def test_every_difference_is_told(note: ExpectedNote, words: str) -> None:
    told = find_differences(_audit(), [note])
    assert any(words in line and line.startswith("note 1: ") for line in told), told


def test_a_claim_that_is_missing_is_told() -> None:
    assert (
        "one claim with a figure expected, 0 found"
        in find_differences(replace(_audit(), claims=()), [NOTE])[0]
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("notes: [{note: 1, case: a, sources: []}]", "expected.yaml: notes[0]: 'claim' is missing"),
        (
            "notes: [{note: 1, case: a, sources: [], claim: {verdict: fine, findings: {}}}]",
            "'fine' is not a valid ClaimVerdict",
        ),
    ],
)
def test_a_mistake_in_the_expectation_is_told_with_its_place(
    tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "expected.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_expected(path)
    assert words in str(caught.value)
