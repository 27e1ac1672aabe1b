"""A desk on the demo's publication, audited once on the demo's web."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from citecheck.web import Desk, create_app
from tests.conftest import Audited


@pytest.fixture
def desk(audited: Audited, tmp_path: Path) -> Iterator[Desk]:
    """A desk of its own: its own report and rulings, the captures and the parsed text of all."""
    shutil.copytree(audited.folder / "report", tmp_path / "report")
    manuscript = Path(shutil.copy(audited.manuscript, tmp_path))
    made = Desk(
        replace(audited.source, shown=manuscript.as_posix()),
        audited.settings,
        report=tmp_path / "report",
        snapshots=audited.folder / "snapshots",
    )
    yield made
    made.jobs.close()


@pytest.fixture
def client(desk: Desk) -> FlaskClient:
    return create_app(desk).test_client()


def form_token(client: FlaskClient, path: str = "/check") -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]
