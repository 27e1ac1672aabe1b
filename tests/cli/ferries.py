"""A web of ferries' pages on loopback, and a folder whose audits ask nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.capture.origin import Origin, reply, serve

_SETTINGS = 'allow_private = true\nuse_archive = false\ndelay = 0.0\nno_proxy = "*"\n'


@contextmanager
def ferries(
    folder: Path, monkeypatch: pytest.MonkeyPatch, down: Collection[str]
) -> Iterator[Origin]:
    """Every path is a page, but those that are down at the moment and invented siblings."""
    monkeypatch.chdir(folder)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    Path("citecheck.toml").write_text(_SETTINGS, encoding="utf-8")

    def say(line: Any, path: str, _head: str) -> None:
        words = f"<title>{path}</title><p>The ferry of {path} sails {path} each morning.</p>" * 9
        line.sendall(reply(404 if path in down or "citecheck-" in path else 200, words.encode()))

    with serve(say) as origin:
        yield origin
