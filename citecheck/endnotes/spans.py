"""From which characters of the note each part was read.

A part is looked for where it can stand: behind those already found, outside of
addresses and access clauses; punctuation, emphasis and the order of a person's
names do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from citecheck.endnotes.bibliography import Bibliography
from citecheck.endnotes.dates import DATE, parse_date
from citecheck.endnotes.pinpoints import find_bare_pages, find_pinpoints
from citecheck.endnotes.sources import Source

Span = tuple[int, int]

_DATE = re.compile(f"({DATE})", re.IGNORECASE)
#: "March 2014" inside "10–28 March 2014".
_INNER_DATE = re.compile(rf"(?<!\w)(?=({DATE}))", re.IGNORECASE)
_DAY_MONTH = re.compile(r"(?<!\d)\d{1,2} [^\W\d]{3,9}|[^\W\d]{3,9} \d{1,2}(?!\d)")
#: Of a title in several parts so many words are looked for.
MAX_BROKEN = 60
_WORD = re.compile(r"\w+")


def locate_parts(text: str, source: Source, read: Bibliography) -> dict[str, Span]:
    """Part → ``(start, end)`` in the note's text, for every part that it prints."""
    spans = dict(source.spans)
    page = _Page(text, source.start, source.end)
    for span in (*source.taken, *(spans[part] for part in ("lead",) if part in spans)):
        page.take(span)
    if read.symbol:
        printed = read.symbol.malformed or read.symbol.symbol
        spans |= page.find("symbol", [_loose(printed)])
    spans |= page.pinpoints(pages=bool(read.pages), paras=bool(read.paras))
    if read.authors:
        spans |= page.find_all("authors", read.authors)
    behind = spans["authors"][1] if "authors" in spans else page.start
    for part, value in (
        ("title", read.title),
        ("container", read.container),
        ("place", read.place),
        ("publisher", read.publisher),
    ):
        if value:
            pattern = [_loose(value)]
            spans |= page.find(part, pattern, start=behind) or page.find(part, pattern)
            if part not in spans:
                spans |= page.find(part, pattern, anywhere=True) or page.find_broken(part, value)
    if read.published:
        spans |= page.find_date(read.published)
    for part, items in (("pages", read.pages), ("paras", read.paras)):
        if items and part not in spans:
            spans |= page.find_last(part, items[0])
    return spans


def locate_own_parts(
    text: str, source: Source, *, pages: tuple[str, ...], paras: tuple[str, ...]
) -> dict[str, Span]:
    """Where a reference ("Ibid., p. 4") prints its lead and pinpoint: all that is its own."""
    page = _Page(text, source.start, source.end)
    spans = {part: span for part, span in source.spans.items() if part == "lead"}
    for span in spans.values():
        page.take(span)
    spans |= page.pinpoints(pages=bool(pages), paras=bool(paras))
    for part, items in (("pages", pages), ("paras", paras)):
        found = [page.find_last(part, item).get(part) for item in items if part not in spans]
        places = [place for place in found if place]
        if places:
            spans[part] = (min(a for a, _ in places), max(b for _, b in places))
    return spans


class _Page:
    """The words of one source, of which what is taken is not found again."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.left = text[start:end].replace("*", " ")

    def take(self, span: Span) -> None:
        """Blank out a span of the note."""
        a, b = max(span[0] - self.start, 0), min(span[1] - self.start, len(self.left))
        if a < b:
            self.left = self.left[:a] + " " * (b - a) + self.left[b:]

    def find(
        self,
        part: str,
        patterns: Iterable[str],
        *,
        start: int | None = None,
        anywhere: bool = False,
    ) -> dict[str, Span]:
        """The first place where one of the patterns stands; ``anywhere`` also in what is taken."""
        where = self.text[self.start : self.end] if anywhere else self.left
        at = (start or self.start) - self.start
        for pattern in patterns:
            found = re.compile(pattern, re.IGNORECASE).search(where, at) if pattern else None
            if found:
                span = (self.start + found.start(), self.start + found.end())
                self.take(span)
                return {part: span}
        return {}

    def find_last(self, part: str, item: str) -> dict[str, Span]:
        """The last place where a page or paragraph stands as a number of its own."""
        pattern = r"\s?[-–—]\s?".join(map(re.escape, item.split("-")))
        for where in (self.left, self.text[self.start : self.end]):
            found = list(re.finditer(rf"(?<![\w/.]){pattern}(?![\w/])", where))
            if found:
                return {part: (self.start + found[-1].start(), self.start + found[-1].end())}
        return {}

    def find_broken(self, part: str, value: str) -> dict[str, Span]:
        """A value with something in between that belongs to another part."""
        where = self.text[self.start : self.end]
        first, at = None, 0
        for word in re.findall(r"[^\W_]+", value)[:MAX_BROKEN]:
            found = re.compile(rf"(?<![^\W_]){re.escape(word)}", re.IGNORECASE).search(where, at)
            if found:
                first = found.start() if first is None else first
                at = found.end()
        return {} if first is None else {part: (self.start + first, self.start + at)}

    def find_all(self, part: str, names: Iterable[str]) -> dict[str, Span]:
        """From the first to the last of several names."""
        found = []
        for name in names:
            family, comma, given = name.partition(", ")
            patterns = [_loose(name)]
            if comma:
                patterns.append(_joined([*_words(given), *_words(family)]))
            span = self.find(part, patterns) or self.find(part, patterns, anywhere=True)
            span = span or self.find_broken(part, name)
            found += list(span.values())
        if not found:
            return {}
        return {part: (min(a for a, _ in found), max(b for _, b in found))}

    def pinpoints(self, *, pages: bool, paras: bool) -> dict[str, Span]:
        """From the first to the last pinpoint of either kind."""
        spans: dict[str, Span] = {}
        found = find_pinpoints(self.left)
        for one in found:
            self.take((self.start + one.start, self.start + one.end))
        # Bare pages end the words; what an address or a clause took stands behind them.
        bare = find_bare_pages(self.left.rstrip(" .,;:()[]<>")) if pages else None
        if bare and not any(one.pages for one in found):
            found.append(bare)
        for name, wanted in (("pages", pages), ("paras", paras)):
            these = [(one.start, one.end) for one in found if getattr(one, name)]
            if wanted and these:
                a, b = min(these)[0], max(end for _, end in these)
                spans[name] = (self.start + a, self.start + b)
        for span in spans.values():
            self.take(span)
        return spans

    def _find_parted_date(self, value: str) -> Span | None:
        """ "2010. № 14. 12 марта": the year, and day and month in a part of their own."""
        for year in re.finditer(rf"(?<!\d){value[:4]}(?!\d)", self.left):
            for day in _DAY_MONTH.finditer(self.left):
                if parse_date(f"{day.group()} {value[:4]}") == value:
                    start, end = min(year.start(), day.start()), max(year.end(), day.end())
                    return self.start + start, self.start + end
        return None

    def find_date(self, value: str) -> dict[str, Span]:
        """The printed date that reads as the value; last of all one inside a symbol."""
        whole = self.text[self.start : self.end]
        for pattern, where in ((_DATE, self.left), (_DATE, whole), (_INNER_DATE, whole)):
            for found in pattern.finditer(where):
                if parse_date(found.group(1)) == value:
                    return {"published": (self.start + found.start(1), self.start + found.end(1))}
        parted = self._find_parted_date(value) if len(value) == 10 else None
        if parted:
            return {"published": parted}
        at = self.text.find(value[:4], self.start, self.end)
        return {"published": (at, at + 4)} if at >= 0 else {}


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _joined(words: Iterable[str]) -> str:
    return r"[\W_]+".join(re.escape(word).replace("_", "[_*]") for word in words)


def _loose(value: str) -> str:
    """A pattern for the words of a value with anything but words in between."""
    return _joined(re.findall(r"[^\W_]+", value))
