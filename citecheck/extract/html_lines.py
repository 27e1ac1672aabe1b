"""What is written of a page: its lines, and what was met on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from citecheck.model.documents import RegionKind


@dataclass(slots=True)
class Line:
    """A line of text, the region it stands in, and how much of it is links."""

    text: str
    region: RegionKind | None = None
    linked: int = 0
    links: int = 0


@dataclass(slots=True)
class WrittenPage:
    """The lines of a page and what was met on the way."""

    lines: list[Line] = field(default_factory=list)
    title: str | None = None
    headings: tuple[str, ...] = ()
    frames: list[str] = field(default_factory=list)
    inner_frames: list[str] = field(default_factory=list)
    unfinished: bool = False
    hidden: int = 0  #: parts with text that a style sheet hides
    hidden_numbers: int = 0  #: those of them with a digit
