"""The index as a file: read on where others added to it, appended to, written anew."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from citecheck.snapshots.files import write
from citecheck.snapshots.index import INDEX, Entry, from_line, to_line


class IndexFile:
    """The index of a folder; ``warn`` is told a sentence for each damaged line.

    The caller holds the locks.  Every method may raise ``OSError``.
    """

    def __init__(self, folder: Path, warn: Callable[[str], None]) -> None:
        self._path, self._warn = folder / INDEX, warn
        self._read_to = 0

    def read_on(self) -> Iterator[Entry]:
        """What was added since it was read, by whatever process."""
        if self._size() in (0, self._read_to):
            return
        with self._path.open("rb") as stream:
            stream.seek(self._read_to)
            for added in stream:
                if not added.endswith(b"\n"):
                    break  # the last line may be under way
                self._read_to += len(added)
                line = added.decode("utf-8", errors="replace").rstrip("\r\n")
                entry = from_line(line)
                if entry:
                    yield entry
                elif line.strip():
                    self._warn(f"{INDEX}: a damaged line was passed over: {line[:60]!r}")

    def read_anew(self) -> None:
        """Read it from its beginning the next time."""
        self._read_to = 0

    def append(self, entry: Entry) -> None:
        """Add a line; what it lacks after a crash is read from the WARC files again."""
        line = to_line(entry).encode("ascii")
        size = self._size()
        if size > self._read_to:  # a torn line
            line = b"\n" + line
        write(self._path, line, mode="ab", sync=False)
        self._read_to = size + len(line)

    def rewrite(self, entries: Iterable[Entry]) -> None:
        """Write it anew, sorted; until that is done the old one stands."""
        temporary = self._path.with_name(f"{INDEX}.new")
        write(temporary, "".join(sorted(map(to_line, entries))).encode("ascii"), mode="wb")
        temporary.replace(self._path)
        self._read_to = self._path.stat().st_size

    def _size(self) -> int:
        try:
            return os.stat(self._path).st_size
        except FileNotFoundError:
            return 0
