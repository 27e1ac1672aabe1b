"""The history is what its document says: its tables, its queries, and other people's tools."""

from __future__ import annotations

import importlib.util
import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from citecheck.cli import run
from citecheck.history import FILE_NAME

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "history.md").read_text(encoding="utf-8")
(SQL,) = re.findall(r"^```sql\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
QUERIES = [query.strip() for query in SQL.split(";") if query.strip()]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The history of two audits of the demo's publication."""
    folder = tmp_path_factory.mktemp("history")
    manuscript = str(ROOT / "citecheck/demo/publication/riverside-2012.txt")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for _ in range(2):
            assert run(["audit", manuscript, "--offline", "-o", "report"]) in (0, 1)
    return folder / "report" / FILE_NAME


def ask(file: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.splitlines()[0].removeprefix("-- "))
def test_a_query_of_the_document_is_answered(query: str, file: Path) -> None:
    rows = ask(file, query)
    told = query.splitlines()[0]
    if "how each audit went" in told:
        assert len(rows) == 2
    if "life of one address" in told or "claims by" in told:
        assert rows


def test_the_document_names_every_table_and_each_named_column_is_there(file: Path) -> None:
    named = {}
    for line in TEXT.splitlines():
        found = re.match(r"\| `(\w+)` \| .*? \| (.*) \|$", line)
        if found and "--fail-on" not in line:
            named[found[1]] = re.findall(r"`(\w+)`", found[2])
    tables = {
        str(row[0]) for row in ask(file, "select name from sqlite_master where type = 'table'")
    } - {"_sqlite_migrations", "sqlite_sequence"}
    assert tables <= named.keys()
    for table in tables:
        columns = {row[1] for row in ask(file, f"pragma table_info({table})")}
        assert set(named[table]) <= columns | {"audit"}, table


@pytest.mark.slow
def test_datasette_reads_it(file: Path) -> None:
    if importlib.util.find_spec("datasette") is None:
        pytest.skip("datasette is not installed")
    asked = "/history/audits.json?_shape=array"
    done = subprocess.run(
        [sys.executable, "-m", "datasette", str(file), "--get", asked],
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == 2
