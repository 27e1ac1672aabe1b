"""How a verdict is shown: its word, and a tone that always stands beside the word, never alone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Tone(StrEnum):
    """What a verdict asks of an editor, worst first."""

    WRONG = "wrong"
    CHANGED = "changed"
    BROKEN = "broken"
    RESCUED = "rescued"
    MOVED = "moved"
    UNCLEAR = "unclear"
    UNCHECKED = "unchecked"
    PLAIN = "plain"
    SOUND = "sound"


#: The word shown for an unclear citation whose address nobody looked at.
NOT_CHECKED = "not_checked"

CLAIM_TONES: Mapping[str, Tone] = {
    "misquoted": Tone.WRONG,
    "unsupported": Tone.WRONG,
    "outdated": Tone.CHANGED,
    "rescued": Tone.RESCUED,
    "unclear": Tone.UNCLEAR,
    "sound": Tone.SOUND,
    "no_figure": Tone.PLAIN,
}
CITATION_TONES: Mapping[str, Tone] = {
    "broken": Tone.BROKEN,
    "changed": Tone.CHANGED,
    "rescued": Tone.RESCUED,
    "moved": Tone.MOVED,
    "unclear": Tone.UNCLEAR,
    NOT_CHECKED: Tone.UNCHECKED,
    "no_address": Tone.PLAIN,
    "sound": Tone.SOUND,
}
FINDING_TONES: Mapping[str, Tone] = {
    "confirmed": Tone.SOUND,
    "changed": Tone.WRONG,
    "elsewhere": Tone.CHANGED,
    "absent": Tone.BROKEN,
    "unread": Tone.UNCLEAR,
}
ADDRESS_TONES: Mapping[str, Tone] = {
    "ok": Tone.SOUND,
    "moved": Tone.MOVED,
    "soft_404": Tone.BROKEN,
    "parked": Tone.BROKEN,
    "gone": Tone.BROKEN,
    "redirect_loop": Tone.BROKEN,
    "dead_host": Tone.BROKEN,
    "no_answer": Tone.UNCLEAR,
    "blocked": Tone.UNCLEAR,
    "server_error": Tone.UNCLEAR,
    "timeout": Tone.UNCLEAR,
    "tls_error": Tone.UNCLEAR,
    "incomplete": Tone.UNCLEAR,
    "too_large": Tone.UNCLEAR,
    "not_allowed": Tone.UNCLEAR,
    "offline": Tone.UNCHECKED,
    "not_checked": Tone.UNCHECKED,
}
SLIP_TONES: Mapping[str, Tone] = {
    "error": Tone.WRONG,
    "warning": Tone.CHANGED,
    "style": Tone.PLAIN,
}

#: What each word means, for readers who meet it for the first time.
CLAIM_MEANINGS: Mapping[str, str] = {
    "misquoted": "the version that was cited gives another value",
    "unsupported": "the version that was cited was read whole and does not say it",
    "outdated": "right when it was printed; today’s page gives another value",
    "rescued": "said in the version that was cited; no longer on the live page",
    "unclear": "could not be read or decided; the reason says why",
    "sound": "said then and now",
    "no_figure": "no statistic to verify but the source itself",
}
CITATION_MEANINGS: Mapping[str, str] = {
    "broken": "no longer live, and no archived copy that can be used",
    "changed": "alive, but today’s text no longer gives the figure",
    "rescued": "no longer live; an archived copy stands in",
    "moved": "moved for good to another address of the same thing",
    "unclear": "a machine cannot tell; look by hand",
    NOT_CHECKED: "nobody looked in this run: neither alive nor dead",
    "no_address": "the note names a source without an address",
    "sound": "alive",
}
FINDING_MEANINGS: Mapping[str, str] = {
    "confirmed": "the same quantity of the same subject",
    "changed": "another value for the same subject",
    "elsewhere": "the same value, but of another subject or year: a decoy",
    "absent": "read whole, and it holds no such quantity",
    "unread": "gave no text, or not the whole text",
}
VERSION_MEANINGS: Mapping[str, str] = {
    "cited": "the version that was cited, by the access date",
    "earlier": "a copy from before the source was read",
    "later": "a copy from after it was read: proves nothing of the cited one",
    "mirror": "the same text elsewhere: proves nothing of the cited one",
    "live": "what the address answers today",
}


def say(word: str) -> str:
    """A verdict's word as people read it.

    >>> say("no_address"), say("soft_404")
    ('no address', 'soft 404')
    """
    return word.replace("_", " ")


def count_words(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> count_words(1, "note"), count_words(0, "note"), count_words(2, "copy", "copies")
    ('1 note', '0 notes', '2 copies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
