"""What every view in the terminal shares: verdicts with their dot, slips in words.

Everything from outside goes through :func:`~citecheck.safe_text.one_line` into
:class:`rich.text.Text`; nothing from outside is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from citecheck.report.words import SLIP_TONES, Tone, say
from citecheck.safe_text import one_line

#: The colour of each tone; rich leaves colours out where there is no terminal.
TONE_STYLES: Mapping[Tone, str] = {
    Tone.WRONG: "bold red",
    Tone.CHANGED: "yellow",
    Tone.BROKEN: "red",
    Tone.RESCUED: "blue",
    Tone.MOVED: "cyan",
    Tone.UNCLEAR: "magenta",
    Tone.UNCHECKED: "dim",
    Tone.PLAIN: "dim",
    Tone.SOUND: "green",
}


def severity_word(slip: Mapping[str, Any]) -> Text:
    """A slip's severity."""
    return Text(slip["severity"], style=TONE_STYLES[SLIP_TONES[slip["severity"]]])


def slip_words(slip: Mapping[str, Any]) -> Text:
    """A slip's message, related notes and suggestion."""
    text = Text(one_line(slip["message"]))
    if slip["related"]:
        text.append(f" (see {', '.join(map(str, slip['related']))})", style="dim")
    if slip["suggestion"]:
        text.append(f" → {one_line(slip['suggestion'])}")
    return text


def dot(word: str, tone: Tone) -> Text:
    """A verdict's word behind its dot, hollow where nothing was judged."""
    sign = "○" if tone in (Tone.UNCHECKED, Tone.PLAIN) else "●"
    return Text("").append(f"{sign} {say(word)}", style=TONE_STYLES[tone])
