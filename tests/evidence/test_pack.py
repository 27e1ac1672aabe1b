"""A pack gives its verdicts again anywhere, with nothing asked of the web."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from citecheck.cli import run
from citecheck.model.errors import InputError
from citecheck.packing import audit_pack, pack_audit
from citecheck.report import audit_document, read_audit, write_report
from citecheck.settings import Settings
from citecheck.wiring import Source, audit_source, demo, open_publication

JUDGED = ("addresses", "citations", "findings", "claims", "slips", "counts", "publication")


@dataclass(frozen=True)
class Packed:
    folder: Path
    pack: Path
    source: Source
    settings: Settings
    document: dict[str, Any]


pytestmark = pytest.mark.slow  # each pack is an audit replayed


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Packed]:
    """The demo, audited online and packed; its web is gone when the tests run."""
    folder = tmp_path_factory.mktemp("packed")
    with demo() as (world, settings):
        manuscript = folder / "riverside-2012.txt"
        shutil.copy(world.manuscript, manuscript)
        source = open_publication(str(manuscript))
        audit = audit_source(source, settings, snapshots=folder / "snapshots")
    write_report(audit, folder / "report")
    pack = folder / "out.zip"
    pack_audit(
        source, settings, report=folder / "report", snapshots=folder / "snapshots", target=pack
    )
    return Packed(folder, pack, source, settings, read_audit(folder / "report"))


def judged(document: Any) -> dict[str, Any]:
    """What an audit found; why a copy was not had may be told in other words."""
    return {key: json.loads(json.dumps(document[key])) for key in JUDGED}


def test_the_pack_holds_everything_with_its_digest(packed: Packed) -> None:
    with zipfile.ZipFile(packed.pack) as archive:
        names = set(archive.namelist())
        about = json.loads(archive.read("pack.json"))
    assert {"report/index.html", "report/audit.json", "publication/riverside-2012.txt",
            "answers.jsonl", "README.txt", "pack.json"} <= names  # fmt: skip
    assert any(name.startswith("snapshots/") and name.endswith(".warc.gz") for name in names)
    assert sum(name.startswith("texts/") for name in names) > 10
    assert set(about["files"]) == names - {"pack.json"}
    assert about["version"] == packed.document["audit"]["version"]
    assert "proxy" not in about["settings"]
    assert about["settings"]["cited_window_days"] == 31


@pytest.mark.parametrize("form", ["zip", "folder"])
def test_the_same_comes_out_again(packed: Packed, tmp_path: Path, form: str) -> None:
    path = packed.pack
    if form == "folder":
        path = tmp_path / "unpacked"
        with zipfile.ZipFile(packed.pack) as archive:
            archive.extractall(path)
    found = audit_pack(path)
    assert found
    audit, name = found
    assert name == "riverside-2012"
    again = audit_document(audit)
    assert judged(again) == judged(packed.document)
    assert again["audit"]["network"] == "replay"
    assert again["audit"]["id"] == packed.document["audit"]["id"]


def test_the_command_gives_the_same_twice(
    packed: Packed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    told = []
    for _ in range(2):
        assert run(["audit", "--offline", str(packed.pack), "--json"]) == 1
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert judged(json.loads(told[0])) == judged(packed.document)
    assert (tmp_path / "reports/riverside-2012-replayed/index.html").is_file()


def test_the_same_audit_gives_the_same_pack(packed: Packed, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    pack_audit(
        packed.source, packed.settings, report=packed.folder / "report",
        snapshots=packed.folder / "snapshots", target=again,
    )  # fmt: skip
    with zipfile.ZipFile(again) as new, zipfile.ZipFile(packed.pack) as old:
        assert new.namelist() == old.namelist()
        assert all(new.read(n) == old.read(n) for n in new.namelist())


def test_a_pack_is_audited_offline_only(packed: Packed, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", str(packed.pack)]) == 2
    assert "--offline" in capsys.readouterr().err


def test_a_report_that_the_captures_do_not_bear_out_is_not_packed(
    packed: Packed, tmp_path: Path
) -> None:
    shutil.copytree(packed.folder / "report", tmp_path / "report")
    file = tmp_path / "report" / "audit.json"
    text = file.read_text("utf-8").replace('"verdict": "misquoted"', '"verdict": "sound"', 1)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="does not give this report again"):
        pack_audit(
            packed.source, packed.settings, report=tmp_path / "report",
            snapshots=packed.folder / "snapshots", target=tmp_path / "x.zip",
        )  # fmt: skip
    assert not (tmp_path / "x.zip").exists()


def changed(packed: Packed, target: Path, **files: bytes | None) -> Path:
    with zipfile.ZipFile(packed.pack) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = files.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in files.items():
            if name not in old.namelist() and content is not None:
                new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"report/summary.md": b"all is well"}, "report/summary.md is missing or is not"),
        ({"answers.jsonl": None}, "answers.jsonl is missing"),
        ({"../../evil": b"x"}, "outside"),
        ({"/etc/evil": b"x"}, "outside"),
        ({"pack.json": b"{"}, "cannot be read"),
        ({"pack.json": b'{"schema": "other", "files": {}}'}, "is not a citecheck/pack/1"),
        ({"pack.json": b'{"schema": "citecheck/pack/1", "publication": "../x", "files": {}}'},
         "outside"),
        ({"pack.json": b'{"schema": "citecheck/pack/1", "publication": "p", "files": {}}'},
         "cannot be used"),
    ],
)  # fmt: skip
def test_a_pack_that_was_meddled_with_is_told(
    packed: Packed, tmp_path: Path, files: dict[str, bytes | None], told: str
) -> None:
    with pytest.raises(InputError) as caught:
        audit_pack(changed(packed, tmp_path / "bad.zip", **files))
    assert told in str(caught.value)
    assert not (tmp_path.parent / "evil").exists()


def test_a_zip_that_is_no_pack_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    assert run(["audit", "--offline", str(tmp_path / "x.zip")]) == 2
    assert "no pack" in capsys.readouterr().err


def test_without_an_audit_there_is_nothing_to_pack(
    packed: Packed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["pack", packed.source.shown, "--report", str(tmp_path)]) == 2
    assert "cannot be read" in capsys.readouterr().err


RULE = """\
- name: where the library stands today
  find: ^http://gone\\.railwaystudies\\.example/(?P<file>[a-z0-9-]+\\.pdf)$
  try: http://library.railwaystudies.example/reports/{file}
  test: http://gone.railwaystudies.example/a-1.pdf => http://library.railwaystudies.example/reports/a-1.pdf
"""


def test_a_source_found_again_by_a_rule_of_ones_own_is_found_again_in_the_pack(
    tmp_path: Path,
) -> None:
    rules = tmp_path / "mine.yaml"
    rules.write_text(RULE, encoding="utf-8")
    listed = tmp_path / "list.txt"
    listed.write_text("http://gone.railwaystudies.example/branch-line-2009.pdf\n")
    with demo() as (_, settings):
        settings = replace(settings, rescue=str(rules))
        source = open_publication(str(listed))
        audit = audit_source(source, settings, snapshots=tmp_path / "snapshots")
    (tried,) = audit.addresses[0].rescue
    assert (str(audit.addresses[0].status), str(tried.status)) == ("dead_host", "ok")
    write_report(audit, tmp_path / "report")
    pack = tmp_path / "out.zip"
    pack_audit(
        source,
        settings,
        report=tmp_path / "report",
        snapshots=tmp_path / "snapshots",
        target=pack,
    )
    rules.unlink()
    found = audit_pack(pack)
    assert found
    assert found[0].addresses[0].rescue == audit.addresses[0].rescue
    with zipfile.ZipFile(pack) as archive:
        assert "rescue.yaml" in archive.namelist()
        assert "rescue" not in json.loads(archive.read("pack.json"))["settings"]
