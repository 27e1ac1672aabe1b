"""Claims: the words of the body that each marker supports, sentence by sentence."""

from __future__ import annotations

from dataclasses import replace

import regex

from citecheck.figures.finding import find_figures
from citecheck.figures.index import TextIndex
from citecheck.figures.sentences import split_sentences
from citecheck.figures.terms import terms_of
from citecheck.model.figures import Claim, Figure, TextQuoteSelector
from citecheck.model.manuscripts import Manuscript, Marker

#: A selector quotes no more than this on either side.
MOST_CONTEXT = 40
#: A marker supports no more characters than this before it; what is longer is no prose.
FARTHEST = 10_000
#: What is longer than a sentence can be is looked at so many characters at a time.
STRETCH = 1_000


def find_claims(manuscript: Manuscript) -> tuple[Claim, ...]:
    """A claim for each sentence (or the part of one) between one marker and the one before it.

    A marker supports the words since the marker before it in its block; each
    sentence of them is a claim of its own, numbered within the note.
    """
    claims: list[Claim] = []
    after: dict[int, int] = {}
    count: dict[int, int] = {}
    for marker in sorted(manuscript.markers, key=lambda m: (m.block, m.offset)):
        block = manuscript.blocks[marker.block]
        start = max(after.get(marker.block, 0), marker.offset - FARTHEST)
        after[marker.block] = marker.offset
        for text in _sentences(block.text[start : marker.offset]):
            first = marker.numbers[0]
            count[first] = count.get(first, 0) + 1
            claims.append(_claim(f"c{first:03}-{count[first]}", marker, block.section, text))
    return tuple(sorted(claims, key=lambda c: (c.notes[0], int(c.id.rsplit("-", 1)[1]))))


def _sentences(text: str) -> list[str]:
    pieces = [text[start:end].lstrip(" ,;:.–—-") for start, end in split_sentences(text)]
    return [piece for piece in pieces if regex.search(r"\w", piece)]


def _claim(key: str, marker: Marker, section: str | None, text: str) -> Claim:
    stretches = _Stretches(text)
    figures = tuple(_with_place(text, figure, stretches) for figure in find_figures(text))
    return Claim(id=key, notes=marker.numbers, section=section, text=text, figures=figures)


class _Stretches:
    """The indexes of a claim's text: one, or one for each stretch of what is no sentence."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._step = max(1, len(text)) if len(text) <= 3 * STRETCH else STRETCH
        self._made: dict[int, TextIndex] = {}

    def around(self, figure: Figure) -> tuple[TextIndex, Figure]:
        """An index of the text around a figure, and the figure with its place in that."""
        assert figure.span is not None
        start, end = figure.span.start, figure.span.end
        begin = max(0, start // self._step * self._step - STRETCH // 4)
        if begin not in self._made:
            last = begin + self._step + STRETCH
            self._made[begin] = TextIndex(self._text[begin:last])
        span = replace(figure.span, start=start - begin, end=end - begin)
        return self._made[begin], replace(figure, span=span)


def _with_place(text: str, figure: Figure, stretches: _Stretches) -> Figure:
    assert figure.span is not None
    subject, measure, period = terms_of(*stretches.around(figure))
    start, end = figure.span.start, figure.span.end
    return replace(
        figure,
        selector=TextQuoteSelector(
            exact=figure.printed,
            prefix=_cut_front(text[max(0, start - MOST_CONTEXT - 1) : start]),
            suffix=_cut_back(text[end : end + MOST_CONTEXT + 1]),
        ),
        subject=subject,
        measure=measure,
        period=period,
    )


def _cut_front(text: str) -> str:
    """The last words of a text, whole words, no more than the law of selectors allows."""
    if len(text) <= MOST_CONTEXT:
        return text
    cut = text[-MOST_CONTEXT:]
    space = cut.find(" ")
    return cut[space + 1 :] if 0 <= space < len(cut) - 1 else cut


def _cut_back(text: str) -> str:
    if len(text) <= MOST_CONTEXT:
        return text
    cut = text[:MOST_CONTEXT]
    space = cut.rfind(" ")
    return cut[:space] if space > 0 else cut
