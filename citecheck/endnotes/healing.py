"""Notes put together again where breaks of line, column or page cut them.

Finding addresses is easy once the note is whole; making it whole is the task.  A
cut address is joined by evidence, in this order:

1. the right part repeats the end of the address before it: a fragment, dropped;
2. the joined address stands whole in another note;
3. the left part is unfinished: an open ``<``, an autolink closed on a bare host
   before a path, an end such as ``_`` or ``-`` that no address has.

Anything else is joined by a space.  Every repair is kept, none is silent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from citecheck.model.manuscripts import RawNote


class Rule(StrEnum):
    """How two parts of a note were put together."""

    REPEATED_TAIL = "repeated_tail"
    WHOLE_ELSEWHERE = "whole_elsewhere"
    UNFINISHED = "unfinished"
    TEXT = "text"
    OWN_LINE = "own_line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One join: the rule, the words on both sides, and where the right part begins now."""

    rule: Rule
    left: str
    right: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HealedNote:
    """A note in one piece, as printed but for the breaks."""

    number: int
    text: str
    repairs: tuple[Repair, ...] = ()


_ADDRESS_TOKEN = re.compile(r"(?:https?:|ftp:|www\.)[^\s<>]{2,}", re.IGNORECASE)
_LAST_TOKEN = re.compile(r"[^\s]+$")
_FIRST_TOKEN = re.compile(r"^[^\s]+")
_CLOSED_ON_HOST = re.compile(r"<(?:https?://|www\.)[\w.-]+(?::\d+)?/?>$", re.IGNORECASE)
_PATH_LIKE = re.compile(
    r"^(?=.*[/_=%?&#~]|.*\w\.[a-z0-9]{2,5}>?$|.*\w-\w.*\.)[^\s<>]+>?$", re.IGNORECASE
)
_FILE_TAIL = re.compile(r"^(?:html?|pdf|docx?|aspx?|php|xml|xlsx?|shtml)\b", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?;\]>)”\"]$|/$|\.\w{2,5}$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SPACES = re.compile(r"\s+")
#: A shorter right part may end an address by chance.
MIN_TAIL = 4


class _Evidence:
    """What the other notes say: their whole addresses, and how they spell words."""

    def __init__(self, notes: Sequence[RawNote]) -> None:
        self.addresses: set[str] = set()
        self.words: Counter[str] = Counter()
        for note in notes:
            for i, piece in enumerate(note.pieces):
                self.words.update(word.casefold() for word in _WORD.findall(piece))
                cut_after = i + 1 < len(note.pieces)
                for found in _ADDRESS_TOKEN.finditer(piece):
                    if not (cut_after and found.end() >= len(piece.rstrip()) - 1):
                        self.addresses.add(found.group().rstrip(".,;)"))


def heal_notes(notes: Sequence[RawNote]) -> tuple[HealedNote, ...]:
    """Each note in one piece, in the same order and with the same number."""
    evidence = _Evidence(notes)
    return tuple(_heal(note, evidence) for note in notes)


def _heal(note: RawNote, evidence: _Evidence) -> HealedNote:
    pieces = [_SPACES.sub(" ", piece).strip() for piece in note.pieces]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return HealedNote(number=note.number, text="")
    text = pieces[0]
    repairs: list[Repair] = []
    for piece in pieces[1:]:
        text, repair = _join(text, piece, evidence)
        repairs.append(repair)
    return HealedNote(number=note.number, text=text, repairs=tuple(repairs))


def _join(left: str, right: str, evidence: _Evidence) -> tuple[str, Repair]:
    last, first = _last_token(left), _first_token(right)
    address = _ADDRESS_TOKEN.search(last)
    if address:
        joined = _join_address(left, right, address.group(), evidence)
        if joined:
            return joined
    glued = _glue_words(left, right, evidence)
    if glued is not None:
        return glued, Repair(rule=Rule.TEXT, left=last, right=first, at=len(glued) - len(right))
    own_line = bool(_ENDS_SENTENCE.search(left[-40:])) and (
        first[:1].isupper() or first[:1] in '<["“«'
    )
    rule = Rule.OWN_LINE if own_line else Rule.TEXT
    text = f"{left} {right}"
    return text, Repair(rule=rule, left=last, right=first, at=len(left) + 1)


def _join_address(
    left: str, right: str, address: str, evidence: _Evidence
) -> tuple[str, Repair] | None:
    """The parts joined into one address, by the first evidence that holds; else ``None``."""
    last, first = _last_token(left), _first_token(right)

    def repair(rule: Rule, text: str) -> tuple[str, Repair]:
        at = max(0, len(text) - len(right))
        return text, Repair(rule=rule, left=last, right=first, at=at)

    if _repeats_tail(address, right):
        return repair(Rule.REPEATED_TAIL, left)
    tail = first.rstrip(">.,;)")
    for head in dict.fromkeys((address, address.removesuffix("-"), address + "-")):
        if tail and head + tail in evidence.addresses:
            opened = left[: len(left) - len(last)] + last[: last.index(address)] + head
            return repair(Rule.WHOLE_ELSEWHERE, opened + right)
    if _CLOSED_ON_HOST.search(last) and _PATH_LIKE.match(first):
        host = left[:-1] if first.startswith("/") or left.endswith("/>") else left[:-1] + "/"
        host = host.removesuffix("/") if first.startswith("/") else host
        rest = right[len(first) :]
        return repair(Rule.UNFINISHED, f"{host}{first.removesuffix('>')}>{rest}")
    if _is_unfinished(last, first):
        return repair(Rule.UNFINISHED, left + right)
    return None


def _repeats_tail(address: str, right: str) -> bool:
    """Whether the whole right part is the end of the address: ``…/child_x.pdf`` + ``x.pdf``."""
    fragment = right.strip("<>.,; ")
    whole = address.rstrip(".,;")
    if len(fragment) < MIN_TAIL or " " in fragment or not whole.endswith(fragment):
        return False
    before = whole[: -len(fragment)][-1:]
    return not before or not before.isalnum()


def _is_unfinished(last: str, first: str) -> bool:
    if "<" in last and ">" not in last[last.rindex("<") :]:
        return True
    if last.endswith((">", ")", "]")):
        return False
    if last.endswith(("_", "=", "&", "%", "?", "~")) or (
        last.endswith("-") and not first[0].isspace()
    ):
        return True
    if first.startswith(("/", "?", "&", "_", "#", "=", "%")):
        return True
    if last.endswith("."):
        return bool(_FILE_TAIL.match(first))
    return last.endswith("/") and bool(_PATH_LIKE.match(first)) and "://" not in first


def _glue_words(left: str, right: str, evidence: _Evidence) -> str | None:
    """A word parted by a hyphen at the break, joined as the other notes spell it."""
    head, tail = re.search(r"([^\W\d_]+)-$", left[-60:]), re.match(r"[^\W\d_]+", right)
    if not head or not tail or not tail.group()[0].islower():
        return None
    whole = (head.group(1) + tail.group()).casefold()
    hyphened = f"{head.group(1)}-{tail.group()}".casefold()
    keep = evidence.words[hyphened] >= evidence.words[whole] and evidence.words[hyphened] > 0
    return left + right if keep else left[:-1] + right


def _last_token(text: str) -> str:
    found = _LAST_TOKEN.search(text[-4000:])
    return found.group() if found else ""


def _first_token(text: str) -> str:
    found = _FIRST_TOKEN.match(text)
    return found.group() if found else ""
