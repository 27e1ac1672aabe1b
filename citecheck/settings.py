"""Every setting, with its default: one frozen value, built once and handed in.

Where values come from (file, environment, flags) is the business of
:mod:`citecheck.config`.  Times are seconds, sizes bytes unless the name says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run may do and how patient it is."""

    # the live web
    user_agent: str = "citecheck/0.1 (checks the endnotes of a publication; one GET an address)"
    jobs: int = 16
    per_host: int = 2
    delay: float = 0.5
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    total_timeout: float = 60.0
    budget: float | None = None
    max_bytes: int = 50_000_000
    max_redirects: int = 10
    retries: int = 2
    retry_after_cap: float = 60.0
    backoff: float = 1.0
    #: One of so many audits has an address in full though its server says 304.
    full_every: int = 5
    #: Whether an address is asked only when it is due: so many days after it was last asked,
    #: if it is alive (more, the longer it has been), fails, or has failed for good.
    only_due: bool = False
    due_alive_days: float = 30.0
    due_alive_most_days: float = 180.0
    due_failing_days: float = 3.0
    due_lost_days: float = 90.0
    proxy: str | None = None
    no_proxy: str | None = None
    allow_private: bool = False
    sibling_share: float = 0.1
    # the machine's own network
    probe_hosts: tuple[str, ...] = ("web.archive.org", "www.un.org", "www.wikipedia.org")
    probe_timeout: float = 4.0
    # archives
    use_archive: bool = True
    archive: str = "https://web.archive.org"
    more_archives: tuple[str, ...] = (
        "https://arquivo.pt/wayback",
        "https://wayback.archive-it.org/all",
    )
    availability: str | None = None
    archive_per_minute: float | None = None
    gate_folder: str | None = None
    archive_read_timeout: float = 75.0
    archive_window_days: int = 1100
    archive_cache_hours: float = 24.0
    # other ways to a lost source
    rescue: str | None = None
    # asking an archive to keep what is still alive
    save: str = "https://web.archive.org/save"
    save_access_key: str | None = field(default=None, repr=False)
    save_secret_key: str | None = field(default=None, repr=False)
    save_per_minute: float = 6.0
    # versions: a copy this near to the access date is the cited one
    cited_window_days: int = 31
    # over audits: so many failures, so many days apart, are no accident
    failures_confirmed: int = 3
    failure_days: float = 3.0
    # bytes that the snapshots may take; an audit that would begin above does not
    disk_budget: int | None = None
    # a file for node_exporter's textfile collector, written after each run
    metrics_file: str | None = None
    # object storage where captures go, as fsspec knows it
    storage: str | None = None
    # a Dask cluster that does a part of the work; its certificates, where it wants any
    dask: str | None = None
    dask_ca_file: str | None = None
    dask_cert_file: str | None = None
    dask_key_file: str | None = None
    # reading captured files
    worker_seconds: float = 60.0
    worker_memory: int = 1 << 30
    max_pages: int = 2000
    # pages of a scanned file that tesseract is given, where it is installed
    ocr_pages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSettings:
    """Who is told what changed, and how: the table ``[notices]`` of ``citecheck.toml``.

    Nothing is sent where nothing is named here.
    """

    #: The changes that are worth a notice, as ``citecheck audit --fail-on`` names them.
    on: tuple[str, ...] = ("any",)
    #: Whether it is also told that an audit could not be made at all.
    on_failure: bool = False
    #: Where reports can be read by whoever is told; without it their folder is named.
    report_url: str | None = None
    # a webhook: one POST of JSON
    webhook: str | None = None
    webhook_token: str | None = field(default=None, repr=False)
    # e-mail by SMTP
    mail_to: tuple[str, ...] = ()
    mail_from: str | None = None
    smtp_host: str | None = None
    smtp_port: int | None = None
    #: starttls, tls (from the first byte), or none.
    smtp_security: str = "starttls"
    smtp_user: str | None = None
    smtp_password: str | None = field(default=None, repr=False)
    smtp_password_file: str | None = None
    # a file with the text of an issue, there only while something is to be told
    issue_file: str | None = None
    # patience: seconds for one try, further tries, seconds before the first of them
    timeout: float = 30.0
    retries: int = 3
    backoff: float = 2.0


#: Never printed, logged or kept; and never taken from a file that others read.
NOTICE_SECRETS = frozenset({"webhook_token", "smtp_password"})

#: Never printed, logged or kept.
SECRETS = frozenset({"save_access_key", "save_secret_key"})


def without_secrets(settings: Settings) -> Settings:
    """The settings for a process that does not use the keys of archive.org."""
    none: dict[str, Any] = dict.fromkeys(SECRETS)
    return replace(settings, **none)


def tellable(settings: Settings) -> dict[str, object]:
    """The settings as they may be kept beside an audit: without the keys of archive.org."""
    return {
        one.name: getattr(settings, one.name) for one in fields(settings) if one.name not in SECRETS
    }
