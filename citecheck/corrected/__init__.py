"""The notes of the next edition: corrected, with every change shown, in the formats of editors."""

from citecheck.corrected.critic import can_be_marked, mark, settle
from citecheck.corrected.listing import to_html, to_markdown, to_text
from citecheck.corrected.notes import correct
from citecheck.corrected.pieces import CorrectedNote
from citecheck.corrected.word_list import to_word_list
from citecheck.corrected.works import correct_publication

__all__ = [
    "CorrectedNote",
    "can_be_marked",
    "correct",
    "correct_publication",
    "mark",
    "settle",
    "to_html",
    "to_markdown",
    "to_text",
    "to_word_list",
]
