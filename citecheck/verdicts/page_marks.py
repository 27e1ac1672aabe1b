"""What a file's bytes give away that its text does not."""

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
    WALL_SCRIPT = "wall_script"
    OFFICE_FILE = "office_file"
    PDF_CUT = "pdf_cut"


#: Services that fill parked domains; a script, frame or picture of theirs gives one away.
_PARKING_HOSTS = (
    "sedoparking.com", "parkingcrew.net", "bodis.com", "parklogic.com", "above.com",
    "parkingpage.namecheap.com", "cashparking.com", "domainsponsor.com", "skenzo.com",
    "voodoo.com", "rookmedia.net", "dsparking.com", "parkweb.co", "hugedomains.com",
    "d38psrni17bvxu.cloudfront.net", "img1.wsimg.com/parking-lander", "parking.reg.ru",
    "parking.nic.ru", "domainmarket.com", "uniregistry.com", "undeveloped.com", "afternic.com",
    "dan.com", "sedo.com", "parking.ru", "buydomains.com", "parkingspa.com",
)  # fmt: skip
_TABLE: tuple[tuple[Mark, re.Pattern[bytes]], ...] = (
    (
        Mark.PARKING_SERVICE,
        re.compile(
            rb"<(?:script|i?frame|img)\b[^>]{0,200}?\bsrc\s*=\s*[\"']?(?:https?:)?//(?:[\w-]+\.){0,4}?(?:"
            + b"|".join(re.escape(host.encode()) for host in _PARKING_HOSTS)
            + rb")(?=[/\"'\s>:])"
            # what the largest of them write into pages without any text
            + rb"|\bwindow\.park\s*=|\blocation(?:\.href)?\s*=\s*[\"']/lander\b",
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
    (
        Mark.WALL_SCRIPT,
        re.compile(
            rb"_incapsula_resource|captcha-delivery\.com|px-captcha|aws-waf-token|\bcf-chl"
            # a script that sets a cookie and asks for the page again
            rb"|\bdocument\.cookie\s*=(?s:.){0,2000}?\blocation\.reload\b",
            re.IGNORECASE,
        ),
    ),
    (
        Mark.OFFICE_FILE,
        re.compile(
            rb"<meta\b[^>]{0,100}\bgenerator\b[^>]{0,40}\bmicrosoft\s+(?:word|excel)"
            rb"|\burn:schemas-microsoft-com:office:(?:word|excel)",
            re.IGNORECASE,
        ),
    ),
)
#: A PDF ends with its cross-reference and ``%%EOF`` (ISO 32000-1, 7.5.5), whatever comes after.
_PDF_END = re.compile(rb"%%EOF|startxref")
_PDF_TAIL_BYTES = 65_536


def is_parking_host(host: str) -> bool:
    """Whether a host fills, or sells, domains that are in nobody's use.

    >>> is_parking_host("hugedomains.com"), is_parking_host("example.org")
    (True, False)
    """
    return any(host == known or host.endswith(f".{known}") for known in _PARKING_HOSTS)


def find_marks(body: bytes) -> frozenset[Mark]:
    """The marks in a page's markup, or in a PDF's end.

    >>> sorted(find_marks(b'<form><input name=p type="password"></form>'))
    [<Mark.PASSWORD_FIELD: 'password_field'>]
    """
    head = body[:LOOKED_AT_BYTES]
    if b"%PDF-" in head[:1024]:
        cut = not _PDF_END.search(body, max(0, len(body) - _PDF_TAIL_BYTES))
        return frozenset({Mark.PDF_CUT}) if cut else frozenset()
    return frozenset(mark for mark, pattern in _TABLE if pattern.search(head))
