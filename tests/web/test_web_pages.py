from __future__ import annotations

import io
import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from citecheck.history import History
from citecheck.report.audit_reader import read_audit
from citecheck.rulings import read_rulings
from citecheck.web import Desk, create_app
from tests.conftest import Audited
from tests.web.conftest import form_token

CLAIM = "In 2010 the Clock Museum welcomed 69,000 visitors."


def soup(client: FlaskClient, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def found(client: FlaskClient, query: str) -> list[str]:
    links = soup(client, f"/?q={query}").select(".found a[href^='/note/']")
    return [str(link["href"]) for link in links]


def test_a_note_is_found_by_number_phrase_figure_and_address(client: FlaskClient) -> None:
    assert len(found(client, "")) == 40
    assert found(client, "4")[0] == "/note/4"
    assert found(client, "96,000 visitors") == ["/note/4"]
    assert "/note/4" in found(client, "clockmuseum.example")
    assert found(client, "CLOCK museum welcomed") == ["/note/4"]
    assert found(client, "zeppelin") == []


def test_a_note_shows_claim_and_passage_side_by_side(client: FlaskClient) -> None:
    page = soup(client, "/note/4")
    (beside,) = page.select(".beside")
    assert "96,000 visitors" in beside.select_one(".ours").get_text()  # type: ignore[union-attr]
    assert "69,000 visitors" in [mark.get_text() for mark in beside.select("mark")]
    assert page.select("article#note-4 details[open]")


def test_the_cited_version_stands_beside_todays_with_the_words_that_differ(
    client: FlaskClient,
) -> None:
    page = soup(client, "/note/26/compare/1")
    marked = {mark.get_text() for mark in page.select("mark")}
    assert any("310" in words or "1" in words for words in marked)
    assert "2011" in page.select("th")[0].get_text()
    assert "2 March 2011" in page.select("th")[0].get_text()


def test_what_was_not_captured_is_told(client: FlaskClient) -> None:
    answer = client.get("/note/15/compare/1")
    assert answer.status_code == 422
    assert "was not captured" in answer.text


def test_a_claim_is_checked_against_an_upload(client: FlaskClient) -> None:
    data = {"claim": CLAIM, "form_token": form_token(client)}
    file = (io.BytesIO(b"<p>In 2010 the Clock Museum welcomed 69,000 visitors.</p>"), "a.html")
    answer = client.post("/check", data={**data, "file": file})
    assert "confirmed" in answer.text
    file = (io.BytesIO(b"In 2010 the Clock Museum welcomed 9,000 visitors."), "../../etc/passwd")
    assert "changed" in client.post("/check", data={**data, "file": file}).text


def test_a_claim_is_checked_against_an_address(client: FlaskClient) -> None:
    data = {"claim": CLAIM, "address": "http://www.clockmuseum.example/visitors.html"}
    answer = client.post("/check", data={**data, "form_token": form_token(client)})
    assert "confirmed" in BeautifulSoup(answer.text, "lxml").select_one(".answer").get_text()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"claim": ""}, "a claim has 1 to"),
        ({"claim": CLAIM}, "give an address or a file"),
        (
            {"claim": "No figure.", "address": "http://www.clockmuseum.example/visitors.html"},
            "no figure",
        ),
    ],
)
def test_what_cannot_be_checked_is_told_on_the_form(
    client: FlaskClient, data: dict[str, str], told: str
) -> None:
    answer = client.post("/check", data={**data, "form_token": form_token(client)})
    assert answer.status_code == 200
    assert told in answer.text


def test_a_ruling_is_kept_shown_and_comes_back_when_the_source_changes(
    client: FlaskClient, desk: Desk, tmp_path: Path
) -> None:
    form = {"about": "c004-1", "ruling": "accepted", "name": "Ada <b>", "reason": "as agreed"}
    about = soup(client, "/note/4").select_one(".rule input[name=about]")
    assert about is not None
    form["about"] = str(about["value"])
    answer = client.post("/rulings", data={**form, "form_token": form_token(client)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/note/4")
    assert "Ruled: accepted by Ada <b>" in " ".join(soup(client, "/note/4").get_text().split())
    (kept,) = read_rulings(tmp_path / "riverside-2012.txt.rulings.yaml")
    assert (kept.name, kept.reason, kept.verdict) == ("Ada <b>", "as agreed", "misquoted")

    file = tmp_path / "report" / "audit.json"
    text = file.read_text("utf-8")
    entry = next(c for c in read_audit(file)["claims"] if c["id"] == kept.about)
    changed = text.replace(entry["basis"]["source"][0], "0000000000:1111111111")
    file.write_text(changed, encoding="utf-8")
    page = " ".join(soup(client, "/note/4").get_text().split())
    assert "Was ruled: accepted by Ada <b>" in page
    assert "says something else" in page


def test_an_audit_of_one_note_is_started_and_watched(client: FlaskClient) -> None:
    answer = client.post("/note/1/audit", data={"form_token": form_token(client)})
    assert answer.status_code == 303
    place = answer.headers["Location"]
    deadline = time.monotonic() + 60
    while "Refresh" in client.get(place).headers and time.monotonic() < deadline:
        time.sleep(0.2)
    assert "Done" in client.get(place).text
    note = client.get("/api/v1/notes/1").json
    assert note is not None
    assert note["audit"]["only"] == [1]
    assert note["citations"][0]["verdict"] == "sound"


def test_an_audit_of_one_note_goes_on_counting_failures(
    client: FlaskClient, desk: Desk, tmp_path: Path
) -> None:
    whole = json.loads((tmp_path / "report" / "audit.json").read_text(encoding="utf-8"))
    long_ago = "2026-01-05T00:00:00Z"
    first = {
        **whole,
        "audit": {**whole["audit"], "id": "a", "started": long_ago},
        "addresses": [{**a, "first_failed": long_ago} for a in whole["addresses"]],
    }
    History(tmp_path / "report").record(first, {})
    answer = client.post("/note/18/audit", data={"form_token": form_token(client)})
    deadline = time.monotonic() + 60
    while "Refresh" in client.get(answer.headers["Location"]).headers:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    (address,) = read_audit(tmp_path / "report" / "notes" / "18" / "audit.json")["addresses"]
    assert (address["failures"], address["first_failed"]) == (2, long_ago)


@pytest.mark.parametrize("path", ["/note/999", "/jobs/77", "/nothing", "/note/-1", "/note/4/x"])
def test_what_is_not_there_is_a_page_that_says_so(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "That did not work" in answer.text


def test_a_publication_that_was_not_audited_can_be_looked_at(
    audited: Audited, desk: Desk, tmp_path: Path
) -> None:
    empty = Desk(
        replace(desk._source), audited.settings, report=tmp_path / "none", snapshots=tmp_path
    )
    client = create_app(empty).test_client()
    assert "not audited" in client.get("/note/4").text
    assert client.get("/").status_code == 200
    assert client.get("/note/4/compare/1").status_code == 422
