"""Works merged and split by a person in notes.yaml stay so, whatever happens to the manuscript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from citecheck.cli.parse import command
from citecheck.records import read_publication
from tests.tables import read_yaml

ICE = "River Watch. Ice. 2009. http://a.example/x.pdf"
SNOW = "Tana Institute. Snow. 2010. http://b.example/y.pdf"
RAIN = "Delta Fund. Rain. 2011. http://c.example/z.pdf"
HAIL = "Harbour Office. Hail. 2012. http://d.example/h.pdf"
FIRST = (ICE, SNOW, RAIN, ICE)

#: What a person does to the records.
Edit = Callable[[dict[str, Any]], None]


def merge(record: dict[str, Any]) -> None:
    """The snow is the ice's report under another title."""
    record["notes"][1]["citations"][0]["work"] = "w001"


def split(record: dict[str, Any]) -> None:
    """The second note on the ice means another edition."""
    record["notes"][3]["citations"][0]["work"] = "ice-2"
    record["works"].append({"id": "ice-2", "title": "Ice, second edition"})


def manuscript(notes: tuple[str, ...]) -> str:
    markers = " ".join(f"Ice is thick.^{{{n}}}" for n in range(1, len(notes) + 1))
    lines = "\n".join(f"{n}. {note}" for n, note in enumerate(notes, start=1))
    return f"Ice\n\n{markers}\n\nENDNOTES\n\n{lines}\n"


@pytest.fixture
def parse(tmp_path: Path) -> Callable[..., tuple[dict[str, str], str]]:
    """Notes, and an edit made afterwards → works by note (their words), and what was said."""

    def run(*notes: str, edit: Edit | None = None) -> tuple[dict[str, str], str]:
        path, folder = tmp_path / "ice.txt", tmp_path / "records"
        path.write_text(manuscript(notes), "utf-8")
        done = CliRunner().invoke(command, [str(path), "-o", str(folder)])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.output
        works = {
            f"{note.number} {note.raw.split('.')[1].strip()}": note.citations[0].work
            for note in read_publication(folder).endnotes
        }
        if edit:
            record = read_yaml(folder / "notes.yaml")
            edit(record)
            text = yaml.safe_dump(record, sort_keys=False, allow_unicode=True)
            (folder / "notes.yaml").write_text(text, "utf-8")
        return works, done.output

    return run


@pytest.mark.parametrize(
    "notes",
    [FIRST, (*FIRST, HAIL), (HAIL, *FIRST), (RAIN, *FIRST), (ICE, HAIL, SNOW, RAIN, ICE)],
    ids=["the same", "one behind", "one in front", "a known one in front", "one between"],
)
@pytest.mark.parametrize("edit", [merge, split])
def test_works_stay_as_a_person_put_them(
    parse: Callable[..., tuple[dict[str, str], str]], edit: Edit, notes: tuple[str, ...]
) -> None:
    parse(*FIRST, edit=edit)
    for _ in range(3):
        works, told = parse(*notes)
        assert "kept your edit: notes.yaml.notes[" in told
        of = {name: work for name, work in works.items() if "Ice" in name or "Snow" in name}
        if edit is merge:
            assert set(of.values()) == {"w001"}
        else:
            assert sorted(of.values()) == ["ice-2", "w001", "w002"]
            assert next(reversed([w for n, w in works.items() if "Ice" in n])) == "ice-2"
        others = {work for name, work in works.items() if name not in of}
        assert not others & set(of.values())


def test_a_merged_work_has_the_addresses_of_both_and_a_split_one_its_own(
    parse: Callable[..., tuple[dict[str, str], str]], tmp_path: Path
) -> None:
    parse(*FIRST, edit=merge)
    works = {work.id: work for work in read_publication(tmp_path / "records").works}
    assert works["w001"].urls == ("http://a.example/x.pdf", "http://b.example/y.pdf")
    assert works["w001"].notes == (1, 2, 4)
    assert "w002" not in works


def test_an_edit_of_a_note_that_is_gone_is_told(
    parse: Callable[..., tuple[dict[str, str], str]],
) -> None:
    def retitle(record: dict[str, Any]) -> None:
        record["notes"][1]["citations"][0]["title"] = "Snow and sleet"

    parse(*FIRST, edit=retitle)
    _, told = parse(ICE, RAIN, ICE)
    assert "notes[2] (the manuscript has no such note now" in told
    works, told = parse(*FIRST)
    assert "kept" not in told
    assert works["1 Ice"] == works["4 Ice"]


def test_an_edit_goes_with_its_note_when_numbers_move(
    parse: Callable[..., tuple[dict[str, str], str]], tmp_path: Path
) -> None:
    def retitle(record: dict[str, Any]) -> None:
        record["notes"][1]["citations"][0]["title"] = "Snow and sleet"

    parse(*FIRST, edit=retitle)
    parse(HAIL, *FIRST)
    titles = [n.citations[0].title for n in read_publication(tmp_path / "records").endnotes]
    assert titles == ["Hail", "Ice", "Snow and sleet", "Rain", "Ice"]
