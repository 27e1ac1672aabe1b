"""What is skipped for speed changes no answer: held against the plain, full way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.figures.claim import Reading
from citecheck.figures.clauses import _END, _MAY_END
from citecheck.figures.compare import Fit, compare
from citecheck.figures.digits import _MAY_BEGIN, _PLAINLY, _TOKEN
from citecheck.figures.fold import _INTERESTING, find_odd, fold
from citecheck.figures.index import DocumentIndex, TextIndex
from citecheck.figures.lexicon import word_set
from citecheck.figures.magnitudes import Magnitudes
from citecheck.figures.mask import find_masked
from citecheck.figures.match import locate_printed, match_reading, read_claim
from citecheck.figures.relation import Relation
from citecheck.figures.rules import Role, rule
from citecheck.figures.subject import Relator
from citecheck.figures.text_words import TextWords
from citecheck.model.documents import Document, Page

ITEMS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "golden" / "matching_items.jsonl")
    .read_text("utf-8")
    .splitlines()[::2]
]
PIECES = st.sampled_from(
    [
        piece.strip(" \n").replace("⏎", "\n")
        for piece in """
38 percent~ 1,815~ 2.5 million boats~ one in five~ from 11 to 16 years~ 7 of 12~ %~
$5~ 169th~ Article 94~ No. 7~ № 9~ page 12~ р. 4~ с. 4~ 15 March 2010~ 5 мая~
марта 2010~ May of 2011~ 10:30~ 9 a.m.~ open between nine and five~ call 0312-44-18~
тел. 44~ +7 495 1234567~ www.a.org/12~ http://b.net/3~ a@b.org 4~ 10.1234/5678~
doi:10.5~ ISBN 978-0-14~ A/HRC/15/217~ COVID-19~ A.B.7~ Group 20~ house number 12~
12 Baker Street~ ул. Ленина, д. 5~ ends. 12. Then~ ⏎(3) a~ a, b) c~ 375-⏎000~
статья 36~ корпусе 48 палат~ в новом корпусе~ 10 км~ 14 days~ two weeks~
900 roubles~ 1 in 4~ about~ nearly~ не менее~ ;~ .~ ⏎~ ⏎⏎~ |~ boats~ лодок
""".split("~")
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map(" ".join)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_rules_that_are_skipped_would_have_found_nothing(text: str) -> None:
    folded = fold(text).text
    assert find_masked(folded) == find_masked(folded, every_rule=True)


ODD = st.text(alphabet="a5 [](^{}*†¹²-‐\u00ad\n,;.½ﬁ６٣é’«", max_size=40)


@given(ODD)
@settings(max_examples=400, deadline=None)
def test_what_needs_another_spelling_is_found_as_by_reading_all(text: str) -> None:
    assert [m.span() for m in find_odd(text)] == [m.span() for m in _INTERESTING.finditer(text)]


@given(st.text(alphabet="0159 ,.'-OlI/a½%\n(", max_size=24))
@settings(max_examples=500, deadline=None)
def test_a_plain_number_is_read_as_by_the_whole_pattern(text: str) -> None:
    for at in range(len(text)):
        plainly, wholly = _PLAINLY.match(text, at), _TOKEN.match(text, at)
        if plainly:
            assert wholly is not None
            assert (wholly.span(), wholly["ocr"], wholly["half"]) == (plainly.span(), None, None)
    may_begin = {match.start() for match in _MAY_BEGIN.finditer(text)}
    assert {match.start() for match in _TOKEN.finditer(text)} <= may_begin


@given(st.text(alphabet="aA5 .!?…\n»)", max_size=30))
@settings(max_examples=400, deadline=None)
def test_sentences_may_end_wherever_they_do(text: str) -> None:
    may_end = {match.start() for match in _MAY_END.finditer(text)}
    assert {match.start() for match in _END.finditer(text)} <= may_end


@given(TEXTS, st.integers(1, 30))
@settings(max_examples=200, deadline=None)
def test_words_read_by_the_stretch_are_those_of_the_whole(text: str, length: int) -> None:
    folded = fold(f"{text} a day nurse’s day-care 5th дом's").text
    whole = TextWords(folded).within(0, len(folded))
    parted = TextWords(folded, stretch=length)
    assert parted.within(0, len(folded)) == whole
    for start in range(0, len(folded), 5):
        there = [w for w in whole if start <= w.start < start + 9]
        assert parted.within(start, start + 9) == there
    for stem, places in parted.vocabulary.items():
        assert list(places) == [w.start for w in whole if w.stem == stem]


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_number_words_and_hedges_are_found_whatever_else_is_there(text: str) -> None:
    rest = " ".join(
        [*word_set("stop", "en"), "every fifth, полтора and a half million, no more than"]
    )
    alone = TextIndex(text).quantities
    among = TextIndex(f"{text}\n\n{'. ' * 60}{rest}").quantities
    assert among[: len(alone)][:-1] == alone[:-1]


@pytest.mark.parametrize("batch", range(4))
def test_the_same_for_every_invented_source(batch: int) -> None:
    for item in ITEMS[batch::4]:
        folded = fold(item["source_text"]).text
        assert find_masked(folded) == find_masked(folded, every_rule=True)


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_no_number_that_agrees_is_left_out(claim: str, text: str) -> None:
    quantities = [q for q in TextIndex(text).quantities if q.is_statistic]
    magnitudes = Magnitudes(quantities)
    for wanted in TextIndex(claim).quantities:
        if wanted.is_statistic:
            near = {q.number for q in magnitudes.near(wanted)}
            apart = (Fit.OTHER, Fit.INCOMPARABLE)
            missed = [
                q
                for q in quantities
                if compare(wanted, q).fit not in apart and q.number not in near
            ]
            assert missed == []


def plainly(reading: Reading, index: DocumentIndex) -> Role:
    """The strongest role that any number of the document has, each looked at."""
    relator = Relator(index, reading)
    roles = [Role.NOTHING]
    for quantity in index.quantities:
        if quantity.is_statistic:
            place = index.place(quantity)
            comparison = compare(reading.quantity, place.quantity)
            roles.append(rule(reading, Relation(relator, place, comparison)).role)
    return min(roles)


def role_of(reading: Reading, index: DocumentIndex) -> Role:
    """The same as the matcher has it."""
    verdict = match_reading(reading, index).verdict
    roles = {"confirmed": Role.SUPPORT, "changed": Role.RIVAL, "elsewhere": Role.DECOY}
    return roles.get(str(verdict), Role.NOTHING if verdict == "absent" else Role.UNCHECKED)


@pytest.mark.parametrize("batch", range(4))
def test_looking_at_every_number_gives_the_same_verdict(batch: int) -> None:
    differ = []
    for item in ITEMS[batch::4]:
        claim = TextIndex(item["claim"])
        quantity = locate_printed(claim, item["claim"], item["figure"]["printed"])
        if quantity is None or "today" in item["source_text"]:  # today's value outranks a dated one
            continue
        reading = read_claim(claim, quantity)
        page = Page(number=1, text=item["source_text"])
        index = DocumentIndex(Document(media_type="text/plain", pages=(page,)))
        fast, plain = role_of(reading, index), plainly(reading, index)
        if fast is not plain and not (fast is Role.RIVAL and plain is Role.SUPPORT):
            differ.append((item["id"], fast, plain))
    assert differ == []
