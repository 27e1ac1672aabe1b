"""Numbers as a spreadsheet shows them: a cell holds 0.754 and its reader sees 75%.

The part of the number format codes that changes a figure (ISO/IEC 29500-1, 18.8.31):
percent, decimals, thousands, scale, literal words; dates become ISO 8601.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0",
    43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss", 48: "0.0E+0",
    49: "@",
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<money>[^\]-]*)[^\]]*\]|(?P<other>\[[^\]]*\]|_.|\*.)'
    r"|(?P<places>[#0?](?:[#0?,.]|\\?[ \xa0\u202f](?=[#0?]))*)|(?P<code>.)",
    re.DOTALL,
)
_DATE_LETTERS = frozenset("dmyhs")
_FIRST_DAY, _FIRST_DAY_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LONGEST_CODE = 500


def show_number(value: float, code: str, *, from_1904: bool = False) -> str:
    """The number as its format shows it.

    >>> show_number(0.754, "0%"), show_number(12345.5, "#,##0.0"), show_number(3.0, "General")
    ('75%', '12,345.5', '3')
    >>> show_number(4512, '#,##0" people"'), show_number(12345678, "0.0,,")
    ('4,512 people', '12.3')
    >>> show_number(40000, "dd/mm/yyyy"), show_number(-0.5, "0.0;(0.0)")
    ('2009-07-06', '(0.5)')
    >>> show_number(12300.0, "0.00E+00"), show_number(6021, r"#\\ ##0")
    ('1.23E+04', '6 021')
    """
    sections = _split(code[:_LONGEST_CODE])
    chosen = sections[0]
    if value < 0 and len(sections) > 1:
        chosen = sections[1]
    elif value == 0 and len(sections) > 2:
        chosen = sections[2]
    signed = value < 0 and len(sections) < 2
    tokens = [(found.lastgroup or "", found) for found in _TOKEN.finditer(chosen)]
    letters = "".join(found[0] for kind, found in tokens if kind == "code").lower()
    if "general" in letters or letters.strip() == "@" or not chosen.strip():
        return general(value)
    if _DATE_LETTERS & set(letters):
        return _date(value, letters, from_1904=from_1904)
    if "e" in letters:
        return _scientific(value, chosen)
    if "/" in letters:
        return general(value)
    shown, done = "", False
    for kind, found in tokens:
        if kind == "places":
            if not done:
                shown += _digits(abs(value), found[0], percents=letters.count("%"))
            done = True
        elif kind != "other":
            shown += found[kind] or ""
    return f"-{shown.strip()}" if signed and done else shown.strip()


def general(value: float) -> str:
    """The number with as many digits as it has, eleven at most."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    shown = f"{value:.10g}"
    return f"{Decimal(shown):f}" if "e" in shown and abs(value) > 1e-6 else shown


def _split(code: str) -> list[str]:
    parts, quoted, escaped = [""], False, False
    for letter in code:
        if letter == ";" and not quoted and not escaped:
            parts.append("")
            continue
        escaped = letter == "\\" and not escaped
        quoted = quoted != (letter == '"')
        parts[-1] += letter
    return parts


def _digits(value: float, places: str, *, percents: int) -> str:
    whole, _, decimals = re.sub(r"\\?[\xa0\u202f ]", " ", places).partition(".")
    scale = len(places) - len(places.rstrip(","))
    grouped = "," in whole.rstrip(",") or " " in whole
    wanted = sum(letter in "#0?" for letter in decimals)
    least = decimals.count("0")
    try:
        number = Decimal(repr(value)).scaleb(2 * percents - 3 * scale)
        number = number.quantize(Decimal(1).scaleb(-wanted), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return general(value)
    shown = f"{number:,f}" if grouped else f"{number:f}"
    if wanted > least and "." in shown:
        head, _, tail = shown.partition(".")
        tail = tail[:least] + tail[least:].rstrip("0")
        shown = f"{head}.{tail}" if tail else head
    if " " in whole:
        shown = shown.replace(",", " ")
    width = whole.count("0")
    head, dot, tail = shown.partition(".")
    return head.rjust(width, "0") + dot + tail


def _scientific(value: float, code: str) -> str:
    """The number with its power of ten, as ``0.00E+00`` shows it."""
    form = re.search(r"([#0?]+)(?:\.([#0?]+))?E([+-])([#0?]+)", code, re.IGNORECASE)
    if form is None:
        return general(value)
    head, power = f"{value:.{len(form[2] or '')}e}".split("e")
    sign = "-" if power[0] == "-" else "+" if form[3] == "+" else ""
    return f"{head}E{sign}{power[1:].lstrip('0').rjust(len(form[4]), '0')}"


def _date(value: float, letters: str, *, from_1904: bool) -> str:
    try:
        moment = (_FIRST_DAY_1904 if from_1904 else _FIRST_DAY) + timedelta(days=value)
    except (OverflowError, ValueError):
        return general(value)
    moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    day = moment.date().isoformat()
    if "y" in letters and "d" not in letters and "h" not in letters:
        day = day[:7] if "m" in letters else day[:4]
    if "h" not in letters and "s" not in letters:
        return day
    hour = moment.time().isoformat("minutes" if "s" not in letters else "seconds")
    return f"{day} {hour}" if "d" in letters or "y" in letters else hour
