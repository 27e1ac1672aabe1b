"""Captures on object storage (S3 and its like), through fsspec.

Object storage cannot append.  So a WARC file is written in a local folder, the spool, and
put up whole when it is closed; then, and only then, its index beside it, which tells
readers that it is there.  Records are read by their byte ranges.  What is put up is
never changed, and a copy of all of it in a folder is a folder of snapshots.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from uuid import uuid4

from filelock import FileLock, Timeout

from citecheck.model.errors import InputError
from citecheck.snapshots.files import ENDINGS
from citecheck.snapshots.index import INDEX, OURS, Entry, from_line, to_line
from citecheck.snapshots.members import Record, read_record, unpack_member

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_INDEXES = ".cdxj"
_LOCK = ".in-use"


class Storage:
    """A folder on object storage, by its address (``s3://bucket/prefix``); safe for threads.

    Raises :class:`InputError` where fsspec, or its driver for the scheme, is not installed,
    and wherever the storage refuses.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._files, self._root = _open(url)
        self._lock = Lock()
        self._read: set[str] = set()
        self._entries: dict[tuple[str, int], Entry] = {}

    def entries(self) -> Sequence[Entry]:
        """Every answer that was put up until now."""
        with self._lock, self._told("read"):
            # drivers remember listings; what others put up since is wanted
            self._files.invalidate_cache()
            if self._files.isdir(self._root):
                found = self._files.find(self._root, maxdepth=1)
                for path in sorted(p for p in found if p.endswith(_INDEXES)):
                    self._take_in(path)
            return tuple(self._entries.values())

    def _take_in(self, path: str) -> None:
        name = path.rsplit("/", 1)[-1]
        if name in self._read:
            return
        lines = self._files.cat_file(path).decode("utf-8", errors="replace").splitlines()
        for entry in filter(None, map(from_line, lines)):
            self._entries[entry.warc, entry.offset] = entry
        self._read.add(name)

    def record(self, warc: str, offset: int) -> Record | None:
        """The record at a place; ``None`` if there is none or it is damaged."""
        entry = self._entries.get((warc, offset))
        if entry is None:
            self.entries()
            entry = self._entries.get((warc, offset))
        if entry is None:
            return None
        with self._told("read"):
            try:
                packed = self._files.cat_file(
                    f"{self._root}/{warc}", start=offset, end=offset + entry.length
                )
            except FileNotFoundError:
                return None
        plain = unpack_member(packed)
        return read_record(plain) if plain is not None else None

    def put_up(self, spool: Path) -> int:
        """Put up the WARC files of a spool, each with its index, and empty it; gives how many."""
        index = spool / INDEX
        lines = index.read_text(encoding="ascii").splitlines() if index.is_file() else []
        entries = [entry for entry in map(from_line, lines) if entry]
        files = sorted(file for file in spool.glob(f"{OURS}*") if file.name.endswith(ENDINGS))
        with self._told("write"):
            self._files.makedirs(self._root, exist_ok=True)
            for file in files:
                of_file = "".join(to_line(e) for e in entries if e.warc == file.name)
                self._files.put_file(str(file), f"{self._root}/{file.name}")
                self._files.pipe_file(f"{self._root}/{file.name}{_INDEXES}", of_file.encode())
        for file in files:
            file.unlink()
        index.unlink(missing_ok=True)
        return len(files)

    def fetch(self, folder: Path) -> int:
        """Copy the WARC files that a folder does not have into it; gives how many."""
        folder.mkdir(parents=True, exist_ok=True)
        self.entries()
        names = sorted({name.removesuffix(_INDEXES) for name in self._read})
        names = [name for name in names if name.startswith(OURS) and name.endswith(ENDINGS)]
        missing = [name for name in names if not (folder / name).exists()]
        with self._told("read"):
            for name in missing:
                part = folder / f".{name}.part"
                self._files.get_file(f"{self._root}/{name}", str(part))
                part.replace(folder / name)
        return len(missing)

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if not isinstance(error, OSError | TimeoutError) and not _is_a_drivers(error):
                raise
            raise InputError(
                f"cannot {what} snapshots: {type(error).__name__}: {error}",
                source=self.url,
                remedy="see whether the address, the bucket and the keys of this machine are right",
            ) from error


def _is_a_drivers(error: Exception) -> bool:
    """Whether a library under fsspec raised it that does not make an ``OSError`` of all."""
    return type(error).__module__.partition(".")[0] in ("botocore", "aiobotocore", "aiohttp")


def _open(url: str) -> tuple[AbstractFileSystem, str]:
    if find_spec("fsspec") is None:
        raise InputError(
            "fsspec is not installed", source=url, remedy="pip install 'citecheck[s3]'"
        )
    from fsspec.core import url_to_fs

    try:
        files, root = url_to_fs(url)
    except ImportError as error:
        raise InputError(str(error), source=url, remedy="pip install 'citecheck[s3]'") from error
    except ValueError as error:
        raise InputError(str(error), source=url, remedy="say s3://BUCKET/PREFIX") from error
    return files, str(root).rstrip("/")


@contextmanager
def open_spool(folder: Path, storage: Storage) -> Iterator[tuple[Path, str]]:
    """A spool of this process in ``folder``, and the label that its files are to bear.

    When the block ends, what is in it is put up.  So is first what a run that was killed
    has left in other spools there; those of runs that go on are left alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in sorted(path for path in folder.iterdir() if path.is_dir()):
        _put_up_left(left, storage)
    label = uuid4().hex[:12]
    spool = folder / label
    spool.mkdir()
    lock = FileLock(spool / _LOCK, thread_local=False)
    with lock:
        try:
            yield spool, label
        finally:
            storage.put_up(spool)
    shutil.rmtree(spool, ignore_errors=True)


def _put_up_left(spool: Path, storage: Storage) -> None:
    lock = FileLock(spool / _LOCK, thread_local=False)
    try:
        with lock.acquire(timeout=0):
            storage.put_up(spool)
    except Timeout:
        return
    shutil.rmtree(spool, ignore_errors=True)
