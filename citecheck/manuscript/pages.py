"""Pages of a text: where they end, and what on them belongs to the page and not to the text.

A form feed ends a page.  Without one, numbers that stand alone on their lines and
count up (``11`` … ``12`` … ``13``) do.  Running heads and feet are lines that stand at
the edge of several pages; they and the page numbers are blanked, so that every
other line keeps its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from citecheck.manuscript.note_numbers import find_note_start

#: So many lines at either end of a page may be its running head or foot.
EDGE = 3

#: A page has more filled lines than this between two page numbers.
SHORTEST = 8

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|]\s*)?(?:page|стр\.?|с\.|p\.)?\s*(?P<number>\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*[-–—|])?(?:\s*(?:of|из|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
_LISTED = ("dot", "bracket", "superscript", "braced", "caret", "footnote", "tagged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The lines of a text, and the index at which each page begins; one page if it has none.

    ``origin`` gives for each line its index in the file: a form feed may part one in two.
    """

    lines: tuple[str, ...]
    starts: tuple[int, ...]
    origin: tuple[int, ...]

    def spans(self) -> list[tuple[int, int]]:
        """The pages as ``(start, end)``."""
        return list(zip(self.starts, [*self.starts[1:], len(self.lines)], strict=True))


def find_pages(text: str) -> Pages:
    """The lines of a text by pages, without running heads, running feet and page numbers."""
    lines = text.replace("\x0b", "\n").split("\n")
    if "\f" in text:
        pages = _split_at_form_feeds(lines)
    else:
        starts = tuple(_split_at_numbers(lines))
        pages = Pages(lines=tuple(lines), starts=starts, origin=tuple(range(len(lines))))
    return _without_furniture(pages) if len(pages.starts) > 1 else pages


def _split_at_form_feeds(lines: Sequence[str]) -> Pages:
    """A form feed within a line begins the page with what stands behind it."""
    kept: list[str] = []
    origin: list[int] = []
    starts = [0]
    for i, line in enumerate(lines):
        for j, part in enumerate(line.split("\f")):
            if j:
                starts.append(len(kept))
            kept.append(part)
            origin.append(i)
    return Pages(lines=tuple(kept), starts=tuple(starts), origin=tuple(origin))


def _split_at_numbers(lines: Sequence[str]) -> list[int]:
    """The page starts by page numbers that stand alone and count up by one."""
    filled = [0]
    for line in lines:
        filled.append(filled[-1] + bool(line.strip()))
    chains: dict[int, list[int]] = {}
    best: list[int] = []
    for i, line in enumerate(lines):
        bare = line.strip()
        found = _PAGE_NUMBER.fullmatch(bare) if 0 < len(bare) < 20 else None
        if found is None or not found["number"].isdecimal() or not _stands_apart(lines, i):
            continue
        number = int(found["number"])
        before = chains.get(number - 1, [])
        if before and filled[i] - filled[before[-1]] < SHORTEST:
            before = []
        chain = [*before, i] if len(before) < 10_000 else before
        if len(chain) > len(chains.get(number, [])):
            chains[number] = chain
        if len(chain) > len(best):
            best = chain
    if len(best) < 2 or (len(best) == 2 and not _is_regular(best, filled)):
        return [0]
    return [0, *(i + 1 for i in best if i + 1 < len(lines))]


def _is_regular(chain: Sequence[int], filled: Sequence[int]) -> bool:
    """Whether the first of two numbers stands a page from the beginning, the second at the end."""
    return filled[chain[0]] >= SHORTEST and filled[chain[1]] + 1 == filled[-1]


def _stands_apart(lines: Sequence[str], i: int) -> bool:
    """Whether an empty line or the end of the text is above or below."""
    above = i == 0 or not lines[i - 1].strip()
    return above or i + 1 >= len(lines) or not lines[i + 1].strip()


def _without_furniture(pages: Pages) -> Pages:
    seen: dict[tuple[str, str], list[tuple[int, list[int]]]] = {}
    for page, (start, end) in enumerate(pages.spans()):
        filled = [line for line in pages.lines[start:end] if line.strip()]
        for edge, lines in (("head", filled[:EDGE]), ("foot", filled[-EDGE:])):
            for face, line in {_face(line): line for line in lines}.items():
                numbers = [int(digits[:9]) for digits in _DIGITS.findall(line)]
                seen.setdefault((edge, face), []).append((page, numbers))
    few = max(1, min(3, len(pages.starts) // 3))
    often = {key for key, places in seen.items() if _stands_on_many(places, few)}
    blanked = list(pages.lines)
    for start, end in pages.spans():
        _blank_furniture(blanked, start, end, often)
    return replace(pages, lines=tuple(blanked))


def _stands_on_many(places: Sequence[tuple[int, list[int]]], few: int) -> bool:
    """Whether a line stands on more pages than a few, its numbers the same or the page's.

    Lines that are alike but for other numbers are text: items of a list, rows of a table.
    """
    if len(places) <= few:
        return False
    for at in range(len(places[0][1])):
        same = Counter(numbers[at] for _, numbers in places)
        steps = Counter(numbers[at] - page for page, numbers in places)
        if max(same.most_common(1)[0][1], steps.most_common(1)[0][1]) < 0.7 * len(places):
            return False
    return True


def _face(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split())).casefold()


def _blank_furniture(lines: list[str], start: int, end: int, often: set[tuple[str, str]]) -> None:
    for edge in ("head", "foot"):
        filled = [i for i in range(start, end) if lines[i].strip()]
        at = filled[:EDGE] if edge == "head" else filled[: -EDGE - 1 : -1]
        numbered = False  # one number is the page's; another is a note's, alone on its line
        for i in at:
            line = lines[i].strip()
            if _face(line) == "#":
                if numbered:
                    break
                numbered = True
            is_number = bool(_PAGE_NUMBER.fullmatch(line)) and i == at[0]
            if not is_number and ((edge, _face(line)) not in often or _is_note(line)):
                break
            lines[i] = ""


def _is_note(line: str) -> bool:
    """Whether a line that looks like others at the edge of a page begins a note all the same."""
    note = find_note_start(line)
    if note is None or not note.rest:
        return False
    return len(line) > 60 or note.shape.endswith(_LISTED)
