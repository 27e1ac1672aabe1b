"""LibreOffice opens the tracked file; what it makes of accept all and reject all."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from citecheck.tracked import note_texts, track_changes
from tests.tracked.test_tracked import FILE, NEW, OLD

pytestmark = pytest.mark.slow
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Settle(source, command, target)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  If command &lt;&gt; "" Then
    dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
    dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" &amp; command, "", 0, Array())
  End If
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName" : filter(0).Value = "MS Word 2007 XML"
  document.storeToURL(ConvertToURL(target), filter())
  document.close(True)
End Sub
</script:module>
"""  # noqa: E501
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Module1"/>
</library:library>
"""  # noqa: E501


def office(profile: Path, what: str) -> None:
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", what],
        check=True, capture_output=True, timeout=110, env={**os.environ, "HOME": str(profile)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice on this machine")
    folder = tmp_path_factory.mktemp("office")
    office(folder, "--terminate_after_init")  # makes the profile
    basic = folder / "user" / "basic" / "Standard"
    (basic / "Module1.xba").write_text(MACRO, encoding="utf-8")
    (basic / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    return folder


def settle(profile: Path, file: bytes, command: str) -> bytes:
    source, target = profile / "in.docx", profile / "out.docx"
    source.write_bytes(file)
    target.unlink(missing_ok=True)
    call = f'macro:///Standard.Module1.Settle("{source}","{command}","{target}")'
    office(profile, call)
    return target.read_bytes()


def test_accept_all_and_reject_all_lead_where_they_should(profile: Path) -> None:
    tracked = track_changes(FILE, {2: NEW})
    accepted = settle(profile, tracked, "AcceptAllTrackedChanges")
    assert note_texts(accepted) == {1: "First note.", 2: NEW}
    rejected = settle(profile, tracked, "RejectAllTrackedChanges")
    assert note_texts(rejected) == {1: "First note.", 2: OLD}
    assert note_texts(settle(profile, FILE, "")) == note_texts(rejected)
