"""What changed since the audit before the sample: every kind of change once."""

from __future__ import annotations

from citecheck.model.changes import Change, Comparison, Difference

_SIDES: dict[Change, tuple[str | None, str | None]] = {
    Change.VALUE: ("38", "41 to <b>44</b>"),
    Change.SLIP: (None, "No address & no title."),
    Change.MENDED: ("The address is cut in two.", None),
    Change.ADDED: (None, "sound"),
    Change.REMOVED: ("sound", None),
    Change.ARCHIVED: (None, "https://archive.example/web/2011/http://a.example/"),
}


def changes() -> Comparison:
    return Comparison(
        older={"id": "2026-10-02T063012Z", "started": "2026-10-02T06:30:12Z", "only": []},
        newer={"id": "2026-11-02T063012Z", "started": "2026-11-02T06:30:12Z", "only": []},
        differences=tuple(
            Difference(
                change=change,
                notes=(at, at + 1) if change is Change.VERDICT else (at,),
                what=f"http://{change}.example/?a=1&b=<i>",
                old=_SIDES.get(change, ("sound", str(change)))[0],
                new=_SIDES.get(change, ("sound", str(change)))[1],
                why="404 Not Found" if change is Change.BROKEN else "",
            )
            for at, change in enumerate(Change, start=1)
        ),
        held=("http://flaps.example/",),
        not_compared=2,
    )
