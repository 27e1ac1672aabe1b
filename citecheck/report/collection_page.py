"""``index.html`` over several publications: what each came to, and the way to its report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from citecheck.report.collection import Failed, Row, add_headlines
from citecheck.report.html_page import content_policy, template_asset, template_environment
from citecheck.report.writing import write_texts

FILE_NAME = "index.html"


def render_collection(rows: Sequence[Row], failed: Sequence[Failed], *, version: str) -> str:
    """The whole page; it asks nothing of any network and runs nothing."""
    style = template_asset("page.css") + template_asset("collection.css")
    return (
        template_environment()
        .get_template("collection.html.j2")
        .render(
            rows=rows,
            failed=failed,
            totals=add_headlines(rows),
            finished=max((row.finished for row in rows), default=None),
            banners=list(dict.fromkeys(row.banner for row in rows if row.banner)),
            notes=sum(row.notes for row in rows),
            version=version,
            style=style,
            policy=content_policy(style),
        )
        + "\n"
    )


def write_collection(
    rows: Sequence[Row], failed: Sequence[Failed], folder: Path, *, version: str
) -> Path:
    """Write the page into the folder that holds the reports; gives its path.

    Raises :class:`~citecheck.model.errors.InputError` when the folder cannot be written to.
    """
    page = render_collection(rows, failed, version=version)
    return write_texts(folder, [(FILE_NAME, (page,))])[0]
