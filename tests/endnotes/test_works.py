"""Which citations are one work, and which are not."""

from __future__ import annotations

import pytest

from citecheck.endnotes.names import is_same_name
from tests.endnotes.notes import parse


def works(*notes: str) -> list[str]:
    return [endnote.citations[0].work for endnote in parse(*notes)[0]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # by address, whatever the title
        ("River Watch. Ice. http://a.example/x", "RW. The ice. https://www.a.example/x/"),
        (
            "River Watch. Ice. http://a.example/x",
            "Ice. http://web.archive.org/web/20120101000000/a.example/x",
        ),
        ("River Watch. Ice. http://a.example/x,,,N,0.html", "Ice. http://a.example/x,N,0.html"),
        # one file in two formats
        ("River Watch. Ice. http://a.example/x.doc", "Watch. Snow. http://a.example/x.pdf"),
        # by symbol
        ("Ice Committee. Views. UN Doc. CRC/C/NOR/CO/1, para. 2.", "Norway. CRC/C/NOR/CO/1."),
        # by title and author
        (
            "River Watch. Ice on the rivers and lakes of northern Norway and Finland today. http://a.example/x",
            "River Watch. Ice on the Rivers and Lakes of Northern Norway and Finland Today. http://b.example/y",
        ),
        (
            "River Watch. River Ice in Norway. 2008. http://a.example/x.pdf",
            "River Watch, River Ice in Norway, 2008, http://b.example/y.pdf",
        ),
        (
            "River Rights Network. River Ice in Norway. 2008.",
            "RRN. River Ice in Norway. 2008. http://b.example/y.pdf",
        ),
        (
            "Ice Committee. Views. UN Doc. CRC/C/NOR/CO/1, para. 2.",
            "Ice Committee. Norway. http://b.example/docs/co/CRC.C.NOR.CO.1.pdf",
        ),
        (
            "Report on ice. A/HRC/17/35, para. 2.",
            "Ice expert. Report. https://undocs.example/en/A/HRC/17/35",
        ),
        # by identifier
        (
            "Berg, A. (2010). Ice. Ice Letters, 3, 1-9. https://doi.org/10.5555/ICE.3",
            "Berg A. On ice. Ice Lett. 2010;3:1-9. doi:10.5555/ice.3",
        ),
        (
            "Berg, A. (2010). Ice. Ice Letters, 3, 1-9. http://dx.doi.org/10.5555/ice.3",
            "Berg, A. Ice. http://journals.example/doi/full/10.5555/ice.3",
        ),
        ("Berg, A. Ice. arXiv:1203.0123v2", "Berg, A. Ice. https://arxiv.org/pdf/1203.0123"),
        (
            "Berg, Anna. Ice. Oslo: North Press, 2010. ISBN 0-306-40615-2.",
            "A. Berg, On Ice (Oslo: North Press, 2010), ISBN 978-0-306-40615-7.",
        ),
        # Ibid.
        ("River Watch. Ice. http://a.example/x", "Ibid., p. 4."),
    ],
)
def test_one_work(one: str, other: str) -> None:
    assert works(one, other) == ["w001", "w001"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UNICEF. Norway. http://a.example/x.html", "UNICEF. Norway. http://a.example/y.html"),
        (
            "River Watch. Our work in the north. http://a.example/?p=1",
            "River Watch. Our work in the north. http://a.example/?p=2",
        ),
        (
            "River Watch. River Ice in Norway. 2008. http://a.example/x.pdf",
            "River Watch. River Ice in Norway. 2009. http://a.example/y.pdf",
        ),
        ("River Watch. River Ice in Norway. 2008.", "Tana Institute. River Ice in Norway. 2008."),
        (
            "2010 Ice Report of Norway. http://a.example/x.pdf",
            "2011 Ice Report of Norway. http://a.example/y.pdf",
        ),
        ("<http://a.example/x>", "<http://a.example/y>"),
        # a home page is no source
        ("River Watch. Ice. http://a.example/", "River Watch. Snow. http://a.example/"),
        # chapters of one book
        (
            "Berg A. Ice. In: Moe O, editor. Water. Oslo: North Press; 2010. ISBN 0-306-40615-2.",
            "Lind K. Snow. In: Moe O, editor. Water. Oslo: North Press; 2010. ISBN 0-306-40615-2.",
        ),
        # an addendum is another document
        ("Ice. A/HRC/17/35, para. 2.", "Ice. A/HRC/17/35/Add.1, para. 2."),
        (
            "Berg, A. (2010). Ice. Ice Letters, 3, 1-9. doi:10.5555/ice.3",
            "Berg, A. (2010). Snow. Ice Letters, 3, 10-19. doi:10.5555/ice.31",
        ),
    ],
)
def test_two_works(one: str, other: str) -> None:
    assert works(one, other) == ["w001", "w002"]


def test_works_are_numbered_in_order_of_first_citation() -> None:
    notes, found = parse(
        "River Watch. Ice. http://a.example/x",
        "Tana Institute. Snow. http://b.example/y",
        "River Watch. Ice. http://a.example/x",
    )
    assert [work.id for work in found] == ["w001", "w002"]
    assert [work.notes for work in found] == [(1, 3), (2,)]
    assert found[0].urls == ("http://a.example/x",)
    assert notes[2].citations[0].work == "w001"


def test_a_work_is_called_what_most_notes_call_it() -> None:
    _, [work] = parse(
        "River Watch. Ice. http://a.example/x",
        "River Watch. The ice. http://a.example/x",
        "River Watch. The ice. http://a.example/x",
    )
    assert (work.title, work.authors) == ("The ice", ("River Watch",))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("CRIN", "Child Rights Information Network", True),
        ("US Department of State", "United States Department of State", True),
        ("U.S. DEPARTMENT OF STATE", "US Department of State", True),
        ("World Organisation Against Ice", "The World Organization against Ice", True),
        ("ECPAT", "ECPAT International", False),
        ("US Department of State", "US Department of Labor", False),
    ],
)
def test_names_of_one_body(one: str, other: str, same: bool) -> None:
    assert is_same_name(one, other) is same
    assert is_same_name(other, one) is same
