"""Rules as data: what comes with citecheck, what an editor adds, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.capture.rescue import open_rules, read_rules
from citecheck.capture.rescue.reading import parse_rules
from citecheck.model.errors import InputError
from citecheck.model.notes import ArchivedAddress, Citation, CitationKind, Publication
from citecheck.model.verdicts import Route, RouteKind
from citecheck.publications import open_publication

RECORDS = Path(__file__).parents[3] / "endnotes" / "kyrgyzstan-2012"


def cite(url: str | None = None, **parts: object) -> Citation:
    return Citation(work="w001", kind=CitationKind.WEB, url=url, **parts)  # type: ignore[arg-type]


def routes(url: str | None = None, *, note: str = "", **parts: object) -> list[str]:
    return [route.url for route in open_rules(None).find(cite(url, **parts), note)]


# the identifiers of the 179 notes


@pytest.fixture(scope="module")
def notes() -> dict[int, list[Route]]:
    publication: Publication = open_publication(str(RECORDS)).publication
    rules = open_rules(None)
    return {
        note.number: [
            route
            for citation in note.citations
            for route in rules.find(citation, note.raw if len(note.citations) == 1 else "")
        ]
        for note in publication.endnotes
    }


UNDOCS = "https://undocs.org/"
GEN = "https://documents.un.org/doc/undoc/gen/"
STATE = "https://2009-2017.state.gov/"


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        (46, f"{UNDOCS}CRC/C/OPSC/KGZ/CO/1"),  # the symbol stands in the file's name too
        (59, f"{UNDOCS}CRC/C/OPSC/KGZ/CO/1"),
        (18, f"{UNDOCS}ru/CRC/C/KGZ/3-4"),  # CRC-C-KGZ-3_4_ru.doc
        (139, f"{UNDOCS}CRC/C/OPSC/KGZ/1"),  # printed KGZ/12006
        (83, f"{UNDOCS}CRC/C/OPSC/KGZ/Q/1/Add.1"),  # the replies, not the list of issues
        (94, f"{UNDOCS}CRC/C/OPSC/KGZ/Q/1/Add.1"),
        (94, f"{GEN}g07/400/40/pdf/g0740040.pdf"),
        (155, f"{GEN}g07/400/35/pdf/g0740035.pdf"),
        (139, f"{GEN}g06/423/96/pdf/g0642396.pdf"),
        (95, f"{GEN}g07/402/81/pdf/g0740281.pdf"),
        (76, "https://www.refworld.org/docid/4aba3ebd41.html"),
        (161, "https://www.refworld.org/docid/4e12ee6ac.html"),  # three spellings, one id
        (131, "https://www.refworld.org/docid/4e12ee6ac.html"),
        (128, "https://www.refworld.org/docid/4e12ee6ac.html"),
        (40, "https://www.unhcr.org/4c90d0ce9.html"),
        (29, f"{STATE}j/drl/rls/hrrpt/2009/sca/136089.htm"),
        (121, f"{STATE}j/drl/rls/hrrpt/2010/sca/154482.htm"),
        (66, f"{STATE}j/tip/rls/tiprpt/2010/142760.htm"),
        (63, f"{STATE}j/tip/rls/tiprpt/2011/164232.htm"),
        (66, f"{STATE}g/tip/rls/tiprpt/2010/142760.htm"),
        (39, "https://www.amnesty.org/en/documents/ior41/022/2010/en/"),
        (8, "https://archive.crin.org/resources/infoDetail.asp?ID=22295"),
        (84, "https://archive.crin.org/en/docs/CO_K_44.pdf"),
        (173, "https://www.osce.org/node/43316"),
        (174, "https://www.osce.org/node/83312"),
        (177, "https://www.osce.org/node/74615"),
        (41, "https://www.theguardian.com/world/2010/jun/15/kyrgyzstan-violence-refugees-aid"),
    ],
)
def test_an_identifier_of_the_notes_leads_on(
    note: int, wanted: str, notes: dict[int, list[Route]]
) -> None:
    found = {route.url: route for route in notes[note]}
    assert wanted in found
    assert found[wanted].kind is RouteKind.SAME
    assert found[wanted].how.startswith(found[wanted].rule)


def test_a_webarchive_of_unhcr_is_offered_too(notes: dict[int, list[Route]]) -> None:
    for note in (40, 76):
        kinds = {r.kind for r in notes[note] if "webarchive.archive.unhcr.org" in r.url}
        assert kinds == {RouteKind.MIRROR}


def test_nothing_is_suggested_where_no_identifier_stands(notes: dict[int, list[Route]]) -> None:
    for note in (2, 5, 22, 33, 60, 86, 107, 116, 118, 129, 149):
        assert notes[note] == []


# identifiers that these notes lack


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (cite(doi="10.1000/182"), "https://doi.org/10.1000/182"),
        (cite(isbn="978-92-9173-871-7"), "https://openlibrary.org/isbn/9789291738717"),
        (cite(isbn="2-88477-144-1"), "https://openlibrary.org/isbn/2884771441"),
        (cite("http://hdl.handle.net/10986/4389?x=1"), "https://hdl.handle.net/10986/4389"),
        (cite("http://x.example/doi/full/10.1111/j.1467-8624.2010.01561.x"),
         "https://doi.org/10.1111/j.1467-8624.2010.01561.x"),
        (cite("http://www2.ohchr.org/x/A.HRC.17.27_en.pdf"), f"{UNDOCS}A/HRC/17/27"),
        (cite("http://www.state.gov/g/drl/rls/hrrpt/2007/100616.htm"),
         "https://2001-2009.state.gov/g/drl/rls/hrrpt/2007/100616.htm"),
        (cite("http://a.example/A.Smith.2010.pdf"), None),
        (cite("http://www.osce.org/bishkek"), None),
        (cite("http://www.unhcr.org/news.html"), None),
        (cite("http://www.state.gov/p/sca/ci/kg/"), None),
    ],
)  # fmt: skip
def test_an_identifier_leads_on_and_what_looks_like_one_does_not(
    given: Citation, wanted: str | None
) -> None:
    found = [route.url for route in open_rules(None).find(given, "")]
    assert found == ([wanted] if wanted else [])


def test_a_catalogues_entry_is_no_document() -> None:
    (route,) = open_rules(None).find(cite(isbn="978-92-9173-871-7"), "")
    assert route.kind is RouteKind.RECORD


def test_where_the_note_prints_an_archived_copy_the_original_is_looked_at() -> None:
    url = "http://web.archive.org/web/2011/http://www.guardian.co.uk/a"
    archived = ArchivedAddress(timestamp="2011", url=url, original="http://www.guardian.co.uk/a")
    assert routes(url, archived=archived) == ["https://www.theguardian.com/a"]


def test_an_address_is_never_suggested_for_itself() -> None:
    assert routes("http://undocs.org/A/HRC/17/27/", symbol="A/HRC/17/27") == []


# an editor's own file

FOUR_LINES = """\
- name: our old site
  find: ^http://old\\.example/(?P<id>\\d+)$
  try: https://new.example/report/{id}
  test: http://old.example/12 => https://new.example/report/12
"""


def test_four_lines_are_a_rule_and_come_first(tmp_path: Path) -> None:
    own = tmp_path / "rescue.yaml"
    own.write_text(FOUR_LINES, encoding="utf-8")
    rules = open_rules(str(own))
    (route,) = rules.find(cite("http://old.example/7"), "")
    assert (route.url, route.rule) == ("https://new.example/report/7", "our old site")
    assert route.how == "our old site: http://old.example/7, in the address"
    assert rules.rules[0].name == "our old site"
    assert len(rules.rules) == 1 + len(open_rules(None).rules)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("find: ", "found: "), "'found' was unexpected"),
        (("(?P<id>", "(?P<id"), "not a regular expression"),
        (("{id}", "{number}"), "no group 'number'"),
        (("{id}", "{id:loud}"), "no form 'loud'"),
        (("report/12", "report/13"), "its test gives https://new.example/report/12, expected"),
        (("http://old.example/12 =>", "http://old.example/x =>"), "its test finds nothing"),
        (("try: https", "try: ftp"), "[0].try"),
        ((FOUR_LINES, "name: our old site"), "is not of type 'array'"),
        (("- name:", "- name: ["), "not YAML"),
        (("  test", "  as: best\n  test"), "'best' is not one of"),
        (("  test", "  in: sky\n  test"), "'sky' is not one of"),
    ],
)
def test_a_rule_that_is_not_right_is_told_with_its_place(
    change: tuple[str, str], told: str
) -> None:
    with pytest.raises(InputError) as caught:
        parse_rules(FOUR_LINES.replace(*change), source="mine.yaml")
    line = str(caught.value)
    assert line.startswith("mine.yaml: ")
    assert told in line
    assert "docs/rescue.md" in line
    assert "\n" not in line


def test_a_rule_without_a_test_is_refused() -> None:
    without = "\n".join(FOUR_LINES.splitlines()[:3])
    with pytest.raises(InputError, match="'test' is a required property"):
        parse_rules(without, source="mine.yaml")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_rules(str(tmp_path / "none.yaml"))
    (tmp_path / "bad.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="UTF-8"):
        read_rules(str(tmp_path / "bad.yaml"))


def test_a_pattern_that_would_run_for_ever_is_cut_off() -> None:
    slow = parse_rules(
        "- name: slow\n  find: ^(?P<id>(a|aa)+)$\n  try: https://a.example/{id}\n"
        "  test: aa => https://a.example/aa\n",
        source="mine.yaml",
    )
    assert slow[0].apply("a" * 3000 + "b") == ()


def test_every_rule_that_comes_with_citecheck_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in read_rules()]
    assert len(names) == len(set(names)) >= 24
