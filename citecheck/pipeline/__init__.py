"""The pipeline: the one place that knows the order of the stages; its edges are handed in.

Each name is loaded when first used: a process that does a part of a stage needs that part.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecheck.pipeline.due import choose_kept
    from citecheck.pipeline.edges import Edges, Far
    from citecheck.pipeline.plans import Job, find_addresses, find_days
    from citecheck.pipeline.run import run_audit, run_audits

__all__ = [
    "Edges",
    "Far",
    "Job",
    "choose_kept",
    "find_addresses",
    "find_days",
    "run_audit",
    "run_audits",
]

_HOMES = {
    "Edges": "edges",
    "Far": "edges",
    "Job": "plans",
    "choose_kept": "due",
    "find_addresses": "plans",
    "find_days": "plans",
    "run_audit": "run",
    "run_audits": "run",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
