from __future__ import annotations

from citecheck.figures.claims import MOST_CONTEXT, find_claims
from citecheck.figures.sentences import split_sentences
from citecheck.model.manuscripts import Block, BlockKind, Manuscript, Marker


def manuscript(text: str, *markers: tuple[tuple[int, ...], int]) -> Manuscript:
    return Manuscript(
        source="m.txt",
        blocks=(Block(text=text, kind=BlockKind.PARAGRAPH, section="Ferries"),),
        markers=tuple(
            Marker(numbers=numbers, block=0, offset=at, printed="") for numbers, at in markers
        ),
    )


def test_each_sentence_since_the_marker_before_is_a_claim() -> None:
    text = "It has 40 boats. They are old. Each costs 3 dollars"
    claims = find_claims(manuscript(text, ((1,), 16), ((2, 3), len(text))))
    assert [(c.id, c.notes, c.text) for c in claims] == [
        ("c001-1", (1,), "It has 40 boats."),
        ("c002-1", (2, 3), "They are old."),
        ("c002-2", (2, 3), "Each costs 3 dollars"),
    ]
    assert claims[0].section == "Ferries"


def test_a_selector_quotes_no_more_than_forty_characters_a_side() -> None:
    text = "word " * 40 + "40 boats" + " word" * 40
    (claim,) = find_claims(manuscript(text, ((1,), len(text))))
    selector = claim.figures[0].selector
    assert selector is not None
    assert len(selector.prefix) <= MOST_CONTEXT
    assert len(selector.suffix) <= MOST_CONTEXT
    assert f"{selector.prefix}{selector.exact}{selector.suffix}" in text


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = "Decree No. 94 of the U.S. port, i.e. 3.5 km of pier, holds. J. Smith agrees."
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "Decree No. 94 of the U.S. port, i.e. 3.5 km of pier, holds.",
        "J. Smith agrees.",
    ]
