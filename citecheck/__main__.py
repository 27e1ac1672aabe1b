"""``python -m citecheck``."""

from __future__ import annotations

from citecheck.cli import main

main()
