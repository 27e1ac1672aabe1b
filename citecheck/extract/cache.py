"""Texts kept on disk by the digest of the bytes that they were read from, and by who read them.

A copy that an archive gives again tomorrow need not be read again, as long as every
reader is the same: the key holds the digest of our own readers and the versions of the
libraries under them.  Only documents are kept; a failure is tried again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from citecheck.extract.limits import Limits
from citecheck.extract.wire import from_json, to_json
from citecheck.model.documents import Document, Extraction
from citecheck.ports import Extractor
from citecheck.settings import Settings

#: What the readers stand on.
_LIBRARIES = (
    "beautifulsoup4", "charset-normalizer", "legacy-doc", "lxml", "pdfminer.six", "pikepdf",
    "pypdf", "pypdfium2", "xlrd",
)  # fmt: skip
#: Our own code that a text depends on, beside this folder.
_OURS = ("extract", "word", "model/documents.py", "containers.py", "xml_parts.py")


class CachedExtractor:
    """An extractor that remembers documents.

    Implements :class:`citecheck.ports.Extractor` and :class:`citecheck.ports.KeepsTexts`.
    ``recogniser`` names the OCR program that ``inner`` may ask.  ``folder`` is made when
    first written to; a file in it that is torn or of another shape is read anew, one that
    cannot be written is let go.
    """

    def __init__(
        self, inner: Extractor, folder: Path, settings: Settings, *, recogniser: str | None = None
    ) -> None:
        self._inner, self._folder = inner, folder
        limits = json.dumps(asdict(Limits.from_settings(settings)), sort_keys=True)
        self._limits = f"{limits} {settings.ocr_pages} {recogniser}"

    def extract(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        """The document in the bytes."""
        file = self._file(sha256_of(body), media_type, name, again=False)
        known: Extraction | None = _recall(file)
        if known is None:
            known = self._inner.extract(body, media_type=media_type, name=name)
            _keep(known, file)
        return known

    def extract_again(self, body: bytes, *, media_type: str | None, name: str) -> Extraction:
        """The document as the second reader gives it."""
        file = self._file(sha256_of(body), media_type, name, again=True)
        known: Extraction | None = _recall(file)
        if known is None:
            known = self._inner.extract_again(body, media_type=media_type, name=name)
            _keep(known, file)
        return known

    def recall(
        self, sha256: str, *, media_type: str | None, name: str, again: bool
    ) -> Document | None:
        """The document that the bytes of this digest gave, if it is kept."""
        return _recall(self._file(sha256, media_type, name, again=again))

    def _file(self, sha256: str, media_type: str | None, name: str, *, again: bool) -> Path:
        # A name decides between sorts of text only, and for the first reader.
        table = not again and name.lower().endswith((".csv", ".tsv"))
        kind, which = f"{media_type} csv" if table else media_type, "second" if again else "first"
        key = hashlib.sha256(f"{kind} {which} {self._limits} {readers()}".encode())
        return self._folder / f"{sha256}-{key.hexdigest()[:16]}.json"


def sha256_of(body: bytes) -> str:
    """The digest of bytes in hexadecimal digits."""
    return hashlib.sha256(body).hexdigest()


@cache
def readers() -> str:
    """A digest of everything that decides what text comes of given bytes."""
    digest = hashlib.sha256(sys.version.encode())
    for library in _LIBRARIES:
        with suppress(PackageNotFoundError):
            digest.update(f"{library} {version(library)}\n".encode())
    home = Path(__file__).resolve().parent.parent
    for part in _OURS:
        place = home / part
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            if file.is_file():
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _recall(file: Path) -> Document | None:
    try:
        found = from_json(file.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, Document) else None


def _keep(found: Extraction, file: Path) -> None:
    if not isinstance(found, Document):
        return
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    with suppress(OSError):  # a full or read-only disk costs time and nothing else
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(to_json(found))
        part.replace(file)
