from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from citecheck.model.errors import InputError
from citecheck.model.notices import Notice
from citecheck.notices import check_settings, send_mail
from citecheck.settings import NoticeSettings
from tests.notices.receivers import Postbox, mail_server
from tests.pipeline import certificates

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
AT = datetime(2026, 11, 27, 3, 17, tzinfo=UTC)
NOTICE = Notice(
    subject="citecheck: 1 change in Lakes & <Rivers>",
    text="note 4: broken: http://a.example/: Ünïcode → broken\n",
    html="<html><body><p>Ünïcode</p></body></html>",
    issue="",
    document={},
)
SETTINGS = NoticeSettings(
    mail_to=("editor@lake.example", "Auditor <auditor@lake.example>"),
    mail_from="citecheck <citecheck@lake.example>",
    smtp_host="localhost",
    smtp_security="none",
    timeout=5.0,
)
PASSWORD = "cor rect-horse"


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ssl.SSLContext]:
    """A certificate for localhost whose authority this process trusts."""
    made = certificates.make(tmp_path_factory.mktemp("tls"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(made.bundle))
        yield made.context({"localhost": "good"})


@pytest.fixture
def box() -> Iterator[Postbox]:
    with mail_server() as made:
        yield made


def at_port(box: Postbox, **changes: object) -> NoticeSettings:
    return replace(SETTINGS, smtp_port=box.port, **changes)  # type: ignore[arg-type]


def test_a_letter_has_text_and_html_and_reaches_everybody(box: Postbox) -> None:
    delivery = send_mail(NOTICE, at_port(box), at=AT)
    assert delivery.sent, delivery.why
    (letter,) = box.letters
    assert letter["Subject"] == NOTICE.subject
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"].datetime == AT
    assert letter["Message-ID"].endswith("@lake.example>")
    plain, rich = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content().replace("\r\n", "\n") == NOTICE.text
    assert rich.get_content().strip() == NOTICE.html
    assert box.to == [["editor@lake.example", "auditor@lake.example"]]


Server = Callable[..., AbstractContextManager[Postbox]]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_with_tls_the_password_goes_over_an_encrypted_line(
    security: str, context: ssl.SSLContext
) -> None:
    with mail_server(**{security: context}, password=PASSWORD) as box:  # type: ignore[arg-type]
        settings = at_port(box, smtp_security=security, smtp_user="me", smtp_password=PASSWORD)
        delivery = send_mail(NOTICE, settings, at=AT)
        assert delivery.sent, delivery.why
        assert box.encrypted == [True]
        assert box.logins == [("me", PASSWORD)]
        wrong = send_mail(NOTICE, replace(settings, smtp_password="wrong one"), at=AT)
    assert not wrong.sent
    assert wrong.why == "the mail server declines user and password (535)"
    assert "wrong one" not in wrong.why


def test_a_certificate_that_nobody_vouches_for_is_not_taken(
    context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    with mail_server(starttls=context, password=PASSWORD) as box:
        settings = at_port(box, smtp_security="starttls", smtp_user="me", smtp_password=PASSWORD)
        delivery = send_mail(NOTICE, settings, at=AT)
    assert "certificate is not trusted" in delivery.why
    assert box.logins == []


def test_a_server_without_starttls_gets_neither_letter_nor_password(box: Postbox) -> None:
    settings = at_port(box, smtp_security="starttls", smtp_user="me", smtp_password=PASSWORD)
    delivery = send_mail(NOTICE, settings, at=AT)
    assert "does not offer" in delivery.why
    assert (box.letters, box.logins) == ([], [])


def test_what_a_server_declines_is_told_in_one_line(box: Postbox) -> None:
    box.refusal = "554-no \x1b[31mred\r\n554 letters"
    declined = send_mail(NOTICE, at_port(box), at=AT)
    assert declined.why == "the mail server answers 554 no red letters"
    box.refusal, box.unknown = None, ("editor@lake.example",)
    part = send_mail(NOTICE, at_port(box), at=AT)
    assert (part.sent, part.why) == (False, "refused for editor@lake.example (550)")
    box.unknown = ("editor@lake.example", "auditor@lake.example")
    assert (
        "takes nothing for auditor@lake.example, editor"
        in send_mail(NOTICE, at_port(box), at=AT).why
    )


def test_no_server_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    delivery = send_mail(NOTICE, replace(SETTINGS, smtp_port=port), at=AT)
    assert delivery.why.startswith("the mail server cannot be reached: ")


def test_a_subject_cannot_smuggle_in_a_header(box: Postbox) -> None:
    sly = replace(NOTICE, subject="news\r\nBcc: everybody@lake.example")
    assert send_mail(sly, at_port(box), at=AT).sent
    assert box.letters[0]["Bcc"] is None
    assert box.letters[0]["Subject"] == "news Bcc: everybody@lake.example"


def test_the_password_comes_from_its_file(tmp_path: Path, context: ssl.SSLContext) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    with mail_server(starttls=context, password=PASSWORD) as box:
        settings = at_port(
            box, smtp_security="starttls", smtp_user="me", smtp_password_file=str(file)
        )
        file.chmod(0o644)
        with pytest.raises(InputError, match="everybody on this machine may read it"):
            send_mail(NOTICE, settings, at=AT)
        file.chmod(0o600)
        assert send_mail(NOTICE, settings, at=AT).sent
        file.unlink()
        with pytest.raises(InputError, match="smtp_password_file: cannot be read"):
            send_mail(NOTICE, settings, at=AT)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"smtp_host": None}, "notices.smtp_host: is missing"),
        ({"mail_from": None}, "notices.mail_from: is missing"),
        ({"mail_to": ("nobody",)}, "notices.mail_to: not an e-mail address: 'nobody'"),
        ({"mail_to": ("a@b.example\r\nBcc: c@d.example",)}, "not an e-mail address"),
        ({"smtp_security": "ssl"}, "expected one of starttls, tls, none"),
        ({"smtp_host": "mail.example", "smtp_user": "me"}, "never sent in the clear"),
        ({"webhook": "ftp://a.example/"}, "notices.webhook: not an http(s) address"),
        ({"webhook": "https:///path"}, "notices.webhook: not an http(s) address"),
    ],
)
def test_settings_with_which_nothing_can_be_sent_are_refused(
    changes: dict[str, object], words: str
) -> None:
    check_settings(SETTINGS)
    with pytest.raises(InputError) as caught:
        check_settings(replace(SETTINGS, **changes))  # type: ignore[arg-type]
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
