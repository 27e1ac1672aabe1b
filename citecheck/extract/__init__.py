"""Captured bytes to text with pages, in an isolated worker.

:func:`read` works in this process and is what the worker runs;
:class:`IsolatedExtractor` is the implementation of
:class:`citecheck.ports.Extractor`: one short-lived process a document, with
limits on memory and time.  Both are loaded when first used, so that the worker
starts without what only its parent needs.

The text of a document keeps to these rules, whatever it was made from:

* one block (paragraph, list item, table row) a line; the cells of a row are
  kept apart by ``" | "``
* a raised note mark is written ``[12]``, never glued to the number before it
  (:mod:`citecheck.extract.notemarks`)
* letters are as the source has them: dashes, hard spaces and quotes are not
  normalised here, so that a passage can be shown as printed
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecheck.extract.cache import CachedExtractor
    from citecheck.extract.isolated import IsolatedExtractor, Job, prepare_workers
    from citecheck.extract.limits import Limits
    from citecheck.extract.reading import read
    from citecheck.extract.recognition import RecognisingExtractor, find_recogniser

__all__ = [
    "CachedExtractor",
    "IsolatedExtractor",
    "Job",
    "Limits",
    "RecognisingExtractor",
    "find_recogniser",
    "prepare_workers",
    "read",
]

_HOMES = {
    "CachedExtractor": "cache",
    "IsolatedExtractor": "isolated",
    "Job": "isolated",
    "Limits": "limits",
    "RecognisingExtractor": "recognition",
    "find_recogniser": "recognition",
    "prepare_workers": "isolated",
    "read": "reading",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
