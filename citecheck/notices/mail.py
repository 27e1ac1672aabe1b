"""A notice as an e-mail: text and HTML side by side, by SMTP."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr

from citecheck.model.notices import Channel, Delivery, Notice
from citecheck.notices.settings import password_of
from citecheck.safe_text import one_line
from citecheck.settings import NoticeSettings

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
#: Opens a connection to the mail server of the settings, encrypted as they say.
Mailer = Callable[[NoticeSettings], smtplib.SMTP]


def send_mail(
    notice: Notice, settings: NoticeSettings, *, at: datetime, connect: Mailer | None = None
) -> Delivery:
    """Send a notice to all of ``mail_to``; delivered is what the server took for every one.

    Raises :class:`~citecheck.model.errors.InputError` if the password cannot be had.
    """
    password = password_of(settings)
    message = write_mail(notice, settings, at=at)
    try:
        with (connect or open_mailer)(settings) as server:
            if settings.smtp_user and password is not None:
                server.login(settings.smtp_user, password)
            refused = server.send_message(message)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return Delivery(channel=Channel.MAIL, sent=False, why=_explain(error, password))
    if refused:
        whom = ", ".join(f"{one_line(a)} ({code[0]})" for a, code in sorted(refused.items()))
        return Delivery(channel=Channel.MAIL, sent=False, why=f"refused for {whom}")
    return Delivery(channel=Channel.MAIL, sent=True, why=f"sent to {', '.join(settings.mail_to)}")


def open_mailer(settings: NoticeSettings) -> smtplib.SMTP:
    """A connection to the mail server; certificates are checked, the password waits for TLS."""
    host, security = settings.smtp_host or "", settings.smtp_security
    port = settings.smtp_port or _PORTS[security]
    context = ssl.create_default_context()
    if security == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=settings.timeout, context=context)
    server = smtplib.SMTP(host, port, timeout=settings.timeout)
    if security == "starttls":
        try:
            server.starttls(context=context)
        except BaseException:
            with suppress(OSError, smtplib.SMTPException):
                server.close()
            raise
    return server


def write_mail(notice: Notice, settings: NoticeSettings, *, at: datetime) -> EmailMessage:
    """The message: plain text first, the same as HTML beside it (RFC 2046, 5.1.4)."""
    message = EmailMessage()
    message["Subject"] = one_line(notice.subject)
    message["From"] = settings.mail_from
    message["To"] = ", ".join(settings.mail_to)
    message["Date"] = format_datetime(at)
    domain = parseaddr(settings.mail_from or "")[1].rpartition("@")[2]
    message["Message-ID"] = make_msgid("citecheck", domain=domain or None)
    # RFC 3834: no vacation notice in return
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(notice.text)
    message.add_alternative(notice.html, subtype="html")
    return message


def _explain(error: Exception, password: str | None) -> str:
    """What went wrong on the way, in words; never with the password in them."""
    match error:
        case smtplib.SMTPAuthenticationError():
            words = f"the mail server declines user and password ({error.smtp_code})"
        case smtplib.SMTPRecipientsRefused():
            words = f"the mail server takes nothing for {', '.join(sorted(error.recipients))}"
        case smtplib.SMTPResponseException():
            said = error.smtp_error
            told = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
            words = f"the mail server answers {error.smtp_code} {told}"
        case ssl.SSLCertVerificationError():
            words = f"the mail server's certificate is not trusted: {error.verify_message}"
        case smtplib.SMTPNotSupportedError():
            words = f"the mail server does not offer what is asked of it: {error}"
        case _:
            words = f"the mail server cannot be reached: {error}" if str(error) else repr(error)
    return one_line(words.replace(password, "…") if password else words)
