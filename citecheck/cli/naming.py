"""What a command that takes several publications is given: names, lists of names, or neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from citecheck.cli.words import tell
from citecheck.model.errors import InputError
from citecheck.packing import is_pack
from citecheck.publications import Source, open_publication, read_publication_list, tell_apart
from citecheck.report.collection import Failed

DEFAULT = "endnotes/kyrgyzstan-2012"


def find_named(arguments: Sequence[str], lists: Sequence[Path]) -> tuple[str, ...] | None:
    """The publications that the arguments and lists name; ``None`` where it is plainly one.

    Raises :class:`InputError` for a list that cannot be read or names none.
    """
    named: list[str] = []
    listed = [read_publication_list(path) for path in lists]
    for argument in arguments:
        if argument.startswith("@"):
            listed.append(read_publication_list(Path(argument[1:])))
        else:
            named.append(argument)
    if not listed and len(named) < 2:
        return None
    return (*named, *(one for names in listed for one in names))


def open_all(named: Sequence[str], failed: list[Failed]) -> tuple[Source, ...]:
    """The publications, each with a name of its own; what cannot be read is a line each."""
    sources = []
    for name in named:
        with noting(name, failed):
            if is_pack(Path(name)):
                raise InputError("is a pack", source=name, remedy="audit it by itself")
            sources.append(open_publication(name))
    return tell_apart(sources)


@contextmanager
def noting(name: str, failed: list[Failed]) -> Iterator[None]:
    """What is wrong with one publication is a line, and no reason to leave the others."""
    try:
        yield
    except InputError as error:
        why = str(error)
        failed.append(Failed(source=name, why=why.removeprefix(f"{name}: ")))
        tell(why if name in why else f"{name}: {why}")
