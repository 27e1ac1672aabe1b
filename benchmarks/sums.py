"""Scores that add up."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self


@dataclass(slots=True)
class Summed:
    """A score whose fields are counts and lists."""

    def add(self, other: Self) -> None:
        """Put another score to this one."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))
