"""The same for programs: JSON under ``/api/v1``, told in ``openapi.json``.

Requests are checked against the very schemas that the document publishes.
"""

from __future__ import annotations

import base64
import binascii
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from flask import Blueprint, Response, abort, jsonify, request
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

import citecheck
from citecheck.model.errors import InputError
from citecheck.model.rulings import RulingWord
from citecheck.report.html_context import NoteRow
from citecheck.web.compare import Run
from citecheck.web.desk import Side
from citecheck.web.jobs import Job
from citecheck.web.pages import the_desk

blueprint = Blueprint("api", __name__)


@cache
def openapi() -> dict[str, Any]:
    """The published OpenAPI 3.1 document."""
    text = files("citecheck.web").joinpath("openapi.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    document["info"]["version"] = citecheck.__version__
    return document


@blueprint.get("/openapi.json")
def describe() -> Response:
    """What may be asked."""
    return jsonify(openapi())


@blueprint.get("/notes")
def notes() -> Response:
    """Notes that hold every word of ``q``, a page at a time."""
    rows = the_desk().rows(request.args.get("q", ""))
    limit, offset = _whole("limit", 100, 1, 1000), _whole("offset", 0, 0, 10**9)
    return jsonify(total=len(rows), notes=[_row(row) for row in rows[offset : offset + limit]])


@blueprint.get("/notes/<int:number>")
def note(number: int) -> Response:
    """Everything known of a note."""
    return jsonify(the_desk().note(_known(number)))


@blueprint.get("/notes/<int:number>/sources/<int:source>/comparison")
def comparison(number: int, source: int) -> Response:
    """The cited version beside today's."""
    sides = the_desk().compare(_known(number), source)
    return jsonify(
        cited=_side(sides.left),
        today=_side(sides.right),
        alike=sides.comparison.alike,
        cut=sides.comparison.cut,
        rows=[
            {"cited": _runs(row.left), "today": _runs(row.right), "skipped": row.skipped}
            for row in sides.comparison.rows
        ],
    )


@blueprint.post("/notes/<int:number>/audits")
def audit(number: int) -> tuple[Response, int]:
    """Start an audit of one note."""
    return jsonify(_job(the_desk().jobs.start(_known(number)))), 202


@blueprint.get("/audits/<int:number>")
def job(number: int) -> Response:
    """How far an audit is."""
    found = the_desk().jobs.find(number)
    if found is None:
        abort(404, f"no audit {number} that this server remembers")
    return jsonify(_job(found))


@blueprint.post("/checks")
def check() -> Response:
    """An ad-hoc claim against an address, words or a file."""
    asked = _body("Check")
    desk, claim, figure = the_desk(), asked["claim"], asked.get("figure")
    if "address" in asked:
        return jsonify(desk.check_address(claim, figure, asked["address"]))
    if "text" in asked:
        return jsonify(desk.check_text(claim, figure, asked["text"]))
    try:
        content = base64.b64decode(asked["file"]["content"], validate=True)
    except (binascii.Error, ValueError):
        raise InputError("file.content is not base64") from None
    return jsonify(desk.check_bytes(claim, figure, content, asked["file"].get("name", "")))


@blueprint.get("/rulings")
def rulings() -> Response:
    """The last ruling on each thing, and whether it stands."""
    return jsonify(rulings=list(the_desk().rulings()))


@blueprint.post("/rulings")
def rule() -> tuple[Response, int]:
    """Keep a ruling."""
    asked = _body("NewRuling")
    word = RulingWord(asked["ruling"])
    kept = the_desk().rule(asked["about"], word, asked["name"], asked.get("reason", ""))
    return jsonify(kept), 201


def _known(number: int) -> int:
    if the_desk().publication.endnote(number) is None:
        abort(404, f"there is no note {number}")
    return number


def _whole(name: str, default: int, least: int, most: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most):
        abort(400, f"{name}: expected a whole number from {least} to {most}")
    return int(text)


def _body(schema: str) -> Any:
    """The request's JSON, which fits the schema of that name."""
    try:
        asked = request.get_json()
    except RecursionError:
        abort(400, "nested too deeply")
    error = best_match(_validator(schema).iter_errors(asked))
    if error is not None:
        place = "/".join(map(str, error.absolute_path)) or "the body"
        abort(400, f"{place}: {error.message[:300]}")
    return asked


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(openapi()["components"]["schemas"][name])


def _row(row: NoteRow) -> dict[str, Any]:
    return {
        "note": row.number,
        "title": row.title,
        "claim": row.claim.word if row.claim else None,
        "source": row.source.word if row.source else None,
        "hosts": list(row.hosts),
        "sections": list(row.sections),
    }


def _side(side: Side) -> dict[str, Any]:
    return {"captured": side.captured.strftime("%Y-%m-%dT%H:%M:%SZ"), "url": side.url}


def _runs(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    return [{"text": run.text, "differs": run.differs} for run in runs]


def _job(job: Job) -> dict[str, Any]:
    return {"id": job.id, "note": job.note, "state": job.state.value, "words": job.words}
