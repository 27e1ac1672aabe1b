"""Write the files that an audit leaves behind, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from citecheck.model.audits import Audit
from citecheck.model.errors import InputError
from citecheck.ports import ReportFormat


@runtime_checkable
class InPieces(Protocol):
    """An output that comes bit by bit."""

    filename: str

    def pieces(self, audit: Audit) -> Iterator[str]:
        """The file's text."""
        ...


@runtime_checkable
class InFiles(Protocol):
    """An output that may be several files; ``further`` is a pattern of those beside the first."""

    further: str

    def files(self, audit: Audit) -> Iterator[tuple[str, str]]:
        """Their names and texts."""
        ...


def write_files(audit: Audit, folder: Path, formats: Sequence[ReportFormat]) -> tuple[Path, ...]:
    """Write an audit in every format; errors are those of :func:`write_texts`."""
    written = write_texts(folder, (file for one in formats for file in _render(one, audit)))
    for one in formats:
        if isinstance(one, InFiles):
            for stale in set(folder.glob(one.further)) - set(written):
                _forget(stale)  # of an earlier audit that had more notes
    return written


def _render(one: ReportFormat, audit: Audit) -> Iterator[tuple[str, Iterable[str]]]:
    if isinstance(one, InFiles):
        for name, text in one.files(audit):
            yield name, (text,)
    elif isinstance(one, InPieces):
        yield one.filename, one.pieces(audit)
    else:
        yield one.filename, (one.render(audit),)


def write_texts(folder: Path, texts: Iterable[tuple[str, Iterable[str]]]) -> tuple[Path, ...]:
    """Write texts, in pieces, by file name: under a temporary name each, and then renamed.

    The folder is created.  Raises :class:`InputError` when it cannot be written to;
    files of an earlier report then stand as they were.
    """
    parts: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, pieces in texts:
            for left in folder.glob(f".{name}.*.part"):
                _forget(left)  # of a run that was killed
            part = folder / f".{name}.{os.getpid()}.part"
            parts.append((part, folder / name))
            with part.open("wb") as stream:
                stream.writelines(piece.encode("utf-8", "replace") for piece in pieces)
        for part, target in parts:
            part.replace(target)
    except OSError as error:
        raise InputError(
            f"the report cannot be written: {error.strerror or error}",
            source=str(folder),
            remedy="name a folder that you may write to, with -o",
        ) from error
    finally:
        for part, _ in parts:
            _forget(part)
    return tuple(target for _, target in parts)


def _forget(part: Path) -> None:
    """Remove what is left of a temporary file; a folder that vanished needs no tidying."""
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return
