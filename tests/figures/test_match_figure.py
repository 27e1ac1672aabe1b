from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.figures import find_figures, match_figure, verify_text
from citecheck.model.documents import Document, Page
from citecheck.model.errors import InputError


@pytest.mark.parametrize(
    ("claim", "source", "verdict"),
    [
        (
            "The mill sold 40 boats.",
            "In that year the mill sold 40 boats to the port.",
            "confirmed",
        ),
        ("14 percent of ferries are old.", "Of all, 14.4 percent of ferries are old.", "confirmed"),
        ("The town has 5.5 million trees.", "The town has 5,508,626 trees.", "confirmed"),
        ("Nearly 30 percent of boats leak.", "Some say 29.3 percent of boats leak.", "confirmed"),
        ("Nearly 30 percent of boats leak.", "Today 30.39 percent of boats leak.", "changed"),
        ("The port has 60,000 crates.", "The port has 66,000 crates.", "changed"),
        ("The mill sold 40 boats.", "The mill sold 55 boats last year.", "changed"),
        ("The city has 1,500 taxis.", "The city has 1,500 bicycles.", "elsewhere"),
        ("The mill sold 40 boats.", "The mill is closed. Nobody counted anything.", "absent"),
        ("There are roughly 250 barges.", "There are 200 to 250 barges.", "changed"),
        ("В порту 40 лодок.", "Сегодня в порту 40 лодок, не считая паромов.", "confirmed"),
    ],
)
def test_a_claim_is_held_against_its_source(claim: str, source: str, verdict: str) -> None:
    _, match = verify_text(claim, source)
    assert match.verdict == verdict, match.why


def test_the_place_that_decides_stands_where_it_says() -> None:
    source = "Nothing here. The mill sold 40 boats to the port. The end."
    _, match = verify_text("The mill sold 40 boats.", source)
    assert match.occurrence is not None
    assert source[match.occurrence.start : match.occurrence.end] == match.occurrence.printed
    assert match.occurrence.passage == "The mill sold 40 boats to the port"


def test_a_document_read_in_part_never_lacks_anything() -> None:
    (figure,) = find_figures("The mill sold 40 boats.")
    for text in ("Nothing.", "The mill sold 55 boats."):
        document = Document(
            media_type="text/plain", pages=(Page(number=1, text=text),), complete=False
        )
        match = match_figure(figure, document, claim_text="The mill sold 40 boats.")
        assert match.verdict == "unread"


def test_the_page_is_told() -> None:
    pages = (Page(number=1, text="Front."), Page(number=2, text="The mill sold 40 boats."))
    document = Document(media_type="application/pdf", pages=pages, paged=True)
    (figure,) = find_figures("The mill sold 40 boats.")
    match = match_figure(figure, document, claim_text="The mill sold 40 boats.")
    assert match.occurrence is not None
    assert match.occurrence.page == 2


def test_a_claim_without_a_statistic_is_an_error_in_words() -> None:
    with pytest.raises(InputError, match="no figure that can be verified"):
        verify_text("The mill is old.", "The mill is old.")


@given(st.sampled_from(["The weather was mild.", "A song was sung at dusk.", "Погода была ясной."]))
def test_an_unrelated_sentence_takes_no_confirmation_away(extra: str) -> None:
    _, match = verify_text("The mill sold 40 boats.", f"{extra} The mill sold 40 boats. {extra}")
    assert match.verdict == "confirmed"


@given(st.text(max_size=300))
@settings(deadline=None)
def test_no_source_makes_the_matcher_fail(source: str) -> None:
    verify_text("The mill sold 40 boats.", source)
