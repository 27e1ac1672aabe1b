"""citecheck's live client alone: ``python -m benchmarks.web.fetch FILE JOBS PER_HOST``."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from os import environ
from pathlib import Path

from citecheck.capture.live import RequestsWeb
from citecheck.config import load_settings
from citecheck.model.captures import Response


def main(file: str, jobs: str, per_host: str) -> None:
    """Ask every address and print what came of it."""
    settings = replace(
        load_settings(folder=Path("/nonexistent"), environment=environ, flags={}),
        jobs=int(jobs), per_host=int(per_host), delay=0.0, allow_private=True,
    )  # fmt: skip
    urls = Path(file).read_text(encoding="utf-8").split()
    found = {}
    for outcome in RequestsWeb(settings, seed=1).fetch_all(urls, started=lambda _: None):
        is_page = isinstance(outcome, Response)
        found[outcome.url] = outcome.status if is_page else str(outcome.failure)
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
