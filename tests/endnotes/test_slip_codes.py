"""Every code of a slip: notes that bear it, and the nearest notes that do not."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from citecheck.endnotes import parse_endnotes
from citecheck.model.manuscripts import Manuscript
from citecheck.model.notes import Slip
from tests.endnotes.notes import raw, with_markers
from tests.endnotes.test_slips import FULL

ICE = "River Watch. Ice on the rivers of the north. 2009, p. 4. Accessed on 3 May 2011 from: {}"
A, B = "http://a.example/ice.pdf", "http://b.example/north/report.pdf"
#: A house's notes say Kyrgyzstan often enough for a misspelling to be one.
OFTEN = tuple(
    f"River Watch. Rivers of Kyrgyzstan {n}. 2009. Accessed on 3 May 2011 from: http://a.example/k{n}.html"
    for n in range(11)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Notes of which the last bears the code, and notes of which none does.

    ``suggests`` are words of the suggestion, ``says`` of the message.
    """

    code: str
    bears: tuple[str | tuple[str, ...], ...]
    does_not: tuple[str | tuple[str, ...], ...]
    suggests: str | None = None
    says: str = ""


def ice(url: str = A, *, title: str = "Ice", date: str = "3 May 2011", year: str = "2009") -> str:
    return f"River Watch. {title}. {year}. Accessed on {date} from: {url}"


CASES = [
    Case(
        code="no_url",
        bears=("The talks in the north.",),
        does_not=("Law of Norway on Ice of 4 May 2003.",),
        says="nobody can find",
    ),
    Case(
        code="no_url",
        bears=("River Watch. Ice. 2009.",),
        does_not=(
            "Interview with a river guard, Oslo, 4 May 2011.",
            "Berg, Anna. “Ice.” Harbour Times, 4 May 2011, p. 3.",
            "Berg, Anna. Ice. Oslo: North Press, 2010. ISBN 978-0-306-40615-7.",
        ),
        says="most notes give one",
    ),
    Case(
        code="missing_scheme",
        bears=(ice("www.ice.org/x.html"),),
        does_not=(ice("https://www.ice.org/x.html"),),
        suggests="http://www.ice.org/x.html",
    ),
    Case(
        code="split_across_lines",
        bears=((ice("http://a.example/2004_north_"), "report.pdf"),),
        does_not=(
            (ice("http://a.example/2004_north.pdf"), "Moe, O. Snow. 2010. http://b.example"),
        ),
        suggests="http://a.example/2004_north_report.pdf",
    ),
    Case(
        code="duplicate_fragment",
        bears=((ice("http://a.example/child_ice-eng.pdf"), "ice-eng.pdf"),),
        does_not=((ice("http://a.example/child_ice-eng.pdf"), "[In Russian]"),),
        suggests="http://a.example/child_ice-eng.pdf",
        says="second time",
    ),
    Case(
        code="markdown_link",
        bears=(ice("[a paper](http://b.example/x)"),),
        does_not=(ice("<http://b.example/x_(1)>"),),
        suggests="http://b.example/x",
    ),
    Case(
        code="escaped_char",
        bears=(ice(r"[http://b.example/\$x](http://b.example/$x)"),),
        does_not=(ice("http://b.example/$x"),),
        suggests="http://b.example/$x",
    ),
    Case(
        code="accessed_before_published",
        bears=(ice(year="4 May 2011"),),
        does_not=(ice(year="May 2011"), ice(year="2011")),
        says="2011-05-03",
    ),
    Case(
        code="accessed_inconsistent",
        bears=(ice().replace("2011 from", "2011: from"),),
        does_not=(ice().replace("Accessed on", "Accessed  on"),),
        says="Accessed on",
    ),
    Case(
        code="accessed_outlier",
        bears=(ice("http://a.example/2"), ice("http://a.example/3"), ice(date="3 May 2010")),
        does_not=(
            ice("http://c.example/1", date="21 May 2010"),
            ice("http://c.example/2", date="21 May 2011"),
        ),
        suggests="2011-05-03",
    ),
    Case(
        code="accessed_missing",
        bears=("River Watch. Ice. 2009. http://b.example/x",),
        does_not=("Berg, A. Ice. 2009. https://doi.org/10.5555/ice.9",),
    ),
    Case(
        code="accessed_malformed",
        bears=(ice(date="31 June 2011"),),
        does_not=(ice(date="30 June 2011"),),
    ),
    Case(
        code="accessed_impossible",
        bears=(ice(date="3 May 1911"),),
        does_not=(ice(date="3 May 1999", year="1998"),),
    ),
    Case(
        code="accessed_differs",
        bears=(ice(), ice(), ice(date="5 June 2011")),
        does_not=(ice(), ice("http://a.example/two.pdf", date="5 June 2011")),
    ),
    Case(
        code="url_variant",
        bears=(ice("http://a.example/x,,N,0.html"),) * 2 + (ice("http://a.example/x,N,0.html"),),
        does_not=(ice("http://a.example/x,1.html"), ice("http://a.example/x,2.html")),
        suggests="http://a.example/x,,N,0.html",
    ),
    Case(
        code="url_malformed",
        bears=(ice("http://a..example/x.html"),),
        does_not=(ice("http://a-b.example:8080/x.html"),),
    ),
    Case(
        code="symbol_malformed",
        bears=(
            "Ice Committee. Views. UN Doc. CRC/C/OPSC/KGZ/12006. Accessed on 3 May 2011"
            " from: http://b.example/x",
        ),
        does_not=(
            "Ice Committee. Views. UN Doc. CRC/C/OPSC/KGZ/1, 2006. Accessed on 3 May 2011"
            " from: http://b.example/x",
            "Ice expert. Views. UN Doc. E/CN.4/2006/62. Accessed on 3 May 2011 from:"
            " http://b.example/y",
        ),
        suggests="CRC/C/OPSC/KGZ/1, 2006",
        says="2006 has run into",
    ),
    Case(
        code="multiple_sources",
        bears=("River Watch, Ice, 2009, p. 3; Tana Institute, Snow, 2010, p. 5.",),
        does_not=("River Watch, Ice; Snow; Rain, 2009, p. 3, http://b.example/x.",),
    ),
    Case(
        code="cross_reference",
        bears=(ice(), "Ibid., p. 4."),
        does_not=("River Watch. Supra-national ice. 2009. Accessed on 3 May 2011 from: " + A,),
        suggests="River Watch, Ice",
    ),
    Case(
        code="cross_reference",
        bears=("Ice Committee. Initial report of Norway. 2009. " + A, "The initial report."),
        does_not=("Ice Committee. Initial report of Norway. 2009. " + A,),
        says="names a source in short",
    ),
    Case(
        code="cross_reference",
        bears=("River Watch, Ice, 2009; Tana Institute, Snow, 2010.", "Ibid., p. 4."),
        does_not=("Convention on the Rights of the Child, Articles 34 and 35.",),
        says="cannot be told",
    ),
    Case(
        code="bare_url",
        bears=("<http://b.example/x> Accessed on 3 May 2011",),
        does_not=(
            "Ice. <http://b.example/x> Accessed on 3 May 2011",
            "River Watch. Ice. 2009. http://b.example/x and http://c.example/x",
        ),
    ),
    Case(
        code="no_title",
        bears=("A/HRC/17/35, p. 4. Accessed on 3 May 2011 from: http://b.example/x",),
        does_not=("Ice. A/HRC/17/35, p. 4. Accessed on 3 May 2011 from: http://b.example/x",),
    ),
    Case(
        code="title_variant",
        bears=(ice(title="Ice in Norway"),) * 2 + (ice(title="Ice of Norway"),),
        does_not=(ice(title="Ice in Norway"), ice(title="ICE IN NORWAY")),
        suggests="Ice in Norway",
    ),
    Case(
        code="title_typo",
        bears=(*OFTEN, ice(title="Ice of Kyrgystan")),
        does_not=(*OFTEN, ice(title="Ice of Kyrgyzstani rivers")),
        suggests="Kyrgyzstan",
    ),
    Case(
        code="author_variant",
        bears=(
            "River Rights Information Network. Ice. http://a.example/1.html",
            "RRIN. Snow. http://a.example/2.html",
        ),
        does_not=(
            "River Rights Information Network. Ice. http://a.example/1.html",
            "The River Rights Information Network. Snow. http://a.example/2.html",
            "River Rights Network. Rain. http://a.example/3.html",
        ),
        suggests="River Rights Information Network",
    ),
    Case(
        code="symbol_of_other_document",
        bears=(
            "Ice Committee, Replies to the list (CRC/C/NOR/Q/1) of issues. Accessed on 3 May 2011"
            " from: http://b.example/x",
        ),
        does_not=(
            "Ice Committee, Replies to the list of issues (CRC/C/NOR/Q/1), p. 4. Accessed on"
            " 3 May 2011 from: http://b.example/x",
        ),
        says="CRC/C/NOR/Q/1",
    ),
    Case(
        code="no_pinpoint",
        bears=(ICE.format(A), ICE.format(A).replace(", p. 4", "")),
        does_not=(ICE.format(A), ICE.format(A).replace("p. 4", "para. 9"), "Ibid."),
    ),
    Case(
        code="not_yet_published",
        bears=("River Watch (forthcoming 2013), Ice.",),
        does_not=("River Watch (2013), Forthcoming ice.",),
    ),
    Case(
        code="same_work_two_addresses",
        bears=(ICE.format(A), ICE.format(A), ICE.format(B)),
        does_not=(ICE.format(A), ICE.format(B).replace("2009", "2008")),
        suggests=A,
    ),
    Case(
        code="bare_home_page",
        bears=(ice("http://a.example/"),),
        does_not=(ice("http://a.example/?id=7"),),
    ),
    Case(
        code="pinpoint_impossible",
        bears=("Berg, A. Ice of the North. North Press. 2009. pp. 52-47.",),
        does_not=("Berg, A. Ice of the North. North Press. 2009. pp. 145-7.",),
        says="backwards",
    ),
    Case(
        code="note_too_long",
        bears=("River Watch. Ice. " + "Much is said here. " * 1100,),
        does_not=("River Watch. Ice. " + "Much is said here. " * 900,),
    ),
]
#: DESIGN's codes; those of markers stand below.
CONTRACT = """
    no_url missing_scheme split_across_lines duplicate_fragment markdown_link escaped_char
    accessed_before_published accessed_inconsistent accessed_outlier accessed_missing url_variant
    url_malformed symbol_malformed multiple_sources cross_reference bare_url no_title
    title_variant title_typo author_variant symbol_of_other_document no_pinpoint
    not_yet_published same_work_two_addresses bare_home_page
""".split()


def slips(*notes: str | tuple[str, ...]) -> list[list[Slip]]:
    endnotes, _ = parse_endnotes(Manuscript(source="x", notes=raw(*FULL, *notes)))
    return [list(note.slips) for note in endnotes]


def test_every_code_of_the_contract_has_its_case() -> None:
    assert {case.code for case in CASES} >= set(CONTRACT)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_note_bears_the_code_and_its_neighbour_does_not(case: Case) -> None:
    told = [slip for slip in slips(*case.bears)[-1] if slip.code == case.code]
    if case.code == "accessed_differs":  # told at the first note that departs
        told = [slip for note in slips(*case.bears) for slip in note if slip.code == case.code]
    assert len(told) == 1
    assert case.says in told[0].message
    assert told[0].message.strip().endswith((".", "?"))
    if case.suggests:
        assert case.suggests in (told[0].suggestion or "")
    assert case.code not in {slip.code for note in slips(*case.does_not) for slip in note}


def test_markers_that_are_missing_merged_or_astray() -> None:
    def codes(*markers: tuple[str, tuple[int, ...]], notes: int) -> list[list[str]]:
        endnotes, _ = parse_endnotes(with_markers(*markers, notes=notes))
        return [[slip.code for slip in note.slips] for note in endnotes]

    assert codes(("¹", (1,)), ("³", (3,)), notes=3)[1] == ["marker_missing"]
    assert codes(("¹", (1,)), ("²", (2,)), ("³", (3,)), notes=3) == [[], [], []]
    assert codes(("^{1 2}", (1, 2)), notes=2) == [["marker_merged"]] * 2
    assert codes(("^{1, 2}", (1, 2)), notes=2) == [[], []]
    ordered = [(str(n), (n,)) for n in (1, 2, 3, 9, 4, 5, 6, 7, 8, 10, 11, 12)]
    assert [n for n, found in enumerate(codes(*ordered, notes=12), 1) if found] == [9]
    assert codes(*sorted(ordered, key=lambda one: one[1]), notes=12) == [[]] * 12
