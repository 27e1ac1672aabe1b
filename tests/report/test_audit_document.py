from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import OFFLINE, empty_audit, sample_audit

from citecheck.model.verdicts import (
    AddressStatus,
    CitationVerdict,
    ClaimVerdict,
    FindingVerdict,
    Version,
)
from citecheck.report.audit_json import AuditJson, audit_document, number, to_json, utc

SCHEMA = json.loads(files("citecheck.report").joinpath("schemas/audit.schema.json").read_text())


def closed(schema: Any) -> Any:
    """The same schema with every object closed, so that an undescribed key fails."""
    if isinstance(schema, dict):
        inner = {key: closed(value) for key, value in schema.items()}
        return inner | ({"additionalProperties": False} if "properties" in schema else {})
    return [closed(item) for item in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize("audit", [sample_audit(), sample_audit(OFFLINE), empty_audit()])
def test_the_document_fits_its_schema_and_the_schema_describes_every_key(audit: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(closed(SCHEMA))
    assert [error.message for error in validator.iter_errors(audit_document(audit))] == []


def test_every_key_of_the_contract_is_there() -> None:
    document = audit_document(sample_audit())
    assert document["schema"] == "citecheck/audit/1"
    assert {"id", "started", "finished", "version", "network"} <= set(document["audit"])
    assert {
        "url", "status", "http_status", "final_url", "redirects", "title", "media_type",
        "captured", "archive", "archived", "first_failed", "failures", "why",
    } <= set(document["addresses"][0])  # fmt: skip
    assert {"timestamp", "url", "archive", "distance_days", "status"} <= set(
        document["addresses"][0]["archived"][0]
    )
    assert {"note", "work", "verdict", "why"} <= set(document["citations"][0])
    assert {
        "note", "claim", "figure", "verdict", "version", "captured", "passage", "page", "start",
        "end", "value_found", "others", "why",
    } <= set(document["findings"][0])  # fmt: skip
    assert {"id", "notes", "verdict", "why"} <= set(document["claims"][0])


def test_the_sample_holds_every_word_of_every_closed_set() -> None:
    audit = sample_audit()
    assert {a.status for a in audit.addresses} == set(AddressStatus)
    assert {c.verdict for c in audit.citations} == set(CitationVerdict)
    assert {c.verdict for c in audit.claims} == set(ClaimVerdict)
    assert {f.verdict for f in audit.findings} == set(FindingVerdict)
    assert {f.version for f in audit.findings} == set(Version)


@pytest.mark.parametrize("name", ["citations", "addresses", "findings", "claims", "slips"])
def test_counts_add_up_to_the_lists_they_count(name: str) -> None:
    document = audit_document(sample_audit())
    assert sum(document["counts"][name].values()) == len(document[name]) > 0


def test_notes_are_those_with_an_address_and_those_without() -> None:
    counts = audit_document(sample_audit())["counts"]
    assert counts["notes"] == counts["notes_with_address"] + counts["notes_without_address"] == 22
    assert counts["notes_without_address"] == 2


def test_an_audit_of_some_notes_counts_those_and_names_the_whole() -> None:
    counts = audit_document(sample_audit(only=(2, 7)))["counts"]
    assert (counts["notes"], counts["notes_in_publication"]) == (2, 22)
    assert counts["slips"] == {"error": 0, "warning": 1, "style": 0}


def test_the_order_in_which_a_run_finished_leaves_no_trace() -> None:
    audit = sample_audit()
    shuffle = random.Random(7)

    def mixed(values: Any) -> Any:
        return tuple(shuffle.sample(values, len(values)))

    other = replace(
        audit,
        addresses=mixed(audit.addresses),
        citations=mixed(audit.citations),
        findings=mixed(audit.findings),
        claims=mixed(audit.claims),
    )
    assert AuditJson().render(other) == AuditJson().render(audit)


def test_times_are_utc_with_z_whatever_zone_they_came_in() -> None:
    east = timezone(timedelta(hours=6))
    assert utc(datetime(2026, 1, 1, 3, 0, tzinfo=east)) == "2025-12-31T21:00:00Z"
    assert utc(None) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [("29.3", "29.3"), ("38.0", "38"), ("5.5E6", "5500000"), ("0.012", "0.012"), ("-4", "-4")],
)
def test_numbers_are_json_numbers_as_printed(value: str, text: str) -> None:
    assert json.dumps(number(Decimal(value))) == text


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1E+999999"])
def test_what_is_no_json_number_is_null(value: str) -> None:
    assert number(Decimal(value)) is None


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def test_hostile_text_survives_as_data_but_never_bare() -> None:
    text = AuditJson().render(sample_audit())
    assert not set(text) & set("\u202e\u202c\x1b\x7f")
    assert any("\u202e" in inner for inner in strings(json.loads(text)))


@given(st.text(st.characters(categories=None)))
def test_any_text_loads_back_as_it_was(text: str) -> None:
    written = to_json({"a": text})
    assert json.loads(written) == {"a": text}
    written.encode("utf-8")
