"""Strangers: foreign hosts, other sites' pages, files of this machine, private networks."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from flask.testing import FlaskClient

from citecheck.settings import Settings
from citecheck.web import Desk, create_app
from tests.web.conftest import form_token

CLAIM = "It welcomed 69,000 visitors."
JSON = "/api/v1/checks"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "[::1",
             "a b"]
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/api/v1/notes", "/style.css", "/note/1"])
def test_a_foreign_host_is_refused(client: FlaskClient, host: str, path: str) -> None:
    assert client.get(path, headers={"Host": host}).status_code in (400, 421)


@pytest.mark.parametrize("host", ["127.0.0.1:8300", "localhost:8300", "[::1]:8300", "localhost"])
def test_this_machine_is_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_forwarded_headers_change_nothing(client: FlaskClient) -> None:
    headers = {
        "Host": "evil.example",
        "X-Forwarded-Host": "localhost",
        "Forwarded": "host=localhost",
    }
    assert client.get("/", headers=headers).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "https://localhost"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_sites_page_changes_nothing(
    client: FlaskClient, desk: Desk, headers: dict[str, str]
) -> None:
    token = form_token(client)
    ruling = {"about": "c004-1", "ruling": "accepted", "name": "Eve"}
    for answer in (
        client.post("/rulings", data={**ruling, "form_token": token}, headers=headers),
        client.post("/note/1/audit", data={"form_token": token}, headers=headers),
        client.post("/check", data={"claim": CLAIM, "form_token": token}, headers=headers),
        client.post("/api/v1/rulings", json=ruling, headers=headers),
        client.post("/api/v1/notes/1/audits", headers=headers),
    ):
        assert answer.status_code == 403
    assert desk.rulings() == ()
    assert desk.jobs.find(1) is None


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_a_form_that_is_not_ours_changes_nothing(client: FlaskClient, token: str) -> None:
    data = {"about": "c004-1", "ruling": "accepted", "name": "Eve", "form_token": token}
    assert client.post("/rulings", data=data).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_what_a_form_of_another_site_could_send_is_no_request_of_the_api(
    client: FlaskClient, kind: str
) -> None:
    body = '{"about": "c004-1", "ruling": "accepted", "name": "Eve"}'
    assert client.post("/api/v1/rulings", data=body, content_type=kind).status_code == 415


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "/etc/passwd", "ftp://a.example/", "gopher://127.0.0.1/", "data:,40",
     "jar:file:///x", "\\\\host\\share", "http+unix://x", "local_file:/etc/passwd"],
)  # fmt: skip
def test_no_address_leads_to_a_file_of_this_machine(client: FlaskClient, address: str) -> None:
    answer = client.post(JSON, json={"claim": CLAIM, "address": address})
    assert answer.status_code == 400
    data = {"claim": CLAIM, "address": address, "form_token": form_token(client)}
    assert "expected an http or https address" in client.post("/check", data=data).text


class Counter(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 - shared by the requests of one test on purpose

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"secret: 69,000 visitors")

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def private() -> Iterator[int]:
    Counter.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]",
             "0.0.0.0", "[::1]", "127.0.0.1.", "user@127.0.0.1"],
)  # fmt: skip
def test_no_address_leads_to_a_private_network_whatever_the_settings(
    desk: Desk, tmp_path: Path, private: int, host: str
) -> None:
    settings = Settings(allow_private=True, retries=0, delay=0, connect_timeout=2)
    bold = Desk(desk._source, settings, report=tmp_path / "report", snapshots=tmp_path / "none")
    client = create_app(bold).test_client()
    address = f"http://{host}:{private}/secret"
    answer = client.post(JSON, json={"claim": CLAIM, "address": address})
    assert answer.status_code == 422
    assert "secret" not in answer.text.replace(address, "")
    assert Counter.asked == []


def test_pages_forbid_scripts_frames_and_foreign_forms(client: FlaskClient) -> None:
    for path in ("/", "/note/4", "/check", "/nothing", "/api/v1/notes"):
        headers = client.get(path).headers
        policy = dict(
            rule.strip().split(" ", 1) for rule in headers["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert "script-src" not in policy
        assert policy["frame-ancestors"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers


def test_with_a_token_nothing_is_told_without_it(desk: Desk) -> None:
    app = create_app(desk, token="a-long-token")
    client = app.test_client()
    for path in ("/", "/note/4", "/style.css", "/api/v1/notes", "/api/v1/openapi.json", "/x"):
        assert client.get(path).status_code == 401
    assert client.get("/?token=another").status_code == 401
    bearer = {"Authorization": "Bearer a-long-token"}
    assert client.get("/api/v1/notes", headers=bearer).status_code == 200
    first = client.get("/?token=a-long-token")
    assert (first.status_code, first.headers["Location"]) == (302, "/")
    cookie = first.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert client.get("/").status_code == 200


def test_a_path_that_climbs_reaches_no_file(client: FlaskClient) -> None:
    for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/style.css/../app.py",
                 "/note/../api", "//etc/passwd"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code in (308, 404, 421)
        assert "root:" not in answer.text


def test_what_is_too_large_is_refused_before_it_is_read(client: FlaskClient) -> None:
    headers = {"Content-Length": str(10**12), "Content-Type": "application/json"}
    assert client.post(JSON, data=b"{}", headers=headers).status_code in (400, 413)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_people_type_comes_back_as_words(client: FlaskClient, text: str) -> None:
    token = form_token(client)
    data = {"claim": text, "figure": text, "address": text, "form_token": token}
    for answer in (client.get("/", query_string={"q": text}), client.post("/check", data=data)):
        assert text not in answer.text
        assert "<script" not in answer.text
        assert "<img" not in answer.text
