"""citecheck: do the sources of a publication still exist, and do they still say it?

Four functions are the library's face; they are loaded when first used, so that
``import citecheck`` costs nothing:

>>> import citecheck
>>> [str(f.value) for f in citecheck.find_figures("nearly 30 percent of 5.5 million")]
['30', '5500000']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecheck.api import audit, find_figures, parse, verify

__all__ = ["__version__", "audit", "find_figures", "parse", "verify"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name in {"audit", "find_figures", "parse", "verify"}:
        return getattr(import_module("citecheck.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
