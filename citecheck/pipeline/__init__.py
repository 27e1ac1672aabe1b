"""The pipeline: the one place that knows the order of the stages; its edges are handed in."""

from __future__ import annotations

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
