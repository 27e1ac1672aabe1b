from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from citecheck.capture.door import Door
from citecheck.model.notices import Delivery, Notice
from citecheck.notices import post_notice
from citecheck.settings import NoticeSettings, Settings
from tests.notices.receivers import Receiver, receiver

DOOR = Door(Settings(no_proxy="*", connect_timeout=2.0))
NOTICE = Notice(
    subject="s", text="t", html="", issue="", document={"schema": "x", "text": "Ünï\u202e"}
)
SETTINGS = NoticeSettings(retries=2, backoff=1.0, timeout=2.0)


def post(hook: Receiver, waits: list[float] | None = None, **changes: object) -> Delivery:
    settings = replace(SETTINGS, webhook=hook.url, **changes)  # type: ignore[arg-type]
    return post_notice(NOTICE, settings, DOOR, sleep=(waits if waits is not None else []).append)


def test_it_is_one_post_of_json() -> None:
    with receiver() as hook:
        delivery = post(hook, webhook_token="key")
    assert (delivery.sent, delivery.why) == (True, "answered 204")
    assert hook.got == [NOTICE.document]
    assert hook.heads[0]["Content-Type"] == "application/json"
    assert hook.heads[0]["Authorization"] == "Bearer key"


def test_a_server_in_trouble_is_asked_again_and_its_waits_are_kept() -> None:
    waits: list[float] = []
    with receiver((503, {}), (429, {"Retry-After": "7"}), (200, {})) as hook:
        assert post(hook, waits).sent
    assert len(hook.got) == 3
    assert waits == [1.0, 7.0]


def test_after_the_last_try_it_is_told() -> None:
    with receiver((500, {})) as hook:
        delivery = post(hook)
    assert (delivery.sent, delivery.why) == (False, "it answers 500, 3 times")
    assert len(hook.got) == 3


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (401, {}, "it answers 401"),
        (404, {}, "it answers 404"),
        (302, {"Location": "http://127.0.0.1:1/"}, "not sent on"),
        (429, {"Retry-After": "86400"}, "it answers 429"),
    ],
)
def test_what_another_try_cannot_help_is_told_at_once(
    status: int, headers: dict[str, str], words: str
) -> None:
    with receiver((status, headers)) as hook:
        delivery = post(hook)
    assert not delivery.sent
    assert words in delivery.why
    assert len(hook.got) == 1


def test_nobody_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    gone = Receiver(url=f"http://127.0.0.1:{port}/secret-part")
    delivery = post(gone, retries=0)
    assert not delivery.sent
    assert "secret-part" not in delivery.why


@pytest.mark.parametrize("url", ["http://127.0.0.1:22/", "http://0x7f.1:25/"])
def test_ports_of_other_services_stay_closed(url: str) -> None:
    delivery = post(Receiver(url=url))
    assert not delivery.sent
