"""A notice as one POST of JSON, tried again where that may help."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Protocol

from urllib3.exceptions import InvalidHeader, MaxRetryError
from urllib3.util.retry import Retry

from citecheck.model.captures import Failure, NoResponse, Outcome, Response
from citecheck.model.notices import Channel, Delivery, Notice
from citecheck.settings import NoticeSettings

#: Answers after which it is tried again: too many requests, and a server's own trouble.
AGAIN = (429, 500, 502, 503, 504)
_NEVER = frozenset({Failure.NOT_ALLOWED, Failure.MALFORMED, Failure.TLS})
#: A longer Retry-After is not waited for.
_LONGEST = 60.0


class Post(Protocol):
    """One POST to an address that the user configured; redirects are not followed."""

    def post(
        self,
        url: str,
        form: bytes,
        *,
        headers: dict[str, str],
        read_timeout: float,
        trusted: bool,
    ) -> Outcome:
        """What the address answers."""
        ...


def post_notice(
    notice: Notice,
    settings: NoticeSettings,
    door: Post,
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> Delivery:
    """Hand a notice to the webhook of the settings; delivered is what it answers with 2xx."""
    assert settings.webhook is not None
    body = json.dumps(notice.document, ensure_ascii=True).encode("ascii")
    headers = {"Content-Type": "application/json"}
    if settings.webhook_token:
        headers["Authorization"] = f"Bearer {settings.webhook_token}"
    patience = Retry(
        total=settings.retries, backoff_factor=settings.backoff / 2, status_forcelist=AGAIN
    )
    while True:
        answer = door.post(
            settings.webhook, body, headers=headers, read_timeout=settings.timeout, trusted=True
        )
        if isinstance(answer, Response) and 200 <= answer.status < 300:
            return Delivery(channel=Channel.WEBHOOK, sent=True, why=f"answered {answer.status}")
        why = _explain(answer)
        wait = _retry_after(answer)
        if not _may_help(answer) or wait > _LONGEST:
            return Delivery(channel=Channel.WEBHOOK, sent=False, why=why)
        try:
            patience = patience.increment(method="POST", url=settings.webhook)
        except MaxRetryError:
            tries = settings.retries + 1
            return Delivery(channel=Channel.WEBHOOK, sent=False, why=f"{why}, {tries} times")
        sleep(max(wait, min(settings.backoff * 2 ** (len(patience.history) - 1), _LONGEST)))


def _explain(answer: Outcome) -> str:
    if isinstance(answer, NoResponse):
        return answer.why
    if 300 <= answer.status < 400:
        return f"it answers {answer.status}, and a notice is not sent on: name where it leads"
    return f"it answers {answer.status}"


def _may_help(answer: Outcome) -> bool:
    if isinstance(answer, NoResponse):
        return answer.failure not in _NEVER
    return answer.status in AGAIN


def _retry_after(answer: Outcome) -> float:
    """Seconds that the server asks for (RFC 9110, 10.2.3); 0 where it asks for none."""
    value = answer.header("Retry-After") if isinstance(answer, Response) else None
    try:
        return Retry().parse_retry_after(value) if value else 0.0
    except InvalidHeader:
        return 0.0
