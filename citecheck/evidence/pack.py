"""A pack: one zip that holds an audit and all that it rests on, each file with its digest."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from citecheck.model.errors import InputError

SCHEMA = "citecheck/pack/1"
INDEX = "pack.json"
_REMEDY = "pack the audit again with `citecheck pack`"
#: No pack is larger; a bomb is.
_MOST_BYTES = 20_000_000_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """An unpacked pack whose files were held against their digests."""

    folder: Path
    about: Mapping[str, Any]

    @property
    def publication(self) -> Path:
        """The records folder or the manuscript inside."""
        return self.folder / str(self.about["publication"])


def write_pack(target: Path, folder: Path, about: Mapping[str, Any]) -> None:
    """Zip everything in a folder, with an index that tells each file's size and SHA-256.

    The same folder gives the same bytes.  Raises :class:`InputError` where it cannot be
    written.
    """
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    files = {name: _describe(folder / name) for name in names}
    index = json.dumps({"schema": SCHEMA, **about, "files": files}, ensure_ascii=False, indent=1)
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_info(INDEX), index + "\n")
            for name in names:
                with (
                    (folder / name).open("rb") as source,
                    archive.open(_info(name), "w", force_zip64=True) as entry,
                ):
                    while chunk := source.read(_CHUNK):
                        entry.write(chunk)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(
            f"the pack cannot be written: {error.strerror or error}", source=str(target)
        ) from error


def open_pack(path: Path, room: Path) -> Pack | None:
    """The pack at a path, a zip or a folder; ``None`` if it is something else.

    A zip is unpacked into ``room``.  Raises :class:`InputError` for a pack with a file
    that is missing, changed, or would lead out of the folder.
    """
    if path.is_dir():
        if not (path / INDEX).is_file():
            return None
        return _checked(path, path)
    if not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as archive:
        if INDEX not in archive.namelist():
            return None
        _unpack(archive, room, path)
    return _checked(room, path)


def _unpack(archive: zipfile.ZipFile, room: Path, path: Path) -> None:
    infos = archive.infolist()
    if sum(info.file_size for info in infos) > _MOST_BYTES:
        raise InputError("unpacks to more than any audit holds", source=str(path))
    for info in infos:
        target = room / _inside(info.filename, path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(info) as source, target.open("xb") as out:
                while chunk := source.read(_CHUNK):
                    out.write(chunk)
        except (OSError, zipfile.BadZipFile, RuntimeError, EOFError) as error:
            raise InputError(
                f"{info.filename} cannot be unpacked: {error}", source=str(path), remedy=_REMEDY
            ) from error


def _checked(folder: Path, path: Path) -> Pack:
    try:
        about = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        files, schema = dict(about["files"]), about["schema"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{INDEX} cannot be read", source=str(path), remedy=_REMEDY) from error
    if schema != SCHEMA:
        raise InputError(f"is not a {SCHEMA}: {schema!r}", source=str(path), remedy=_REMEDY)
    for name in (*files, str(about.get("publication", ""))):
        _inside(name, path)
    wrong = _wrong(folder, files)
    if wrong:
        raise InputError(
            f"{wrong} is missing or is not what was packed", source=str(path), remedy=_REMEDY
        )
    return Pack(folder=folder, about=about)


def _wrong(folder: Path, files: Mapping[str, Any]) -> str | None:
    for name, told in files.items():
        file = folder / name
        if not file.is_file() or file.is_symlink() or _describe(file) != told:
            return name
    return None


def _inside(name: str, path: Path) -> PurePosixPath:
    inside = PurePosixPath(name)
    if not name or inside.is_absolute() or ".." in inside.parts or "\\" in name or ":" in name:
        raise InputError(f"names a file outside of it: {name!r}", source=str(path), remedy=_REMEDY)
    return inside


def _describe(file: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
    return {"bytes": os.stat(file).st_size, "sha256": digest.hexdigest()}


def _chunks(file: Path) -> Iterable[bytes]:
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_STORED if name.endswith(".gz") else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
