"""Write the files that an audit leaves behind, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from citecheck.model.audits import Audit
from citecheck.model.errors import InputError
from citecheck.ports import ReportFormat


def write_files(audit: Audit, folder: Path, formats: Sequence[ReportFormat]) -> tuple[Path, ...]:
    """Render every format, then write all; errors are those of :func:`write_texts`."""
    return write_texts(folder, [(f.filename, f.render(audit)) for f in formats])


def write_texts(folder: Path, texts: Sequence[tuple[str, str]]) -> tuple[Path, ...]:
    """Write texts by file name, each under a temporary name first, and then rename them.

    The folder is created.  Raises :class:`InputError` when it cannot be written to;
    files of an earlier report then stand as they were.
    """
    rendered = [(folder / name, text.encode("utf-8", "replace")) for name, text in texts]
    parts: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target, content in rendered:
            for left in folder.glob(f".{target.name}.*.part"):
                _forget(left)  # of a run that was killed
            part = folder / f".{target.name}.{os.getpid()}.part"
            parts.append((part, target))
            part.write_bytes(content)
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
    return tuple(target for target, _ in rendered)


def _forget(part: Path) -> None:
    """Remove what is left of a temporary file; a folder that vanished needs no tidying."""
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return
