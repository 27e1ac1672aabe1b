"""Who is right about an address: what it is, what lychee's JSON says, and how the two agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Word(StrEnum):
    """What lychee can say of an address."""

    ALIVE = "ok"
    DEAD = "error"
    TIMEOUT = "timeout"
    UNASKED = "not asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What lychee said of an address, with its own words."""

    word: Word
    text: str

    def __str__(self) -> str:
        return f"{self.word}: {self.text}"


class Judgement(StrEnum):
    """Whether a checker is right about a row, and how it errs."""

    RIGHT = "right"
    DEAD_CALLED_ALIVE = "dead called alive"
    ALIVE_CALLED_DEAD = "alive called dead"
    WALL_CALLED_DEAD = "wall called dead"
    USELESS_UNNOTICED = "useless 200 unnoticed"
    OTHER = "another status"
    UNASKED = "not asked"


_ALIVE = frozenset({"ok", "moved"})
#: It answers 200 and is not the source, or not the whole of it.
_USELESS = frozenset({"soft_404", "parked", "incomplete"})
_WORDS = {
    "success_map": Word.ALIVE,
    "error_map": Word.DEAD,
    "timeout_map": Word.TIMEOUT,
    "excluded_map": Word.UNASKED,
}


def parse_lychee(document: Mapping[str, Any]) -> dict[int, Said]:
    """What lychee's JSON (0.24, ``-vv``) says, by the line of its input: an address a line."""
    found: dict[int, Said] = {}
    for name, word in _WORDS.items():
        for entries in document.get(name, {}).values():
            for entry in entries:
                status = entry["status"]
                text = status.get("details") or status["text"]
                found[entry["span"]["line"]] = Said(word=word, text=text)
    return found


def judge(expected: Sequence[str], said: Said | None) -> Judgement:
    """Whether lychee's word is right where any of these statuses would be.

    It has four words for seventeen statuses, so it is judged by what its reader would do:
    any error or time-out is right for whatever gives no source, and either word for what
    is larger than citecheck would read.

    >>> judge(["soft_404"], Said(word=Word.ALIVE, text="200 OK")).value
    'useless 200 unnoticed'
    """
    judged = [_judge(status, said) for status in expected]
    return Judgement.RIGHT if Judgement.RIGHT in judged else judged[0]


def _judge(status: str, said: Said | None) -> Judgement:
    if said is None or said.word is Word.UNASKED:
        return Judgement.UNASKED
    alive = said.word is Word.ALIVE
    if status == "too_large":
        return Judgement.RIGHT
    if status in _ALIVE:
        return Judgement.RIGHT if alive else Judgement.ALIVE_CALLED_DEAD
    if status == "blocked":
        return Judgement.USELESS_UNNOTICED if alive else Judgement.WALL_CALLED_DEAD
    if status in _USELESS:
        return Judgement.USELESS_UNNOTICED if alive else Judgement.RIGHT
    return Judgement.DEAD_CALLED_ALIVE if alive else Judgement.RIGHT


def judge_status(expected: Sequence[str], status: str) -> Judgement:
    """Whether citecheck's status is right: one of those expected, to the letter."""
    if status in expected:
        return Judgement.RIGHT
    word = Word.ALIVE if status in _ALIVE else Word.DEAD
    coarse = judge(expected, Said(word=word, text=status))
    return coarse if coarse is not Judgement.RIGHT else Judgement.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the table: what was asked, what is right, what either said."""

    name: str
    expected: tuple[str, ...]
    ours: str
    lychee: Said | None = None

    @property
    def judged(self) -> tuple[Judgement, Judgement]:
        """Of citecheck and of lychee."""
        return judge_status(self.expected, self.ours), judge(self.expected, self.lychee)


def to_table(lines: Sequence[Line], *, beside: bool) -> Iterator[str]:
    """The lines as a Markdown table; ``beside``: with lychee's columns."""
    yield "| behaviour | expected | citecheck |" + (" lychee | lychee is |" if beside else "")
    yield "| --- " * (5 if beside else 3) + "|"
    for line in lines:
        ours, theirs = line.judged
        wrong = "" if ours is Judgement.RIGHT else f" ({ours})"
        row = f"| {line.name} | {' or '.join(line.expected)} | {line.ours}{wrong} |"
        words = " ".join(str(line.lychee or "").split())[:60].replace("|", "\\|")
        yield row + (f" {words} | {theirs} |" if beside else "")


def count(lines: Sequence[Line]) -> dict[Judgement, tuple[int, int]]:
    """How often either is right or errs in each way."""
    return {
        one: tuple(sum(line.judged[who] is one for line in lines) for who in (0, 1))  # type: ignore[misc]
        for one in Judgement
    }
