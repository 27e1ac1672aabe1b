"""Rules from YAML: checked by the schema, by their own tests, and told with their place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import regex
import yaml
from jsonschema import Draft202012Validator

from citecheck.capture.rescue.rules import FIELD, FORMS, Place, Rule
from citecheck.model.errors import InputError, InputErrors
from citecheck.model.verdicts import RouteKind

_HERE = files("citecheck.capture.rescue")
_REMEDY = "see docs/rescue.md"
_MOST_BYTES = 1_000_000


def read_rules(own: str | None = None) -> tuple[Rule, ...]:
    """The rules of the user's own file, then citecheck's own, file by file.

    Raises :class:`InputError` (several together as :class:`InputErrors`).
    """
    return (*(_read_own(Path(own)) if own else ()), *_read_shipped())


def parse_rules(text: str, *, source: str) -> tuple[Rule, ...]:
    """The rules in a YAML text, each of them right and passing its own test.

    Raises :class:`InputErrors` with every mistake: rule, field, what is wrong.
    """
    try:
        records = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        told = " ".join(str(error).split())[:200]
        raise InputError(f"not YAML: {told}", source=source, remedy=_REMEDY) from error
    errors = [
        InputError(_words(error), *error.absolute_path, source=source, remedy=_REMEDY)
        for error in sorted(_schema().iter_errors(records), key=lambda e: str(e.absolute_path))
    ]
    if errors:
        raise InputErrors(tuple(errors))
    rules: list[Rule] = []
    for number, record in enumerate(records):
        try:
            rules.append(_rule(record, number, source))
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(tuple(errors))
    return tuple(rules)


@cache
def _read_shipped() -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for entry in sorted(_HERE.joinpath("rules").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yaml"):
            rules += parse_rules(entry.read_text("utf-8"), source=entry.name)
    return tuple(rules)


def _read_own(path: Path) -> tuple[Rule, ...]:
    try:
        with path.open("rb") as stream:
            text = stream.read(_MOST_BYTES + 1)
        if len(text) > _MOST_BYTES:
            raise InputError("larger than 1 MB", source=str(path), remedy=_REMEDY)
        return parse_rules(text.decode("utf-8"), source=str(path))
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}",
            source=str(path),
            remedy="name your rules in the setting rescue",
        ) from error
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8", source=str(path), remedy="save it as UTF-8") from error


@cache
def _schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads(_HERE.joinpath("rescue.schema.json").read_text("utf-8")))


def _words(error: Any) -> str:
    return " ".join(str(error.message).split())[:200]


def _rule(record: Mapping[str, Any], number: int, source: str) -> Rule:
    def wrong(problem: str, *path: str | int) -> InputError:
        return InputError(
            f"{problem} (rule “{record['name']}”)", number, *path, source=source, remedy=_REMEDY
        )

    try:
        pattern = regex.compile(record["find"])
    except regex.error as error:
        raise wrong(f"not a regular expression: {error}", "find") from error
    templates = _listed(record["try"])
    for name, form in _fields(templates):
        if name not in pattern.groupindex:
            raise wrong(f"no group {name!r} in find", "try")
        if form not in FORMS:
            known = ", ".join(f for f in FORMS if f)
            raise wrong(f"no form {form!r}; there are {known}", "try")
    rule = Rule(
        name=record["name"],
        place=Place(record.get("in", Place.ADDRESS)),
        pattern=pattern,
        templates=templates,
        kind=RouteKind(record.get("as", RouteKind.SAME)),
        file=source,
    )
    for example in _listed(record["test"]):
        given, _, wanted = example.rpartition(" => ")
        got = rule.apply(given)
        if not got:
            raise wrong(f"its test finds nothing in {given}", "test")
        if got[0][1] != wanted:
            raise wrong(f"its test gives {got[0][1]}, expected {wanted}", "test")
    return rule


def _listed(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _fields(templates: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for template in templates:
        for match in FIELD.finditer(template):
            yield match["name"], match["form"] or ""
