"""Body lines to blocks: breaks healed, lists, tables and headings told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from citecheck.manuscript.note_numbers import SUPERSCRIPTS
from citecheck.model.manuscripts import BlockKind

MAX_HEADING = 100
#: A line this long is a paragraph of its own; shorter ones were wrapped by hand.
WRAPPED = 140

_BULLET = re.compile(r"^\s*[-*+•–▪·]\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)")
_HASHES = re.compile(r"^#{1,6}\s+")
_UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,}|~{3,})\s*$")
_MARKER_TAIL = re.compile(
    rf"(?:[{SUPERSCRIPTS},]+|\^\{{[\d ,;–-]+\}}|\^\d+|\[\^?\d[\d ,;–-]*\])+\s*$"
)
_EMPHASIS = re.compile(
    r"\*\*(?=\S)([^*\n]{1,500})(?<=\S)\*\*|(?<![*\w])\*(?=\S)([^*\n]{1,500})(?<=\S)\*(?!\w)"
)
_INLINE_TAG = re.compile(r"</?(?:i|b|em|strong|u|span)>", re.IGNORECASE)
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
    """A block on the way: its text still holds markers.  ``aside`` is a footnote under the text."""

    text: str
    kind: BlockKind
    aside: bool = False


def find_blocks(lines: Sequence[str]) -> list[Draft]:
    """The blocks of the body, breaks healed, emphasis taken off, markers still in."""
    words = Counter(word.casefold() for line in lines for word in _WORD.findall(line))
    drafts: list[Draft] = []
    for chunk in _chunks(lines):
        drafts += _chunk_blocks(chunk, words)
    drafts = _mark_headings(drafts)
    drafts = _join_broken(drafts, words)
    return [replace(draft, text=_strip_dress(draft.text)) for draft in drafts]


def _chunks(lines: Sequence[str]) -> list[list[str]]:
    chunks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            chunks[-1].append(line.rstrip())
        elif chunks[-1]:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _chunk_blocks(chunk: Sequence[str], words: Counter[str]) -> list[Draft]:
    """The blocks of lines that no blank line parts."""
    if _is_table(chunk):
        rows = (_table_row(line) for line in chunk)
        return [Draft(text="\n".join(row for row in rows if row.strip()), kind=BlockKind.TABLE)]
    drafts: list[Draft] = []
    fresh = True
    for line in chunk:
        if _HASHES.match(line):
            drafts.append(Draft(text=_HASHES.sub("", line).strip(" #"), kind=BlockKind.HEADING))
            fresh = True
        elif _UNDERLINE.match(line):
            if len(drafts) == 1 and drafts[0].kind is BlockKind.PARAGRAPH:
                drafts[0] = replace(drafts[0], kind=BlockKind.HEADING)
            fresh = True
        elif bullet := _BULLET.match(line):
            aside = len(chunk) == 1 and line.lstrip().startswith("* ")
            drafts.append(
                Draft(text=line[bullet.end() :].strip(), kind=BlockKind.LIST_ITEM, aside=aside)
            )
            fresh = False
        elif _NUMBERED.match(line) and len(chunk) > 1:
            drafts.append(Draft(text=line.strip(), kind=BlockKind.LIST_ITEM))
            fresh = False
        elif fresh or (len(drafts[-1].text) > WRAPPED and _is_finished(drafts[-1].text)):
            drafts.append(Draft(text=line.strip(), kind=BlockKind.PARAGRAPH))
            fresh = False
        else:
            drafts[-1] = replace(drafts[-1], text=_glue(drafts[-1].text, line.strip(), words))
    return drafts


def _is_table(chunk: Sequence[str]) -> bool:
    tabs = sum("\t" in line.strip() or line.endswith("\t") for line in chunk)
    pipes = sum(line.count("|") > 1 for line in chunk)
    return 2 * max(tabs, pipes) > len(chunk)


def _table_row(line: str) -> str:
    if "|" not in line:
        return "\t".join(_SPACES.sub(" ", cell).strip() for cell in line.rstrip().split("\t"))
    if not line.strip(" |:-"):
        return ""
    return "\t".join(cell.strip() for cell in line.strip().strip("|").split("|"))


def _mark_headings(drafts: Sequence[Draft]) -> list[Draft]:
    marked = []
    for i, draft in enumerate(drafts):
        after = drafts[i + 1] if i + 1 < len(drafts) else None
        if draft.kind is BlockKind.PARAGRAPH and _is_heading(draft.text, after):
            draft = replace(draft, kind=BlockKind.HEADING)
        marked.append(draft)
    return marked


def _is_heading(text: str, after: Draft | None) -> bool:
    plain = text.strip("*_ ")
    if after is None or len(plain) > MAX_HEADING or not plain:
        return False
    if after.kind is BlockKind.PARAGRAPH and after.text[:1].islower():
        return False
    starts = plain[0].isupper() or plain[0].isdigit() or plain[0] in "\"'“‘«("
    return (
        starts and not plain.endswith((".", ",", ";", ":", "!")) and not _MARKER_TAIL.search(plain)
    )


def _join_broken(drafts: Sequence[Draft], words: Counter[str]) -> list[Draft]:
    """Join what a break of page or column cut in two; a footnote in between is stepped over."""
    joined: list[Draft] = []
    for draft in drafts:
        at = len(joined) - 1
        while at > 0 and joined[at].aside:
            at -= 1
        if at >= 0 and _goes_on(joined[at], draft):
            text = _glue(joined[at].text, draft.text, words)
            joined[at] = replace(joined[at], text=text)
        else:
            joined.append(draft)
    return joined


def _goes_on(before: Draft, after: Draft) -> bool:
    if after.kind is not BlockKind.PARAGRAPH or after.aside:
        return False
    if before.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    if _is_finished(before.text):
        return False
    first = after.text.lstrip("\"'“‘«(*")[:1]
    if first.islower():
        return True
    if _DANGLING.search(before.text) or _has_open_bracket(before.text):
        return True
    long = len(before.text) > MAX_HEADING and (
        len(after.text) > MAX_HEADING or _is_finished(after.text)
    )
    return before.kind is BlockKind.PARAGRAPH and long


def _is_finished(text: str) -> bool:
    """Whether a sentence ends here, markers and closing quotes aside."""
    plain = _MARKER_TAIL.sub("", text).rstrip().rstrip("*_”’\"'»)")
    if _ABBREVIATION.search(plain):
        return False
    return plain.endswith((".", "!", "?", ":", ";", "…"))


def _has_open_bracket(text: str) -> bool:
    return text.count("(") > text.count(")")


def _glue(before: str, after: str, words: Counter[str]) -> str:
    """Two parts of one line; a hyphen at the break goes if the rest of the text writes it so."""
    head, tail = re.search(r"([^\W\d_]+)-$", before), re.match(r"[^\W\d_]+", after)
    if not head or not tail or not tail.group()[0].islower():
        return f"{before} {after}"
    whole, hyphened = head.group(1) + tail.group(), f"{head.group(1)}-{tail.group()}"
    keep = words[hyphened.casefold()] > words[whole.casefold()]
    return before + after if keep else before[:-1] + after


def _strip_dress(text: str) -> str:
    plain = _INLINE_TAG.sub("", text)
    plain = _EMPHASIS.sub(lambda m: m[1] or m[2], plain)
    return "\n".join(
        _SPACES.sub(" ", line).strip() if "\t" not in line else line for line in plain.split("\n")
    )
