"""How much of a document is read before it is called too large."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one document: bytes in, pages and characters out.

    ``max_unpacked`` and ``max_ratio`` hold for the members of a zip container
    (bytes when unpacked, and unpacked to packed).  A worker has ``first_seconds``, and
    ``page_seconds`` more for each page that it has delivered: who gives nothing is ended
    soon, and a long file has the time that its pages take.
    """

    max_bytes: int = 50_000_000
    max_pages: int = 2000
    max_characters: int = 10_000_000
    max_unpacked: int = 200_000_000
    max_ratio: int = 200
    first_seconds: float = 8.0
    page_seconds: float = 0.5

    def seconds_for(self, pages: int, *, most: float, spent: float = 0.0) -> float:
        """The seconds of a worker that has delivered so many pages; ``spent`` ones are gone.

        >>> limits = Limits()
        >>> limits.seconds_for(0, most=60), limits.seconds_for(300, most=60)
        (8.0, 60)
        """
        return min(most, self.first_seconds + self.page_seconds * pages) - spent

    @classmethod
    def from_settings(cls, settings: Settings) -> Limits:
        """The limits that the settings name; the others have their defaults."""
        return cls(max_bytes=settings.max_bytes, max_pages=settings.max_pages)
