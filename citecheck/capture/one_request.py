"""What the live web, the archives and the saving need of HTTP: one request, one outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from citecheck.model.captures import Outcome


class OneRequest(Protocol):
    """One HTTP request; redirects are not followed and every failure is a value."""

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
        trusted: bool = False,
    ) -> Outcome:
        """What the address answers; ``trusted`` lets it be on this machine or its network."""
        ...
