"""Where a run keeps what it captures: open for as long as the run lasts."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from citecheck.opening import open_captures
from citecheck.settings import Settings
from citecheck.snapshots.files import WarcFiles
from tests.snapshots.snapshot_fakes import response


def test_a_write_under_way_is_waited_for_and_a_later_one_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go_on = Event(), Event()
    append = WarcFiles.append

    def slow(self: WarcFiles, *args, **keywords):  # type: ignore[no-untyped-def]
        began.set()
        go_on.wait(10)
        return append(self, *args, **keywords)

    monkeypatch.setattr(WarcFiles, "append", slow)
    with open_captures(Settings(), tmp_path) as store:
        late = Thread(target=store.keep, args=(response(),))
        late.start()
        assert began.wait(10)
        Thread(target=lambda: go_on.wait(0.05) or go_on.set()).start()
    late.join(10)
    with open_captures(Settings(), tmp_path) as again:
        assert again.warnings == ()
        assert len(again.captures(response().url)) == 1
    with pytest.raises(ValueError, match="closed"):
        store.keep(response(body=b"another page"))
