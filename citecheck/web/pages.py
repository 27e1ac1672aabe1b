"""The pages: find a note, look at it, compare, check a claim, rule, watch an audit."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from citecheck.model.errors import InputError
from citecheck.model.rulings import RulingWord
from citecheck.report import words
from citecheck.report.html_context import note_row
from citecheck.web.desk import Desk

blueprint = Blueprint("pages", __name__)
_CLAIM = 5_000


def the_desk() -> Desk:
    """The desk of the application that answers."""
    desk = current_app.extensions["citecheck"]
    assert isinstance(desk, Desk)
    return desk


def show(template: str, **values: Any) -> Response:
    """A page."""
    environment = current_app.extensions["citecheck.templates"]
    desk = the_desk()
    text = environment.get_template(template).render(
        title=desk.publication.title or "Untitled",
        words=words,
        form_token=g.get("form_token", ""),
        **values,
    )
    return Response(text, mimetype="text/html")


def show_error(code: int, why: str) -> Response:
    """The page of a request that could not be answered."""
    return show("error.html.j2", code=code, why=why)


@blueprint.get("/")
def home() -> Response:
    """All notes, or those that hold the words that were asked for."""
    query = request.args.get("q", "")[:500]
    return show("home.html.j2", query=query, rows=the_desk().rows(query))


@blueprint.get("/note/<int:number>")
def note(number: int) -> Response:
    """One note, with everything known of it and what may be done."""
    row = note_row(the_desk().note(_known(number)))
    numbers = sorted(n.number for n in the_desk().publication.endnotes)
    at = numbers.index(number)
    return show(
        "review.html.j2",
        row=row,
        sections=list(row.sections),
        rulings=list(RulingWord),
        before=numbers[at - 1] if at else None,
        after=numbers[at + 1] if at + 1 < len(numbers) else None,
    )


@blueprint.get("/note/<int:number>/compare/<int:source>")
def compare(number: int, source: int) -> Response:
    """The cited version of a source beside today's."""
    sides = the_desk().compare(_known(number), source)
    return show("compare.html.j2", number=number, sides=sides)


@blueprint.post("/rulings")
def rule() -> AnyResponse:
    """Keep a ruling and go back to its note."""
    word = request.form.get("ruling", "")
    if word not in set(RulingWord):
        raise InputError("choose accepted, fix or ask author")
    kept = the_desk().rule(
        request.form.get("about", ""),
        RulingWord(word),
        request.form.get("name", ""),
        request.form.get("reason", ""),
    )
    return redirect(f"/note/{kept['note']}", 303)


@blueprint.post("/note/<int:number>/audit")
def audit(number: int) -> AnyResponse:
    """Start an audit of one note and go and watch it."""
    return redirect(f"/jobs/{the_desk().jobs.start(_known(number)).id}", 303)


@blueprint.get("/jobs/<int:number>")
def job(number: int) -> Response:
    """How far an audit is; the page asks again by itself."""
    found = the_desk().jobs.find(number)
    if found is None:
        abort(404, f"no audit {number} that this server remembers")
    page = show("job.html.j2", job=found)
    if not found.over:
        page.headers["Refresh"] = "1"
    return page


@blueprint.route("/check", methods=["GET", "POST"])
def check() -> Response:
    """An ad-hoc claim against an address or a file that is handed in."""
    asked = {key: request.form.get(key, "") for key in ("claim", "figure", "address")}
    answer, trouble = None, None
    if request.method == "POST":
        try:
            answer = _check(asked)
        except InputError as error:
            trouble = str(error)
    return show("check.html.j2", asked=asked, answer=answer, trouble=trouble)


def _known(number: int) -> int:
    if the_desk().publication.endnote(number) is None:
        abort(404, f"there is no note {number}")
    return number


def _check(asked: dict[str, str]) -> Any:
    claim, figure = asked["claim"].strip(), asked["figure"].strip() or None
    if not claim or len(claim) > _CLAIM:
        raise InputError(f"a claim has 1 to {_CLAIM:,} characters")
    upload = request.files.get("file")
    if upload and upload.filename:
        return the_desk().check_bytes(claim, figure, upload.read(), upload.filename)
    if not asked["address"].strip():
        raise InputError("give an address or a file")
    return the_desk().check_address(claim, figure, asked["address"].strip())
