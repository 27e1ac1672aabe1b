"""UN document symbols: in words, in addresses, and with a year run into them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

#: The bodies whose documents carry symbols (ST/LIB/SER.B, "United Nations document symbols").
_ORGANS = (
    "A|S|E|T|ST|CRC|CCPR|CEDAW|CERD|CAT|CMW|CRPD|CED|HRI|DP|TD|UNEP|FCCC|CBD|ECE|NPT|CTOC|CAC"
    "|UNW|HSP|HS|LC|DC|IDB|SPLOS|UNCTAD|UNCHS|HSBA|EC"
)
_SYMBOL = re.compile(
    rf"(?<![\w/.:-])(?P<lead>(?:UN|U\.N\.|United Nations)\s+Doc(?:ument|s?\.|s)?:?\s+|Doc\.\s+"
    r"|(?i:док(?:умент|\.)\s+ООН:?\s+))?"
    rf"(?P<symbol>(?:{_ORGANS})(?:/[A-Z0-9][A-Za-z0-9]*(?:[.\-–][A-Za-z0-9]+){{0,4}}){{1,8}})(?![\w/])"
    r"(?P<more>\s+(?:and|&)\s+(?:Corr|Add|Rev)\.\s?\d{1,3}(?!\w))?"
    r"(?P<year>,?\s+\(?(?:19|20)\d\d\)?(?!\d)(?:\s?г\.?(?!\w))?)?"
)
_YEAR_GLUED = re.compile(r"^(?P<serial>[1-9]\d{0,2})(?P<year>(?:19[4-9]|20[0-4])\d)$")


#: "undocs.org/en/A/HRC/17/35", "…/co/CRC.C.OPSC.KGZ.CO.1.pdf", "…/CEDAW-C-TNA-CO-3_en.pdf".
_IN_PATH = re.compile(
    rf"/(?P<symbol>(?:{_ORGANS})(?P<joint>[/._-])[A-Z0-9][A-Za-z0-9./()_-]{{2,60}}?)"
    r"(?:[_-](?:[a-z]{2,3}|[AEFRSC]))?(?:\.(?:pdf|docx?|html?))?/?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSymbol:
    """A UN symbol where it stands, with its lead-in and a year printed behind it.

    ``symbol`` is well formed: where a year is glued to the last number
    (``KGZ/12006``) it is taken off into ``year`` and ``malformed`` holds the
    symbol as printed.
    """

    start: int
    end: int
    symbol: str
    year: str | None = None
    malformed: str | None = None
    has_lead: bool = False


def find_symbols(text: str) -> list[FoundSymbol]:
    """The UN symbols in a text, in order; ``HIV/AIDS`` and ``A/B`` are none: no digit."""
    found = []
    for match in _SYMBOL.finditer(text):
        printed = match.group("symbol").rstrip(".-–")
        if not any(char.isdigit() for char in printed):
            continue
        symbol, glued = _split_glued_year(printed)
        year = match.group("year")
        found.append(
            FoundSymbol(
                start=match.start(),
                end=match.end() if year or match["more"] else match.start("symbol") + len(printed),
                symbol=symbol,
                year=glued or (year.strip(" ,()г.") if year else None),
                malformed=printed if glued else None,
                has_lead=match.group("lead") is not None,
            )
        )
    return found


def _split_glued_year(printed: str) -> tuple[str, str | None]:
    """``…/KGZ/12006`` is document 1 of 2006: no body has numbered its documents that far."""
    head, _, last = printed.rpartition("/")
    glued = _YEAR_GLUED.match(last)
    if glued is None:
        return printed, None
    return f"{head}/{glued.group('serial')}", glued.group("year")


def symbol_key(symbol: str) -> str:
    """What spellings of one symbol share: ``CRC.C.OPSC.KGZ.CO.1`` is CRC/C/OPSC/KGZ/CO/1."""
    return re.sub(r"[^A-Z0-9]+", ".", symbol.upper()).strip(".")


def symbol_key_of_address(url: str) -> str | None:
    """The key of the symbol that an address ends in; ``None`` where it ends in none.

    >>> symbol_key_of_address("http://www2.ohchr.org/bodies/crc/docs/co/CRC.C.OPSC.KGZ.CO.1.pdf")
    'CRC.C.OPSC.KGZ.CO.1'
    >>> symbol_key_of_address("https://undocs.org/en/A/HRC/17/35")
    'A.HRC.17.35'
    """
    found = _IN_PATH.search(unquote(url.partition("?")[0]))
    if found is None or not any(char.isdigit() for char in found["symbol"]):
        return None
    key = symbol_key(found["symbol"])
    return key if key.count(".") >= 2 and not found["symbol"].islower() else None
