"""The API does what its published document says, whatever it is asked."""

from __future__ import annotations

import base64
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from schemathesis import GenerationMode, checks

from citecheck.web import Desk, create_app
from citecheck.web.api import openapi
from citecheck.web.jobs import Jobs

CLAIM = "In 2010 the Clock Museum welcomed 69,000 visitors."
#: A request may fit its schema and name no note, or add what nobody looks at.
LEFT_OUT = [checks.positive_data_acceptance, checks.negative_data_rejection]
OPERATIONS = [
    (path, method)
    for path, item in openapi()["paths"].items()
    for method in item
    if method in ("get", "post")
]

#: Nothing can be wrong about a request that carries nothing.
ASKED = [
    (path, method, mode)
    for path, method in OPERATIONS
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE
    or {"parameters", "requestBody"} & set(openapi()["paths"][path][method])
]


@pytest.mark.slow
@pytest.mark.parametrize(("path", "method", "mode"), ASKED)
def test_whatever_is_asked_the_answer_is_one_that_was_published(
    desk: Desk, path: str, method: str, mode: GenerationMode
) -> None:
    """No 500, no status or shape that the document does not name."""
    desk.jobs = Jobs(lambda *_: None)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", create_app(desk))
    operation = schema[path][method.upper()]

    @settings(
        max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(mode))
    def ask(case: Any) -> None:
        case.call_and_validate(excluded_checks=LEFT_OUT)

    ask()


def test_the_published_document_is_a_valid_one(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert document == openapi()
    validate(document)  # type: ignore[arg-type]


def test_every_schema_is_a_schema() -> None:
    for schema in openapi()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_notes_come_a_page_at_a_time(client: FlaskClient) -> None:
    first = client.get("/api/v1/notes?limit=2&offset=3").json
    assert first is not None
    assert first["total"] == 40
    assert [row["note"] for row in first["notes"]] == [4, 5]
    assert first["notes"][0]["claim"] == "misquoted"
    for wrong in ("limit=0", "limit=x", "limit=²", "offset=-1", "limit=99999999999999"):
        assert client.get(f"/api/v1/notes?{wrong}").status_code == 400


@pytest.mark.parametrize("source", ["text", "file", "address"])
def test_a_claim_is_checked(client: FlaskClient, source: str) -> None:
    content = base64.b64encode(CLAIM.encode()).decode()
    given = {
        "text": CLAIM,
        "file": {"content": content, "name": "a.txt"},
        "address": "http://www.clockmuseum.example/visitors.html",
    }
    answer = client.post("/api/v1/checks", json={"claim": CLAIM, source: given[source]}).json
    assert answer is not None
    assert (answer["verdict"], answer["value_found"]) == ("confirmed", 69000)


def test_a_source_that_gives_no_text_is_unread_and_never_absent(client: FlaskClient) -> None:
    content = base64.b64encode(b"%PDF-1.4 broken").decode()
    asked = {"claim": CLAIM, "file": {"content": content}}
    answer = client.post("/api/v1/checks", json=asked).json
    assert answer is not None
    assert answer["verdict"] == "unread"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"claim": CLAIM}, 400),
        ({"claim": CLAIM, "text": "x", "address": "http://a.example"}, 400),
        ({"claim": CLAIM, "text": "x", "path": "/etc/passwd"}, 400),
        ({"claim": CLAIM, "source": "/etc/passwd"}, 400),
        ({"claim": CLAIM, "file": {"path": "/etc/passwd"}}, 400),
        ({"claim": CLAIM, "file": {"content": "***"}}, 422),
        ({"claim": "nothing to verify", "text": "x"}, 422),
        ([], 400),
        (None, 415),
    ],
)
def test_what_cannot_be_checked_is_told(client: FlaskClient, asked: Any, code: int) -> None:
    answer = client.post("/api/v1/checks", json=asked)
    assert answer.status_code == code
    assert answer.json is not None
    assert answer.json["error"]


def test_a_ruling_is_kept(client: FlaskClient) -> None:
    about = next(c["id"] for c in client.get("/api/v1/notes/4").json["claims"] if c["verdict"] == "misquoted")  # type: ignore[index]  # fmt: skip  # noqa: E501
    asked = {"about": about, "ruling": "ask_author", "name": "Ada", "reason": "which year?"}
    answer = client.post("/api/v1/rulings", json=asked)
    assert answer.status_code == 201
    kept = client.get("/api/v1/rulings").json
    assert kept is not None
    assert [(r["about"], r["ruling"], r["stands"]) for r in kept["rulings"]] == [
        (about, "ask_author", True)
    ]
    assert client.post("/api/v1/rulings", json={**asked, "about": "c999-1"}).status_code == 422


def test_both_versions_are_told_with_the_words_that_differ(client: FlaskClient) -> None:
    told = client.get("/api/v1/notes/26/sources/1/comparison").json
    assert told is not None
    assert told["alike"] is False
    words = {run["text"] for row in told["rows"] for run in row["cited"] if run["differs"]}
    assert words
    assert all(row["skipped"] or row["cited"] or row["today"] for row in told["rows"])
