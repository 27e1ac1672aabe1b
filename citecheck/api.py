"""The library's face: four functions, typed, with the same results as the commands."""

from __future__ import annotations

from os import PathLike, environ
from pathlib import Path

from citecheck.config import load_settings
from citecheck.figures import find_figures, verify_text
from citecheck.history import History
from citecheck.model.audits import Audit
from citecheck.model.figures import Figure
from citecheck.model.notes import Publication
from citecheck.model.verdicts import Finding, Version
from citecheck.publications import open_publication, parse_manuscript
from citecheck.settings import Settings
from citecheck.wiring import SNAPSHOTS, audit_source

__all__ = ["audit", "find_figures", "parse", "verify"]


def parse(path: str | PathLike[str]) -> Publication:
    """Read a manuscript: its endnotes, citations, works, slips and claims.

    Raises :class:`~citecheck.model.errors.InputError` for a file that cannot be used.
    """
    return parse_manuscript(Path(path))


def verify(claim: str, text: str, figure: Figure | str | None = None) -> Finding:
    """Whether a text says the figure that a claim prints.

    ``figure`` names it where the claim holds several: as printed, or as a value of
    :func:`find_figures`; otherwise the claim's first statistic is taken.  Raises
    :class:`~citecheck.model.errors.InputError` if the claim holds none.
    """
    printed = figure.printed if isinstance(figure, Figure) else figure
    found, match = verify_text(claim, text, printed=printed)
    return Finding(
        note=0,
        claim="",
        figure=found,
        address="",
        version=Version.LIVE,
        captured=None,
        archived_url=None,
        match=match,
    )


def audit(
    publication: str | PathLike[str],
    *,
    offline: bool = False,
    only: tuple[int, ...] = (),
    settings: Settings | None = None,
    snapshots: str | PathLike[str] = SNAPSHOTS,
    report: str | PathLike[str] | None = None,
) -> Audit:
    """Audit a publication folder, a manuscript, or a list of addresses.

    Without ``settings`` they come from ``citecheck.toml`` and ``CITECHECK_*``.  ``report``
    is the folder in which the command keeps the publication's history (``reports/NAME``):
    what was failing there goes on failing; nothing is written to it.
    Raises :class:`~citecheck.model.errors.InputError` for wrong input.
    """
    chosen = settings or load_settings(folder=Path(), environment=environ, flags={})
    source = open_publication(str(publication))
    history = History(Path(report) if report else Path("reports") / source.name)
    return audit_source(
        source,
        chosen,
        offline=offline,
        only=only,
        snapshots=Path(snapshots),
        standings=history.standings(days_apart=chosen.failure_days),
    )
