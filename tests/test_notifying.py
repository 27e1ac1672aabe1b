"""Who is told what, over several audits, channels and publications."""

from __future__ import annotations

import json
import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from citecheck.cli import run
from citecheck.history import History
from citecheck.notifying import Told, notify
from citecheck.settings import NoticeSettings, Settings
from tests.history.test_differences import audit, failing
from tests.notices.receivers import Postbox, mail_server, receiver

WEB = Settings(no_proxy="*")


def keep(history: History, document: dict[str, Any]) -> None:
    number = len(history.audits()) + 1
    run_ = {
        "id": f"audit-{number}", "source": "x", "started": f"2026-0{number}-01T00:00:00Z",
        "finished": f"2026-0{number}-01T00:01:00Z", "version": "0", "network": "online",
        "only": [],
    }  # fmt: skip
    rows = {
        "addresses": (
            "http_status", "final_url", "first_failed", "digest", "why", "asked", "alive_since",
            "next_check",
        ),
        "findings": ("captured", "passage", "page"),
        "slips": ("severity",),
    }  # fmt: skip
    filled = {
        name: [{**dict.fromkeys(columns), **row} for row in document[name]]
        for name, columns in rows.items()
    }
    whole = {**document, **filled, "audit": run_, "publication": {"title": "Lakes"}}
    history.record(whole, {})


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(name="lake", history=History(tmp_path / "reports" / "lake"))


def test_only_what_changed_is_told_and_only_once(told: Told) -> None:
    with receiver() as hook:
        settings = NoticeSettings(webhook=hook.url)
        for document in (audit(), audit(), failing(1, status="gone")):
            keep(told.history, document)
            assert all(one.sent for one in notify([told], settings, WEB))
        assert list(notify([told], settings, WEB)) == []
    (got,) = hook.got
    since = got["publications"][0]["since"]
    assert since["older"]["id"] == "audit-2"
    assert [d["change"] for d in since["differences"]] == ["broken", "verdict"]


def test_what_could_not_be_delivered_is_told_with_what_came_later(told: Told) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    keep(told.history, audit())
    keep(told.history, failing(1, status="gone"))
    (lost,) = notify([told], NoticeSettings(webhook=nobody, retries=0), WEB)
    assert not lost.sent
    moved = failing(1, status="gone")
    moved["citations"][2]["verdict"] = "moved"
    keep(told.history, moved)
    with receiver() as hook:
        list(notify([told], NoticeSettings(webhook=hook.url), WEB))
    changes = [d["change"] for d in hook.got[0]["publications"][0]["since"]["differences"]]
    assert changes == ["broken", "verdict", "moved"]


def test_each_channel_is_told_what_it_has_not_heard(told: Told, tmp_path: Path) -> None:
    keep(told.history, audit())
    keep(told.history, failing(1, status="gone"))
    file = tmp_path / "issue.md"
    list(notify([told], NoticeSettings(issue_file=str(file)), WEB))
    assert file.read_text("utf-8").startswith("# citecheck: 2 changes in Lakes\n\n**Lakes**: ")
    with mail_server() as box:
        settings = NoticeSettings(
            issue_file=str(file), mail_to=("a@lake.example",), mail_from="b@lake.example",
            smtp_host="127.0.0.1", smtp_port=box.port, smtp_security="none",
        )  # fmt: skip
        sent = list(notify([told], settings, WEB))
    assert [str(one.channel) for one in sent] == ["mail"]
    assert len(box.letters) == 1
    assert file.exists()
    keep(told.history, failing(2, status="gone"))
    list(notify([told], NoticeSettings(issue_file=str(file)), WEB))
    assert not file.exists()


def test_changes_that_nobody_asked_for_are_no_news(told: Told) -> None:
    keep(told.history, audit())
    keep(told.history, failing(1, status="gone"))
    with receiver() as hook:
        assert list(notify([told], NoticeSettings(webhook=hook.url, on=("moved",)), WEB)) == []
    assert hook.got == []


def test_many_publications_are_one_notice(tmp_path: Path) -> None:
    several = [Told(name=n, history=History(tmp_path / n)) for n in ("lake", "river", "sea")]
    for one in several:
        keep(one.history, audit())
        keep(one.history, audit() if one.name == "river" else failing(1, status="gone"))
    with receiver() as hook:
        list(notify(several, NoticeSettings(webhook=hook.url), WEB))
        assert list(notify(several, NoticeSettings(webhook=hook.url), WEB)) == []
    (got,) = hook.got
    assert [one["name"] for one in got["publications"]] == ["lake", "sea"]


def test_a_history_says_who_was_told(told: Told) -> None:
    keep(told.history, audit())
    keep(told.history, failing(1, status="gone"))
    with receiver() as hook:
        list(notify([told], NoticeSettings(webhook=hook.url), WEB))
    with sqlite3.connect(told.history.folder / "history.sqlite") as connection:
        rows = connection.execute("select audit, channel, sent, why from notices").fetchall()
    connection.close()
    assert rows == [("audit-2", "webhook", 1, "answered 204")]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a publication of one address on this machine that nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    (tmp_path / "lake.txt").write_text(f"http://127.0.0.1:{port}/\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settle(place: Path, text: str) -> None:
    (place / "citecheck.toml").write_text(f"[notices]\n{text}\n", encoding="utf-8")


def test_an_audit_that_cannot_be_made_is_told_if_asked_for(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "reports").write_text("in the way")
    with receiver() as hook:
        settle(place, f'webhook = "{hook.url}"')
        assert run(["audit", "lake.txt", "--offline", "--notify"]) == 2
        assert hook.got == []
        settle(place, f'webhook = "{hook.url}"\non_failure = true')
        assert run(["audit", "lake.txt", "--offline", "--notify"]) == 2
    (got,) = hook.got
    assert got["kind"] == "failure"
    assert "the history cannot be used" in got["text"]
    assert "notice sent: webhook" in capsys.readouterr().err


def test_a_notice_that_cannot_be_delivered_leaves_the_audit_its_exit_code(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(place, 'issue_file = "lake.txt/issue.md"')
    codes = [run(["audit", "lake.txt", "--offline", "--notify"]) for _ in range(2)]
    plain = run(["audit", "lake.txt", "--offline"])
    assert codes == [plain, plain]
    history = History(place / "reports" / "lake")
    keep_broken(history)
    capsys.readouterr()
    assert run(["notify", "lake.txt"]) == 2
    err = capsys.readouterr().err
    assert "issue was not delivered: lake.txt/issue.md cannot be written" in err
    assert err.count("\n") == 1


def keep_broken(history: History) -> None:
    """An audit in which a note came to be, so that there is something to tell."""
    last = json.loads(json.dumps(history.document(history.audits()[-1].id)))
    last["citations"].append({**last["citations"][0], "note": 2, "url": None})
    history.record(last, {})


def test_a_dry_run_prints_what_would_be_sent_and_sends_nothing(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with receiver() as hook, mail_server() as box:
        settle(
            place,
            f'webhook = "{hook.url}"\nmail_to = ["a@lake.example"]\nmail_from = "b@lake.example"\n'
            f'smtp_host = "127.0.0.1"\nsmtp_port = {box.port}\nsmtp_security = "none"\n'
            'issue_file = "issue.md"',
        )
        for _ in range(2):
            run(["audit", "lake.txt", "--offline"])
        keep_broken(History(place / "reports" / "lake"))
        capsys.readouterr()
        for _ in range(2):
            assert run(["notify", "lake.txt", "--dry-run"]) == 0
            out = capsys.readouterr().out
            assert out.count("citecheck: 1 change in ") == 3
            assert "secret-part" not in out
        assert run(["notify", "lake.txt", "--dry-run", "--json"]) == 0
        pending = json.loads(capsys.readouterr().out)["pending"]
        assert [one["channel"] for one in pending] == ["webhook", "mail", "issue"]
        assert (hook.got, box.letters) == ([], [])
        assert not (place / "issue.md").exists()
        assert run(["notify", "lake.txt"]) == 0
        assert (len(hook.got), len(box.letters)) == (1, 1)
        assert run(["notify", "lake.txt"]) == 0
        assert "nothing to tell" in capsys.readouterr().out


def test_of_several_publications_what_failed_is_told_beside_what_changed(place: Path) -> None:
    settle(place, 'issue_file = "issue.md"\non_failure = true')
    for _ in range(2):
        run(["audit", "lake.txt", "nowhere.txt", "--offline"])
    keep_broken(History(place / "reports" / "lake"))
    assert run(["audit", "lake.txt", "nowhere.txt", "--offline", "--notify"]) == 2
    text = (place / "issue.md").read_text("utf-8")
    assert text.index("# citecheck: 1 change in ") < text.index("# citecheck: no audit of nowhere")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "finds nobody to tell"),
        ('smtp_password = "x"', "a secret does not belong in this file"),
        ('webhook_token = "x"', "set CITECHECK_NOTICES_WEBHOOK_TOKEN"),
        ('webhok = "x"', "did you mean webhook?"),
        ('webhook = "file:///etc/passwd"', "not an http(s) address"),
        ('mail_to = ["a@b.example"]', "smtp_host: is missing"),
        ("mail_to = [3]", "expected a list of texts"),
    ],
)
def test_settings_that_cannot_work_are_told_before_anything_is_asked(
    place: Path, text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(place, text)
    assert run(["audit", "lake.txt", "--offline", "--notify"]) == 2
    err = capsys.readouterr().err
    assert words in err
    assert err.count("\n") == 1
    assert not (place / "reports").exists()


def test_a_password_is_nowhere_in_what_is_printed_or_kept(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CITECHECK_NOTICES_SMTP_PASSWORD", "cor-rect-horse")
    box = Postbox(port=1)
    settle(
        place,
        'mail_to = ["a@lake.example"]\nmail_from = "b@lake.example"\nsmtp_user = "me"\n'
        f'smtp_host = "127.0.0.1"\nsmtp_port = {box.port}\nsmtp_security = "none"',
    )
    run(["audit", "lake.txt", "--offline"])
    keep_broken(History(place / "reports" / "lake"))
    assert run(["notify", "lake.txt"]) == 2
    run(["notify", "lake.txt", "--dry-run"])
    said = capsys.readouterr()
    assert "cor-rect" not in said.out + said.err
    for file in place.rglob("*"):
        assert not file.is_file() or b"cor-rect" not in file.read_bytes()
