"""The tables of the real web's answers, as rows of the table of behaviours."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.pipeline.behaviours import SHARED, Row
from tests.tables import read_yaml

#: Hosts that answers of several rows lead to.
HOSTS: Row = {
    **SHARED,
    "other-valley.test": {**SHARED["elsewhere.test"], "/index.html": {"body": "home"}},
    "www.hugedomains.com": {
        "any": {
            "page": {
                "title": "valley.test is for sale | HugeDomains",
                "main": "<h1>valley.test is for sale</h1><p>Buy now: $2,895</p>",
            }
        }
    },
    "ww1.sedoparking.com": {
        "any": {
            "page": {
                "title": "valley.test",
                "main": "<p>Sponsored listings</p><p>Buy this domain</p><p>Related searches</p>",
            }
        }
    },
    "consent.valley.test": {
        "any": {
            "page": {
                "title": "Before you continue",
                "main": "<h1>Before you continue to Valley</h1><p>We use cookies and data to "
                "deliver services.</p><button>Reject all</button><button>Accept all</button>",
            }
        }
    },
}


def _read(name: str) -> list[Row]:
    rows: list[Row] = read_yaml(Path(__file__).parent / f"wild_{name}.yaml")
    for number, row in enumerate(rows):
        row["host"] = f"{name}{number}.test"
        pages: dict[str, Any] = row.setdefault("pages", {})
        if "page" in row:
            told = urlsplit(row.get("ask", "/report.html").split("#")[0])
            target = f"{told.path or '/'}{'?' + told.query if told.query else ''}"
            pages[target] = {"page": row["page"]}
            if row.get("everywhere"):
                pages["any"] = {"page": row["page"]}
    return rows


ROWS = [row for name in ("lost", "walls", "living", "more") for row in _read(name)]
