"""Records to YAML, all three files or none."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import yaml

from citecheck.model.errors import InputError
from citecheck.model.notes import Publication
from citecheck.records.shapes import Record, to_records

#: What the parser last wrote: by comparing with it a person's edits are known.
PARSED = ".parsed.json"
_HEADS = {
    "publication.yaml": "What the publication is.",
    "notes.yaml": "The endnotes as printed, and what was read in them. Any field may be edited;\n"
    "# two citations are of one work if they name the same. A new parse keeps what was edited.",
    "claims.yaml": "The figures that the notes support, with a few words either side (W3C\n"
    "# TextQuoteSelector). The publication's text is not here. Numbers are exact, so quoted.",
}


class _Dumper(yaml.SafeDumper):
    """Block style, lists indented under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        return super().increase_indent(flow, False)


def _short_lists_in_line(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.Node:
    flow = all(isinstance(item, int | str) for item in data) and len(str(data)) < 90
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=flow)


_Dumper.add_representer(list, _short_lists_in_line)


def to_yaml(name: str, record: Record) -> str:
    """One file's text: a head that says what may be edited, then the record."""
    body = yaml.dump(
        record, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=2_000_000_000
    )
    return f"# {_HEADS[name]}\n{body}"


def write_publication(
    publication: Publication, folder: Path, *, parsed: Publication | None = None
) -> None:
    """Write the three files; each is complete under another name before any takes its place.

    ``parsed`` is the parse without a person's edits, where the publication has any: what
    differs from it is an edit, this time and every time after.

    Raises :class:`InputError` where the folder cannot be written.
    """
    records = to_records(publication)
    texts = {name: to_yaml(name, record) for name, record in records.items()}
    last = records if parsed is None else to_records(parsed)
    texts.setdefault(PARSED, json.dumps(last, ensure_ascii=False, indent=0) + "\n")
    _write_all(texts, folder)


def _write_all(texts: dict[str, str], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            with (folder / f"{name}.new").open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
        for name in texts:
            (folder / f"{name}.new").replace(folder / name)
    except OSError as error:
        for name in texts:
            (folder / f"{name}.new").unlink(missing_ok=True)
        raise InputError(
            f"cannot write records: {error.strerror or error}",
            source=str(folder),
            remedy="name another folder with -o, or allow writing",
        ) from error
