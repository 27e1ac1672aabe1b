"""Body lines to blocks: breaks healed, lists, tables and headings told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.manuscript.note_numbers import SUPERSCRIPTS
from citecheck.model.manuscripts import BlockKind

MAX_HEADING = 100
#: A line this long is a paragraph of its own; shorter ones were wrapped by hand.
WRAPPED = 140
#: In narrower columns a line may end early because a word was long.
NARROW = 40
#: So many characters show how a block ends.
TAIL = 300

_BULLET = re.compile(r"^\s*[-*+•–▪·■□●○◦‣►➢✓\uf020-\uf0ff]\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)")
_HASHES = re.compile(r"^#{1,6}\s+")
_UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,}|~{3,}|_{3,}|\*{3,}|[—–―─]{3,})\s*$")
_RULES = "=-~_*—–―─"
_MARKER_TAIL = re.compile(
    rf"(?:[{SUPERSCRIPTS},]|\^\{{[\d ,;–-]{{1,40}}\}}|\^\d{{1,5}}"
    r"|\[\^?\d[\d ,;–-]{0,40}\]){1,40}\s*$"
)
_GLUED_TAIL = re.compile(r"[.!?;]['\"”’»)]{0,2}\d{1,6}\s*$")
_EMPHASIS = re.compile(
    r"\*\*(?=\S)([^*\n]{1,500})(?<=\S)\*\*|(?<![*\w])\*(?=\S)([^*\n]{1,500})(?<=\S)\*(?!\w)"
)
_DRESSED = re.compile(r"[<*\t\n]|  ")
_INLINE_TAG = re.compile(r"</?(?:i|b|em|strong|u|span)>", re.IGNORECASE)
_RAISED_TAG = re.compile(r"(?<=m)<sup>([23])</sup>", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|approx|no|nos|art|para|paras|p|pp|vol|doc|st|dr|mr|mrs|ms)\.)$",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"(?:,|\b(?:the|a|an|of|and|or|in|on|to|for|with|by|from|at|as|that|which|и|в|на|с|по|для|от))$",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A block whose text still holds its markers."""

    text: str
    kind: BlockKind


class _Spelling:
    """How often the text writes a word; counted when a line first ends in a hyphen."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._words: Counter[str] | None = None

    def count(self, word: str) -> int:
        """How often the word stands in the text, in whatever case."""
        if self._words is None:
            found = (word for line in self._lines for word in _WORD.findall(line))
            self._words = Counter(word.casefold() for word in found)
        return self._words[word.casefold()]


class _Growing:
    """A block to which lines are still added; adding costs the line, not the block."""

    def __init__(self, text: str, kind: BlockKind, *, aside: bool = False) -> None:
        self.kind, self.aside = kind, aside
        self.parts = [text]
        self.length = self.last = len(text)
        self.open_brackets = text.count("(") - text.count(")")

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def tail(self) -> str:
        """The last words, enough to see how the block ends."""
        return "".join(self.parts[-4:])[-TAIL:]

    def add(self, text: str, words: _Spelling) -> None:
        """Add a line; a hyphen at the break goes if the rest of the text writes it so."""
        hyphen = _choose_hyphen(self.tail, text, words)
        if hyphen is None:
            self.parts.append(" ")
        elif not hyphen:
            self.parts[-1] = self.parts[-1][:-1]
        self.parts.append(text)
        self.length += len(text) + 1
        self.last = len(text)
        self.open_brackets += text.count("(") - text.count(")")


def find_blocks(lines: Sequence[str]) -> list[Draft]:
    """The blocks of the body, breaks healed, emphasis taken off, markers still in."""
    words = _Spelling(lines)
    growing: list[_Growing] = []
    for chunk in _chunks(lines):
        growing += _chunk_blocks(chunk, words)
    _mark_headings(growing)
    joined = _join_broken(growing, words)
    return [Draft(text=_strip_dress(block.text), kind=block.kind) for block in joined]


def _chunks(lines: Sequence[str]) -> list[list[str]]:
    chunks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            chunks[-1].append(line.rstrip())
        elif chunks[-1]:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _chunk_blocks(chunk: Sequence[str], words: _Spelling) -> list[_Growing]:
    """The blocks of lines that no blank line parts."""
    if is_table(chunk):
        rows = (table_row(line) for line in chunk)
        return [_Growing("\n".join(row for row in rows if row.strip()), BlockKind.TABLE)]
    blocks: list[_Growing] = []
    fresh = True
    width = max(map(len, chunk))
    for before, line in zip(["", *chunk], chunk, strict=False):
        if line[0] == "#" and _HASHES.match(line):
            blocks.append(_Growing(_HASHES.sub("", line).strip(" #"), BlockKind.HEADING))
            fresh = True
        elif line[-1] in _RULES and _UNDERLINE.match(line):
            if len(blocks) == 1 and blocks[0].kind is BlockKind.PARAGRAPH:
                blocks[0].kind = BlockKind.HEADING
            fresh = True
        elif bullet := _BULLET.match(line):
            aside = len(chunk) == 1 and line.lstrip().startswith("* ")
            text = line[bullet.end() :].strip()
            blocks.append(_Growing(text, BlockKind.LIST_ITEM, aside=aside))
            fresh = False
        elif _NUMBERED.match(line) and len(chunk) > 1 and (fresh or _may_list(blocks[-1])):
            blocks.append(_Growing(line.strip(), BlockKind.LIST_ITEM))
            fresh = False
        elif (
            fresh
            or (blocks[-1].last > WRAPPED and _seems_finished(before))
            or _breaks_early(before, line, width)
        ):
            blocks.append(_Growing(line.strip(), BlockKind.PARAGRAPH))
            fresh = False
        else:
            blocks[-1].add(line.strip(), words)
    return blocks


def _breaks_early(before: str, line: str, width: int) -> bool:
    """Whether the first word of a line had room on the line before: someone broke it there."""
    start = line.lstrip("\"'“‘«(*_ ")[:1]
    if width < NARROW or not (start.isupper() or start.isdecimal()) or _DANGLING.search(before):
        return False
    used = len(before) + 1 + len(line.split(maxsplit=1)[0])
    return used < (0.85 if _seems_finished(before) else 0.6) * width


def _may_list(before: _Growing) -> bool:
    """Whether a numbered line may begin an item behind this block, and is no wrapped line."""
    if before.kind is BlockKind.LIST_ITEM:
        return before.open_brackets <= 0
    return before.open_brackets <= 0 and (_is_finished(before.tail) or before.length < MAX_HEADING)


def is_table(chunk: Sequence[str]) -> bool:
    """Whether lines are a table's rows: most have tabs or upright bars in them."""
    tabs = sum("\t" in line.strip() or line.endswith("\t") for line in chunk)
    pipes = sum(line.count("|") > 1 for line in chunk)
    return 2 * max(tabs, pipes) > len(chunk)


def table_row(line: str) -> str:
    """A row with its cells parted by tabs; empty for the rule under a table's head."""
    if "|" not in line:
        return "\t".join(_SPACES.sub(" ", cell).strip() for cell in line.rstrip().split("\t"))
    if not line.strip(" |:-"):
        return ""
    return "\t".join(cell.strip() for cell in line.strip().strip("|").split("|"))


def _mark_headings(blocks: Sequence[_Growing]) -> None:
    for i, block in enumerate(blocks):
        if block.kind is not BlockKind.PARAGRAPH or block.length > MAX_HEADING:
            continue
        after = next((other for other in blocks[i + 1 : i + 4] if not other.aside), None)
        if _is_heading(block, after):
            block.kind = BlockKind.HEADING


def _is_heading(block: _Growing, after: _Growing | None) -> bool:
    if after is None or block.length > MAX_HEADING:
        return False
    plain = block.text.strip("*_ ")
    if not plain or (after.kind is BlockKind.PARAGRAPH and after.parts[0][:1].islower()):
        return False
    starts = plain[0].isupper() or plain[0].isdigit() or plain[0] in "\"'“‘«("
    return (
        starts and not plain.endswith((".", ",", ";", ":", "!")) and not _MARKER_TAIL.search(plain)
    )


def _join_broken(blocks: Sequence[_Growing], words: _Spelling) -> list[_Growing]:
    """Join what a break of page or column cut in two; a footnote in between is stepped over."""
    joined: list[_Growing] = []
    for block in blocks:
        at = len(joined) - 1
        while at > 0 and joined[at].aside and len(joined) - at < 4:
            at -= 1
        if at >= 0 and _goes_on(joined[at], block):
            joined[at].add(block.text, words)
        else:
            joined.append(block)
    return joined


def _goes_on(before: _Growing, after: _Growing) -> bool:
    if after.kind is not BlockKind.PARAGRAPH or after.aside:
        return False
    if before.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    if _is_finished(before.tail):
        return False
    first = after.parts[0].lstrip("\"'“‘«(*")[:1]
    if first.islower() or _DANGLING.search(before.tail) or before.open_brackets > 0:
        return True
    long = before.length > MAX_HEADING and (after.length > MAX_HEADING or _is_finished(after.tail))
    return before.kind is BlockKind.PARAGRAPH and long


def _is_finished(tail: str) -> bool:
    """Whether a sentence ends here, markers and closing quotes aside."""
    plain = _MARKER_TAIL.sub("", tail).rstrip().rstrip("*_”’\"'»)")
    if _ABBREVIATION.search(plain):
        return False
    return plain.endswith((".", "!", "?", ":", ";", "…"))


def _seems_finished(line: str) -> bool:
    """Whether a sentence ends here, be it with the digits of a marker behind its stop."""
    return _is_finished(line) or bool(_GLUED_TAIL.search(line[-30:]))


def _choose_hyphen(before: str, after: str, words: _Spelling) -> bool | None:
    """Whether the hyphen at a break stays; ``None`` where no word is cut."""
    if not before.endswith("-"):
        return None
    head, tail = re.search(r"([^\W\d_]+)-$", before[-60:]), re.match(r"[^\W\d_]+", after)
    if not head or not tail or not tail.group()[0].islower():
        return None
    whole, hyphened = head.group(1) + tail.group(), f"{head.group(1)}-{tail.group()}"
    return words.count(hyphened) > words.count(whole)


def _strip_dress(text: str) -> str:
    if not _DRESSED.search(text):
        return text.strip()
    plain = _RAISED_TAG.sub(lambda m: "²" if m[1] == "2" else "³", text)
    plain = _INLINE_TAG.sub("", plain)
    plain = _EMPHASIS.sub(lambda m: m[1] or m[2], plain)
    return "\n".join(
        _SPACES.sub(" ", line).strip() if "\t" not in line else line for line in plain.split("\n")
    )
