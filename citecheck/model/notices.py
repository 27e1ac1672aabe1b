"""What is told to whoever asked to hear of changes, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from citecheck.model.changes import Comparison


class Channel(StrEnum):
    """A way in which somebody is told."""

    WEBHOOK = "webhook"
    MAIL = "mail"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to tell, in every form that a channel may want.

    ``subject`` is one line, ``text`` and ``issue`` (Markdown) have 20 lines at most;
    ``html`` is a whole page without anything that is loaded; ``document`` is JSON.
    """

    subject: str
    text: str
    html: str
    issue: str
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What changed in one publication: how it is called, the comparison, where its report is."""

    name: str
    title: str
    comparison: Comparison
    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of telling somebody: ``sent``, or why not, in words."""

    channel: Channel
    sent: bool
    why: str
