"""YAML to records: validated by the published schemas, every mistake told with its place."""

from __future__ import annotations

import difflib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from citecheck.model.errors import InputError, InputErrors
from citecheck.model.notes import Publication
from citecheck.records.shapes import FILES, Record, from_records

_MOST_BYTES = 50_000_000


#: libyaml's where the wheel has it: 179 notes are read in a tenth of the time.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]  # one of two classes of PyYAML
    """Safe YAML without aliases or doubled keys, dates left as the strings that they are."""

    def read(self) -> tuple[Any, Any]:
        """The node of the one document, and what it says; both ``None`` for an empty text."""
        node = self.get_single_node()
        if node is None:
            return None, None
        _refuse_aliases(node)
        return node, self.construct_document(node)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen: set[object] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if not isinstance(name, str):
                raise yaml.constructor.ConstructorError(
                    None, None, f"a key must be a word, not {name!r}", key.start_mark
                )
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {name!r} stands here twice", key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":timestamp", ":float"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _refuse_aliases(node: Any) -> None:
    """An alias is a node that stands in two places."""
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if id(here) in seen:
            raise yaml.constructor.ConstructorError(
                None, None, "aliases (*name) are not read", here.start_mark
            )
        seen.add(id(here))
        if isinstance(here, yaml.MappingNode):
            waiting += [part for pair in here.value for part in pair]
        elif isinstance(here, yaml.SequenceNode):
            waiting += here.value


def is_publication_folder(path: Path) -> bool:
    """Whether a folder holds records of a publication."""
    return path.is_dir() and any((path / name).exists() for name in FILES)


def read_publication(folder: Path) -> Publication:
    """The publication in a folder of records.

    Raises :class:`InputError` (or :class:`InputErrors`) with file, line and path of what
    is wrong: a missing file, YAML that cannot be read, an unknown field, a wrong type.
    """
    return from_records(read_records(folder))


def read_records(folder: Path) -> dict[str, Record]:
    """The three records of a folder, valid; raises as :func:`read_publication` does."""
    records: dict[str, Record] = {}
    errors: list[InputError] = []
    for name in FILES:
        try:
            records[name] = _read(folder / name, name)
        except InputErrors as found:
            errors.extend(found.errors)
        except InputError as error:
            errors.append(error)
    if not errors:
        errors = _find_contradictions(records, folder)
    if errors:
        raise errors[0] if len(errors) == 1 else InputErrors(tuple(errors))
    return records


def _read(path: Path, name: str) -> Record:
    source = str(path)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError("is too large for records", source=source)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", source=source, remedy="run `citecheck parse` again"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text", source=source, remedy="save it as UTF-8") from error
    try:
        loader = _Loader(text)
        try:
            node, record = loader.read()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise InputError(f"line {line}: {error.problem}", source=source) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InputError("is not YAML", source=source) from error
    if record is None:
        raise InputError("is empty", source=source, remedy="run `citecheck parse` again")
    _validate(record, name, source, node)
    assert isinstance(record, dict)
    return record


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = json.loads(
        files("citecheck.records")
        .joinpath(f"schemas/{name.removesuffix('.yaml')}.schema.json")
        .read_text("utf-8")
    )
    return Draft202012Validator(schema)


def _validate(record: Any, name: str, source: str, node: Any) -> None:
    found = sorted(_validator(name).iter_errors(record), key=lambda e: list(map(str, e.path)))
    errors = [_told(error, source, node) for error in found]
    if errors:
        raise errors[0] if len(errors) == 1 else InputErrors(tuple(errors))


def _told(error: ValidationError, source: str, node: Any) -> InputError:
    path = tuple(error.absolute_path)
    line = _line_of(node, path)
    return InputError(_words(error), *path, source=f"{source}:{line}" if line else source)


def _words(error: ValidationError) -> str:
    got = json.dumps(error.instance, ensure_ascii=False)
    got = got if len(got) < 60 else f"{got[:57]}…"
    wanted: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = list(schema.get("properties", {}))
        unknown = [key for key in error.instance if key not in known]
        near = difflib.get_close_matches(unknown[0], known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
        return f"unknown field {unknown[0]!r}; {hint}"
    if error.validator == "type":
        words = {
            "object": "a mapping",
            "array": "a list",
            "string": "a text",
            "integer": "a whole number",
        }
        return f"expected {words.get(str(wanted), str(wanted))}, got {got}"
    if error.validator == "enum":
        return f"expected one of {', '.join(map(str, wanted))}, got {got}"
    if error.validator == "pattern":
        return f"expected {schema.get('description', f'text like {wanted}')}, got {got}"
    if error.validator == "required":
        return str(error.message).replace(" is a required property", " is missing")
    return str(error.message)[:200]


def _line_of(node: Any, path: tuple[str | int, ...]) -> int:
    """The line of the file at which a path of the record stands; 0 if it is not found."""
    for part in path:
        if isinstance(node, yaml.MappingNode):
            node = next((v for k, v in node.value if k.value == part), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part] if part < len(node.value) else None
        if node is None:
            return 0
    return int(node.start_mark.line) + 1 if node is not None else 0


def _find_contradictions(records: dict[str, Record], folder: Path) -> list[InputError]:
    errors = []
    notes, claims = records["notes.yaml"], records["claims.yaml"]
    numbers: set[int] = set()
    for at, note in enumerate(notes["notes"]):
        if note["number"] in numbers:
            errors.append(
                InputError(
                    f"note {note['number']} stands here twice",
                    "notes",
                    at,
                    source=str(folder / "notes.yaml"),
                )
            )
        numbers.add(note["number"])
    works = {work["id"] for work in notes.get("works", ())}
    for at, note in enumerate(notes["notes"]):
        for place, citation in enumerate(note.get("citations", ())):
            if works and citation["work"] not in works:
                errors.append(
                    InputError(
                        f"there is no work {citation['work']!r}",
                        "notes",
                        at,
                        "citations",
                        place,
                        "work",
                        source=str(folder / "notes.yaml"),
                        remedy="add it under works, or name another",
                    )
                )
    for at, claim in enumerate(claims["claims"]):
        unknown = [n for n in claim["notes"] if n not in numbers]
        if unknown:
            errors.append(
                InputError(
                    f"there is no note {unknown[0]}",
                    "claims",
                    at,
                    "notes",
                    source=str(folder / "claims.yaml"),
                )
            )
    return errors
