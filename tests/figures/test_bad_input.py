"""What is no fair question still gets an answer or a reason."""

from __future__ import annotations

import pytest

from citecheck.figures import verify_text
from citecheck.model.errors import InputError


def test_a_claim_without_a_figure_is_told_so_and_shown_what_comes_nearest() -> None:
    source = "It rained. The mill by the river is old and leans. Cats sleep. The river is wide."
    with pytest.raises(InputError, match="no figure") as told:
        verify_text("The old mill stands by the river.", source)
    assert "“The mill by the river is old and leans.”" in str(told.value)


def test_where_nothing_comes_near_nothing_is_shown() -> None:
    with pytest.raises(InputError, match="no figure") as told:
        verify_text("The old mill stands by the river.", "Cats sleep.")
    assert "nearest" not in str(told.value)


@pytest.mark.parametrize(
    ("claim", "text", "verdict"),
    [
        ("The answer is 42.", "The answer is 42.", "confirmed"),
        ("The mill has 40 sails.", "", "unread"),
        ("The mill has 40 sails.", " \n\f \n", "unread"),
        ("The mill has 40 sails.", "The mill has ４０ sails.", "confirmed"),
        ("The mill has 1,500 sails.", "The mill has \u202b١٬٥٠٠\u202c sails.", "confirmed"),
        ("The mill has ４０ sails.", "The mill has 40 sails.", "confirmed"),
        (
            "The harbour has 412 cranes.",
            "בנמל יש ٤١٢ מנופים. The harbour has ٤١٢ cranes.",
            "confirmed",
        ),
        (
            "The harbour has 412 cranes.",
            "\u202eThe \u2067harbour\u2069 has 412 cranes.",
            "confirmed",
        ),
        ("The mill has 40 sails.", "Page 40 of 40 &lt;td&gt;40&lt;/td&gt; is blank.", "elsewhere"),
        ("The mill has 40 sails.", "<b>The mill</b> has <i>40</i> sails.", "confirmed"),
        ("The mill has 40 sails.", "<script>40</script> {{40}} ]]> &#52;0", "elsewhere"),
        ("The mill has 40 sails.", "\x00\x01 The mill \ud800 has 40 sails.", "confirmed"),
    ],
)
def test_odd_text_gets_an_honest_answer(claim: str, text: str, verdict: str) -> None:
    _, match = verify_text(claim, text)
    assert match.verdict == verdict, match.why


def test_a_very_long_text_is_read_to_its_end() -> None:
    page = "In 2004 the council of Arden repaired 4,120 lamps; some 38.5 percent of roofs leak. "
    text = f"{page * 4_000}The mill has 40 sails."
    _, match = verify_text("The mill has 40 sails.", text)
    assert match.verdict == "confirmed"
    assert match.occurrence is not None
    assert match.occurrence.start > 300_000
