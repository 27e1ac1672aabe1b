"""Read ``audit.json`` back, checked against its schema."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from citecheck.model.errors import InputError
from citecheck.report.audit_json import SCHEMA, Json

_REMEDY = "run `citecheck audit` again to write a new one"


def read_audit(path: Path) -> Json:
    """The audit document in a file, or in a report folder's ``audit.json``.

    Raises :class:`InputError` for a file that cannot be read, is not JSON, or is not
    an audit document of this schema.
    """
    file = path / "audit.json" if path.is_dir() else path
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror or error}", source=str(file), remedy=_REMEDY
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError("is not JSON", source=str(file), remedy=_REMEDY) from error
    _check(document, str(file))
    checked: Json = document
    return checked


def _check(document: Any, source: str) -> None:
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != SCHEMA:
        problem = f"is not an audit document ({SCHEMA}): its schema is {schema!r}"
        raise InputError(problem, source=source, remedy=_REMEDY)
    error = best_match(_validator().iter_errors(document))
    if error is not None:
        message = error.message if len(error.message) < 120 else f"not a valid {error.validator}"
        raise InputError(message, *error.absolute_path, source=source, remedy=_REMEDY)


@cache
def _validator() -> Draft202012Validator:
    schema = files("citecheck.report").joinpath("schemas/audit.schema.json")
    return Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
