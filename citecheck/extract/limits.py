"""How much of a document is read before it is called too large."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one document: bytes in, pages and characters out.

    ``max_unpacked`` and ``max_ratio`` hold for the members of a zip container
    (bytes when unpacked, and unpacked to packed).
    """

    max_bytes: int = 50_000_000
    max_pages: int = 2000
    max_characters: int = 10_000_000
    max_unpacked: int = 200_000_000
    max_ratio: int = 200

    @classmethod
    def from_settings(cls, settings: Settings) -> Limits:
        """The limits that the settings name; the others have their defaults."""
        return cls(max_bytes=settings.max_bytes, max_pages=settings.max_pages)
