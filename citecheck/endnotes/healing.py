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
from dataclasses import dataclass, replace
from enum import StrEnum

from citecheck.model.manuscripts import RawNote


class Rule(StrEnum):
    """How two parts of a note were put together."""

    REPEATED_TAIL = "repeated_tail"
    WHOLE_ELSEWHERE = "whole_elsewhere"
    UNFINISHED = "unfinished"
    TEXT = "text"
    WRAPPED = "wrapped"
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
_FIRST_TOKEN = re.compile(r"^[^\s]+")
_CLOSED_ON_HOST = re.compile(r"<(?:https?://|www\.)[\w.-]+(?::\d+)?/?>$", re.IGNORECASE)
_PATH_LIKE = re.compile(r"^(?=.*[/_=%?&#~]|.*\w\.[a-z0-9]{2,5}>?$)[^\s<>]+>?$", re.IGNORECASE)
_FILE_TAIL = re.compile(r"^(?:html?|pdf|docx?|aspx?|php|xml|xlsx?|shtml)\b", re.IGNORECASE)
_IS_FILE = re.compile(r"\.(?:html?|pdf|docx?|aspx?|php|xml|xlsx?|shtml|stm|jsp)$", re.IGNORECASE)
#: The whole right part after an address: the rest of it, and no page, year or word of a sentence.
_LONE_TAIL = re.compile(
    r"^(?!(?:pp?|paras?|no)\.|(?:19|20)\d\d\.?>?$)[a-z0-9](?:[\w%]*[>.]{0,2}|[\w%-]*>?)$"
)
_ONE_WORD = re.compile(r"^\S+\s*(?:$|[\[(]|accessed\b|retrieved\b)", re.IGNORECASE)
_NO_TAIL = re.compile(
    r"(?:accessed|retrieved|available|viewed|visited|archived|and|or|see|also|in|the|from|дата|и)[,:;]?$",
    re.IGNORECASE,
)
_IN_REPLAY = re.compile(r"://\S*/\d{14}/$")
_ENDS_IN_HOST = re.compile(r"(?:https?://|www\.)[\w.-]*\.$", re.IGNORECASE)
_STARTS_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)[\w]", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?;\]>)”\"]$|/$|\.\w{2,5}$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SPACES = re.compile(r"\s+")
#: Breaks are healed in so many characters of a note.
MAX_HEALED = 50_000
#: A shorter right part may end an address by chance.
MIN_TAIL = 4
#: Longer lines are no lines of a wrapped text: they hold a paragraph each; shorter ones
#: were cut by something else.
MIN_WRAPPED, MAX_WRAPPED = 50, 140
#: Fewer cuts do not show how wide the lines are.
FEWEST_CUT = 3
#: So much of a line may go to a note's number or an indent, which the pieces lack.
_INDENT = 8


class _Evidence:
    """What the other notes say: whole addresses, spelling, and how wide their lines are."""

    def __init__(self, notes: Sequence[RawNote]) -> None:
        self.addresses: set[str] = set()
        self.words: Counter[str] = Counter()
        cut = [len(piece.strip()) for note in notes for piece in note.pieces[:-1]]
        self.width = max(cut) if len(cut) >= FEWEST_CUT else 0
        pieces = (piece for note in notes for piece in note.pieces)
        self.words.update(word.casefold() for piece in pieces for word in _WORD.findall(piece))
        for note in notes:
            for i, piece in enumerate(note.pieces):
                cut_after = i + 1 < len(note.pieces)
                for found in _ADDRESS_TOKEN.finditer(piece):
                    if not (cut_after and found.end() >= len(piece.rstrip()) - 1):
                        self.addresses.add(found.group().rstrip(".,;)"))

    def wraps(self, line: str, following: str) -> bool:
        """Whether a line ends where the next word would not have fit any more."""
        needed = len(line) + 1 + len(_first_token(following)) + _INDENT
        return MIN_WRAPPED <= self.width <= MAX_WRAPPED and needed > self.width


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
    for done, piece in enumerate(pieces[1:], start=1):
        if len(text) > MAX_HEALED:  # no note, whatever it is: kept whole, healed no further
            text = " ".join([text, *pieces[done:]])
            break
        text, repair = _join(text, piece, evidence)
        if repair.rule is Rule.TEXT and evidence.wraps(pieces[done - 1], piece):
            repair = replace(repair, rule=Rule.WRAPPED)
        repairs.append(repair)
    return HealedNote(number=note.number, text=text, repairs=tuple(repairs))


def _join(left: str, right: str, evidence: _Evidence) -> tuple[str, Repair]:
    last, first = _last_token(left), _first_token(right)
    address = _ADDRESS_TOKEN.search(last)
    if address:
        joined = _join_address(left, right, address.group(), evidence)
        if joined:
            return joined
    if _joins_start(last, first):
        text = left + right
        return text, Repair(rule=Rule.UNFINISHED, left=last, right=first, at=len(left))
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
    if _is_unfinished(last, first, right):
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


def _is_unfinished(last: str, first: str, right: str) -> bool:
    """Whether an address goes on in the right part, by how one ends and the other begins."""
    in_brackets = "<" in last and ">" not in last[last.rindex("<") :]
    if in_brackets and (">" in first or first == right.strip()):
        return True
    if _NO_TAIL.match(first):
        return False
    if last.endswith((">", ")", "]", ",", ";")):
        return False
    if last.endswith(("_", "=", "&", "%", "?", "~", "-")):
        return True
    if first.startswith(("/", "?", "&", "_", "#", "=", "%")):
        return True
    if re.match(r"[.-]\w", first):
        return True
    if last.endswith("."):
        in_host = bool(_ENDS_IN_HOST.search(last)) and bool(re.search(r"[./]\w|/", first))
        is_file = bool(_FILE_TAIL.match(first) or _IS_FILE.search(first.rstrip(">")))
        return is_file or (in_host and first[0].islower())
    if last.endswith("://") or _IN_REPLAY.search(last):
        return True
    if _STARTS_ADDRESS.match(first.lstrip("<[(")) or _IS_FILE.search(last):
        return False
    if first.count("-") > 1 and first[0].islower():
        return True
    if _PATH_LIKE.match(first):
        return _is_path(first)
    return bool(_ONE_WORD.match(right) and _LONE_TAIL.match(first))


def _is_path(token: str) -> bool:
    """Whether a token is more likely a path than words: ``and/or`` and ``HIV/AIDS`` are words."""
    if token[0].islower() or token[0].isdigit():
        return token.rstrip(".,;") not in {"and/or", "и/или"}
    return "_" in token or "." in token[:-1] or token.count("/") > 1


def _joins_start(last: str, first: str) -> bool:
    """Whether a break cuts the beginning of an address: ``http:`` + ``//a.example``."""
    head = last.rsplit("<", 1)[-1]
    whole = bool(_STARTS_ADDRESS.match(head + first))
    return whole and not _STARTS_ADDRESS.match(head) and not _STARTS_ADDRESS.match(first)


def _glue_words(left: str, right: str, evidence: _Evidence) -> str | None:
    """A word parted at its hyphen, joined as the other notes spell it.

    The hyphen stays where they write it, where both parts are words of their own,
    and before a capital or a digit.
    """
    head, tail = re.search(r"([^\W_]+)-$", left[-60:]), re.match(r"[^\W_]+", right)
    if not head or not tail or tail.group() in {"and", "or", "и", "или"}:
        return None
    if not tail.group()[0].islower():
        return left + right
    words = evidence.words
    first, second = head.group(1).casefold(), tail.group().casefold()
    whole, hyphened = words[first + second], words[f"{first}-{second}"]
    # Each part is counted once where it is cut.
    both_are_words = words[first] > 1 and words[second] > 1
    keep = hyphened > whole or (hyphened == whole and both_are_words)
    return left + right if keep else left[:-1] + right


def _last_token(text: str) -> str:
    last = text[-4000:].rsplit(maxsplit=1)
    return last[-1] if last and not text[-1:].isspace() else ""


def _first_token(text: str) -> str:
    found = _FIRST_TOKEN.match(text)
    return found.group() if found else ""
