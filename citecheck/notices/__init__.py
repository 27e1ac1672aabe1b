"""Telling people: a webhook, an e-mail, the text of an issue.

What is told is written by ``report/notice.py``.
"""

from __future__ import annotations

from citecheck.notices.issue import drop_issue, write_issue
from citecheck.notices.mail import Mailer, send_mail
from citecheck.notices.settings import channels_of, check_settings
from citecheck.notices.webhook import post_notice

__all__ = [
    "Mailer",
    "channels_of",
    "check_settings",
    "drop_issue",
    "post_notice",
    "send_mail",
    "write_issue",
]
