"""The tables of a history; each change of them is a migration that is never edited again."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

MIGRATIONS = Migrations("citecheck.history")


@MIGRATIONS()
def audits_and_their_rows(db: Database) -> None:
    """The first tables."""
    db.table("audits").create(
        {
            "id": str,
            "source": str,
            "started": str,
            "finished": str,
            "version": str,
            "network": str,
            "notes": str,
            "settings": str,
            "document": str,
        },
        pk="id",
    )
    keyed = [("audit", "audits", "id")]
    db.table("addresses").create(
        {
            "audit": str, "url": str, "status": str, "http_status": int, "final_url": str,
            "archive": str, "first_failed": str, "failures": int, "digest": str, "why": str,
        },
        foreign_keys=keyed,
    )  # fmt: skip
    db.table("citations").create(
        {
            "audit": str, "note": int, "place": int, "work": str, "verdict": str, "url": str,
            "why": str,
        },
        foreign_keys=keyed,
    )  # fmt: skip
    db.table("claims").create(
        {"audit": str, "claim": str, "verdict": str, "why": str}, foreign_keys=keyed
    )
    db.table("findings").create(
        {
            "audit": str, "note": int, "claim": str, "verdict": str, "version": str,
            "address": str, "captured": str, "value_found": float, "passage": str, "page": int,
            "why": str,
        },
        foreign_keys=keyed,
    )  # fmt: skip
    db.table("slips").create(
        {"audit": str, "note": int, "code": str, "severity": str, "message": str},
        foreign_keys=keyed,
    )
    for table, column in (("addresses", "url"), ("citations", "note"), ("claims", "claim")):
        db.table(table).create_index([column, "audit"])


@MIGRATIONS()
def audits_in_the_order_in_which_they_were_made(db: Database) -> None:
    """A number for each audit: a clock may jump back, and then its dates do not tell the order."""
    db.table("audits").add_column("number", int)
    rows = list(db.query("select rowid as place from audits order by started, rowid"))
    for number, row in enumerate(rows, start=1):
        db.execute("update audits set number = ? where rowid = ?", [number, row["place"]])
    db.table("audits").create_index(["number"], unique=True)


@MIGRATIONS()
def who_was_told(db: Database) -> None:
    """What was told of an audit, by which channel, or why not."""
    db.table("notices").create(
        {"audit": str, "channel": str, "at": str, "sent": int, "why": str},
        foreign_keys=[("audit", "audits", "id")],
    )
    db.table("notices").create_index(["channel", "audit"])


@MIGRATIONS()
def when_an_address_was_asked(db: Database) -> None:
    """An audit need not ask what is not due: when each address was asked, and when it will be."""
    for column in ("asked", "alive_since", "next_check"):
        db.table("addresses").add_column(column, str)


@MIGRATIONS()
def what_a_run_did(db: Database) -> None:
    """Its metrics: requests, bytes, seconds a stage, waits by reason (JSON)."""
    db.table("audits").add_column("metrics", str)
