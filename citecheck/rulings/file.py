"""Read and extend ``rulings.yaml``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock

from citecheck.model.errors import InputError
from citecheck.model.rulings import Basis, Ruling, RulingWord

_HEAD = """\
# What people decided about findings; for each claim or source the last entry counts.
# A ruling stands until the claim or what its source says changes (claim, source below
# are fingerprints of both), and then comes back.  ruling: accepted, fix or ask_author.
"""
_TEXTS = ("about", "name", "reason", "verdict", "claim")
_MOST_BYTES = 20_000_000


def rulings_file(publication: Path) -> Path:
    """Where the rulings of a publication are kept.

    >>> rulings_file(Path("book.docx")).as_posix()
    'book.docx.rulings.yaml'
    """
    if publication.is_dir():
        return publication / "rulings.yaml"
    return publication.with_name(f"{publication.name}.rulings.yaml")


def read_rulings(file: Path) -> tuple[Ruling, ...]:
    """Every ruling, in the order in which they were made; none where there is no file.

    Raises :class:`InputError`, with the entry's place, for a file that cannot be used.
    """
    try:
        if file.exists() and file.stat().st_size > _MOST_BYTES:
            raise InputError("larger than any list of rulings", source=str(file))
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot be read", source=str(file)) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError("is not YAML", source=str(file), remedy="mend or remove it") from error
    if entries is None:
        return ()
    if not isinstance(entries, list):
        raise InputError("expected a list of rulings", source=str(file))
    return tuple(_read(entry, at, file) for at, entry in enumerate(entries))


def add_ruling(file: Path, ruling: Ruling) -> None:
    """Write a ruling behind the others: the whole file anew, or not at all.

    Raises :class:`InputError` where the file cannot be read or written.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        with FileLock(str(file.with_name(f".{file.name}.lock")), timeout=30):
            rulings = (*read_rulings(file), ruling)
            with part.open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(_HEAD)
                yaml.safe_dump(
                    [_plain(r) for r in rulings], stream, sort_keys=False, allow_unicode=True
                )
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(file)
    except OSError as error:
        raise InputError(
            f"the ruling cannot be kept: {error.strerror or error}", source=str(file)
        ) from error


def _plain(ruling: Ruling) -> dict[str, Any]:
    return {
        "about": ruling.about,
        "ruling": ruling.word.value,
        "name": ruling.name,
        "reason": ruling.reason,
        "at": ruling.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verdict": ruling.verdict,
        "claim": ruling.basis.claim,
        "source": list(ruling.basis.source),
    }


def _read(entry: object, at: int, file: Path) -> Ruling:
    if not isinstance(entry, Mapping):
        raise InputError("expected about, ruling, name …", at, source=str(file))
    for key in _TEXTS:
        if not isinstance(entry.get(key), str):
            raise InputError(f"expected a text, got {entry.get(key)!r}", at, key, source=str(file))
    source = entry.get("source", [])
    if not isinstance(source, list) or not all(isinstance(item, str) for item in source):
        raise InputError("expected a list of fingerprints", at, "source", source=str(file))
    if entry.get("ruling") not in set(RulingWord):
        known = ", ".join(RulingWord)
        raise InputError(f"expected one of {known}", at, "ruling", source=str(file))
    return Ruling(
        about=entry["about"],
        word=RulingWord(entry["ruling"]),
        name=entry["name"],
        reason=entry["reason"],
        at=_moment(entry.get("at"), at, file),
        verdict=entry["verdict"],
        basis=Basis(claim=entry["claim"], source=tuple(source)),
    )


def _moment(value: object, at: int, file: Path) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as error:
        raise InputError("expected a moment (ISO 8601)", at, "at", source=str(file)) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
