"""Wrong input, told with the place where it stands.

What the world answers (gone, refused, scanned) is a value, never an exception;
see :mod:`citecheck.model.captures`.
"""

from __future__ import annotations


class InputError(ValueError):
    """The input cannot be used; ``str()`` is one line for the person who gave it.

    ``path`` is the place inside the file (``claims[2].figures[0].unit``), ``source``
    the file's name as the user gave it, ``remedy`` what to do about it.
    """

    def __init__(
        self,
        problem: str,
        *path: str | int,
        source: str | None = None,
        remedy: str | None = None,
    ) -> None:
        self.problem, self.path, self.source, self.remedy = problem, path, source, remedy
        super().__init__(problem)

    def under(self, *outer: str | int) -> InputError:
        """The same error, seen from one level further out."""
        return InputError(self.problem, *outer, *self.path, source=self.source, remedy=self.remedy)

    def in_source(self, source: str) -> InputError:
        """The same error with the name of the file that holds it."""
        return InputError(self.problem, *self.path, source=source, remedy=self.remedy)

    def __str__(self) -> str:
        where = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in self.path)
        parts = [part for part in (self.source, where.lstrip("."), self.problem) if part]
        line = ": ".join(parts)
        return f"{line}; {self.remedy}" if self.remedy else line


class InputErrors(InputError):  # noqa: N818 - several errors in one
    """Several mistakes in one input, collected, so that nobody mends them one crash at a time."""

    def __init__(self, errors: tuple[InputError, ...]) -> None:
        self.errors = errors
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(
            first.problem + more, *first.path, source=first.source, remedy=first.remedy
        )
