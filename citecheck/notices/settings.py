"""Which channels the settings name, and whether what they say of each is whole."""

from __future__ import annotations

from email.headerregistry import Address
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from citecheck.model.errors import InputError
from citecheck.model.notices import Channel
from citecheck.settings import NoticeSettings

SECURITIES = ("starttls", "tls", "none")
_TABLE = "notices"


def channels_of(settings: NoticeSettings) -> tuple[Channel, ...]:
    """The channels that are to be used."""
    named = {
        Channel.WEBHOOK: settings.webhook,
        Channel.MAIL: settings.mail_to,
        Channel.ISSUE: settings.issue_file,
    }
    return tuple(channel for channel, value in named.items() if value)


def check_settings(settings: NoticeSettings) -> None:
    """Raise :class:`InputError` for a setting with which nothing could ever be delivered."""
    if settings.webhook is not None:
        parts = urlsplit(settings.webhook)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise _wrong("webhook", "not an http(s) address")
    if settings.smtp_security not in SECURITIES:
        raise _wrong("smtp_security", f"expected one of {', '.join(SECURITIES)}")
    if not settings.mail_to:
        return
    for name, value in (("smtp_host", settings.smtp_host), ("mail_from", settings.mail_from)):
        if not value:
            raise _wrong(name, "is missing, and mail_to wants it")
    for name, addresses in (("mail_to", settings.mail_to), ("mail_from", (settings.mail_from,))):
        for address in addresses:
            if not _is_mailbox(address or ""):
                raise _wrong(name, f"not an e-mail address: {address!r}")
    if settings.smtp_user and settings.smtp_security == "none" and not is_here(settings.smtp_host):
        raise _wrong("smtp_security", "a password is never sent in the clear: starttls or tls")


def password_of(settings: NoticeSettings) -> str | None:
    """The password of the mail server: from the environment, else from its file.

    Raises :class:`InputError` if the file cannot be read, or is open to everybody.
    """
    if settings.smtp_password is not None:
        return settings.smtp_password
    if settings.smtp_password_file is None:
        return None
    path = Path(settings.smtp_password_file).expanduser()
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        words = getattr(error, "strerror", None) or "it is not UTF-8"
        raise _wrong("smtp_password_file", f"cannot be read: {words}") from error
    if mode & 0o077:
        raise InputError(
            "everybody on this machine may read it",
            _TABLE,
            "smtp_password_file",
            remedy=f"chmod 600 {path.name}",
        )
    return text.rstrip("\r\n")


def is_here(host: str | None) -> bool:
    """Whether a host is this machine by its name or address."""
    try:
        return ip_address((host or "").strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _is_mailbox(text: str) -> bool:
    """Whether a text is one mailbox, with or without a name (RFC 5322, 3.4)."""
    _, address = parseaddr(text)
    if not address or any(ord(letter) < 32 for letter in text):
        return False
    try:
        parsed = Address(addr_spec=address)
    except (ValueError, IndexError):
        return False
    return bool(parsed.username and parsed.domain)


def _wrong(name: str, problem: str) -> InputError:
    return InputError(problem, _TABLE, name, remedy="mend it in citecheck.toml")
