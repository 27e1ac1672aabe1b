"""How much room the snapshots may take."""

from __future__ import annotations

from pathlib import Path

from citecheck.model.errors import InputError


def measure_folder(folder: Path) -> int:
    """Bytes of all files in a folder; 0 where there is none."""
    if not folder.is_dir():
        return 0
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def check_budget(folder: Path, budget: int) -> None:
    """Raise :class:`InputError` if the snapshots have as many bytes as they may."""
    taken = measure_folder(folder)
    if taken < budget:
        return
    raise InputError(
        f"{taken / 1e6:,.1f} MB are taken of the {budget / 1e6:,.1f} MB of disk_budget",
        source=str(folder),
        remedy="take out what is no longer needed with `citecheck history --prune --keep N` and"
        " `citecheck snapshots --prune`, or allow more",
    )
