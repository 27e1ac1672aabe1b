"""What a page's markup gives away that its text does not."""

from __future__ import annotations

import re
from enum import StrEnum

#: The marks stand in the first part of a page, or not at all.
LOOKED_AT_BYTES = 131_072


class Mark(StrEnum):
    """A telling part of a page's markup."""

    PARKING_SERVICE = "parking_service"
    PASSWORD_FIELD = "password_field"  # noqa: S105 - the name of a mark
    WRITTEN_BY_SCRIPT = "written_by_script"


#: Services that fill parked domains; a script, frame or picture of theirs gives one away.
_PARKING_HOSTS = (
    "sedoparking.com", "parkingcrew.net", "bodis.com", "parklogic.com", "above.com",
    "parkingpage.namecheap.com", "cashparking.com", "domainsponsor.com", "skenzo.com",
    "voodoo.com", "rookmedia.net", "dsparking.com", "parkweb.co", "hugedomains.com",
    "d38psrni17bvxu.cloudfront.net", "img1.wsimg.com/parking-lander", "parking.reg.ru",
    "parking.nic.ru", "domainmarket.com", "uniregistry.com", "undeveloped.com", "afternic.com",
)  # fmt: skip
_TABLE: tuple[tuple[Mark, re.Pattern[bytes]], ...] = (
    (
        Mark.PARKING_SERVICE,
        re.compile(
            rb"<(?:script|i?frame|img)\b[^>]{0,200}?\bsrc\s*=\s*[\"']?(?:https?:)?//(?:[\w-]+\.){0,4}?(?:"
            + b"|".join(re.escape(host.encode()) for host in _PARKING_HOSTS)
            + rb")(?=[/\"'\s>:])",
            re.IGNORECASE,
        ),
    ),
    (
        Mark.PASSWORD_FIELD,
        re.compile(rb"<input\b[^>]{0,300}?\btype\s*=\s*[\"']?password\b", re.IGNORECASE),
    ),
    (
        Mark.WRITTEN_BY_SCRIPT,
        re.compile(
            rb"<noscript\b[^>]{0,100}>[^<]{0,200}\bjavascript\b"
            rb"|<(?:div|main|app-root)\b[^>]{0,100}?\bid\s*=\s*[\"']?(?:root|app|__next|___gatsby|__nuxt)\b"
            rb"|<app-root\b|\bng-app\b",
            re.IGNORECASE,
        ),
    ),
)


def find_marks(body: bytes) -> frozenset[Mark]:
    """The marks in a page's markup.

    >>> sorted(find_marks(b'<form><input name=p type="password"></form>'))
    [<Mark.PASSWORD_FIELD: 'password_field'>]
    """
    head = body[:LOOKED_AT_BYTES]
    return frozenset(mark for mark, pattern in _TABLE if pattern.search(head))
