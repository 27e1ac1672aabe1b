"""Sixteen situations of declared, undeclared, wrongly declared, broken and cut pages.

``python -m benchmarks.encodings`` decodes 40 invented pages in each by citecheck's ladder,
charset-normalizer, chardet and UnicodeDammit, and prints what share came out letter by
letter.  A broken byte and a cut letter cost that letter and no other.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bs4.dammit import UnicodeDammit
from charset_normalizer import from_bytes

from citecheck.extract.encodings import declared_in_html, decode

PAGES = 40
_RUSSIAN = (
    "В {n} году перепись насчитала {a},{b} процента жителей долины.",
    "Всего в ней живут {c} человек, из них {a} пастухов и {d} школьников.",
    "«Следующая перепись намечена на {n} год», – сообщил комитет.",
    "Средняя заработная плата выросла до {c} сомов, но цены растут ещё быстрее.",
    "Дети из бедных семей чаще других бросают школу после {d} класса.",
    "Отчёт подготовлен министерством труда и социального развития.",
    "По данным обследования, каждая {d} семья не имеет доступа к чистой воде.",
)
_KYRGYZ = (
    "{n}-жылы өрөөндө {c} адам жашаган, анын {a},{b} пайызы балдар.",
    "Үй-бүлөлөрдүн көпчүлүгү мал чарбачылыгы менен алектенет.",
    "Мектепте {d} бала окуйт, мугалимдердин саны {a}.",
    "Өкмөттүн маалыматы боюнча жардылык деңгээли төмөндөдү.",
)
_ENGLISH = (
    "In {n} the survey counted {a}.{b} percent of the valley’s inhabitants.",
    "“Every {d}th household has no access to clean water” – so the committee.",
    "The average wage rose to {c} crowns, while prices rose faster still.",
    "Children of poor families leave school after grade {d} more often than others.",
    "The café at the fair sold {a} portions of crème brûlée in {n}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """How pages are written: the letters, the encoding, what they declare, what befell them."""

    name: str
    sentences: tuple[str, ...]
    encoding: str
    declared: str | None = None
    befell: str | None = None  # "broken byte", "cut"
    length: tuple[int, int] = (3, 20)
    mark: bytes = b""


SITUATIONS = (
    Situation(name="utf-8, undeclared", sentences=_RUSSIAN, encoding="utf-8"),
    Situation(name="utf-8 declared windows-1251", sentences=_RUSSIAN, encoding="utf-8",
              declared="windows-1251"),
    Situation(name="utf-8 with one broken byte", sentences=_RUSSIAN, encoding="utf-8",
              declared="utf-8", befell="broken byte"),
    Situation(name="utf-8 cut in a letter", sentences=_RUSSIAN, encoding="utf-8", befell="cut"),
    Situation(name="utf-8 Kyrgyz, undeclared", sentences=_KYRGYZ, encoding="utf-8"),
    Situation(name="cp1251, undeclared", sentences=_RUSSIAN, encoding="cp1251"),
    Situation(name="cp1251, declared", sentences=_RUSSIAN, encoding="cp1251",
              declared="windows-1251"),
    Situation(name="cp1251 declared iso-8859-1", sentences=_RUSSIAN, encoding="cp1251",
              declared="iso-8859-1"),
    Situation(name="cp1251 declared utf-8", sentences=_RUSSIAN, encoding="cp1251",
              declared="utf-8"),
    Situation(name="cp1251, one sentence", sentences=_RUSSIAN, encoding="cp1251", length=(1, 1)),
    Situation(name="koi8-r declared windows-1251", sentences=_RUSSIAN, encoding="koi8-r",
              declared="windows-1251"),
    Situation(name="iso-8859-5, undeclared", sentences=_RUSSIAN, encoding="iso8859-5"),
    Situation(name="cp866, undeclared", sentences=_RUSSIAN, encoding="cp866"),
    Situation(name="Mac Cyrillic, undeclared", sentences=_RUSSIAN, encoding="mac-cyrillic"),
    Situation(name="utf-16 without its mark", sentences=_RUSSIAN, encoding="utf-16-le"),
    Situation(name="English cp1252, undeclared", sentences=_ENGLISH, encoding="cp1252"),
)  # fmt: skip
#: Tried besides, outside the sixteen: harder than what the web holds.
MORE = (
    Situation(name="utf-16 with its mark", sentences=_RUSSIAN, encoding="utf-16"),
    Situation(name="koi8-r, undeclared", sentences=_RUSSIAN, encoding="koi8-r"),
    Situation(name="English cp1252 declared utf-8", sentences=_ENGLISH, encoding="cp1252",
              declared="utf-8"),
    Situation(name="koi8-r, one sentence", sentences=_RUSSIAN, encoding="koi8-r", length=(1, 1)),
    Situation(name="cp1251 with one stray byte", sentences=_RUSSIAN, encoding="cp1251",
              befell="stray"),
)  # fmt: skip


def pages(situation: Situation) -> Iterator[tuple[bytes, str]]:
    """The bytes of pages and their letters."""
    dice = random.Random(situation.name)
    for _ in range(PAGES):
        count = dice.randint(*situation.length)
        text = " ".join(
            dice.choice(situation.sentences).format(
                n=dice.randint(1990, 2024), a=dice.randint(10, 99), b=dice.randint(0, 9),
                c=dice.randint(1000, 99999), d=dice.randint(2, 9),
            )
            for _ in range(count)
        )  # fmt: skip
        head = f'<meta charset="{situation.declared}">' if situation.declared else ""
        whole = f"<html>{head}<p>{text}"
        usable = whole.encode(situation.encoding, "ignore").decode(situation.encoding)
        body = usable.encode(situation.encoding)
        letters = [at for at, byte in enumerate(body) if byte >= 0xC0]
        if situation.befell == "broken byte":
            at = dice.choice(letters)
            truth = body[:at].decode(situation.encoding) + "\ufffd"
            yield body[: at + 1] + b"\x20" + body[at + 2 :], truth + " " + body[at + 2 :].decode()
        elif situation.befell == "stray":
            at = dice.choice(letters)
            kept = (body[:at], body[at:])
            decoded = [part.decode(situation.encoding) for part in kept]
            yield kept[0] + b"\x98" + kept[1], "\ufffd".join(decoded)
        elif situation.befell == "cut":
            at = dice.choice(letters[len(letters) // 2 :])
            yield body[: at + 1], body[:at].decode(situation.encoding) + "\ufffd"
        else:
            yield situation.mark + body, usable


def by_ladder(body: bytes) -> str:
    """citecheck's own."""
    declared = declared_in_html(body)
    return decode(body, declared=[declared] if declared else []).text


def by_charset_normalizer(body: bytes) -> str:
    """charset-normalizer's best guess."""
    best = from_bytes(body).best()
    return str(best) if best else ""


def by_chardet(body: bytes) -> str:
    """chardet's guess, decoded with what cannot be replaced."""
    try:
        import chardet  # no part of citecheck; measured where it is installed
    except ImportError:
        return ""

    found = chardet.detect(body)["encoding"] or "utf-8"
    try:
        return body.decode(found, "replace")
    except LookupError:
        return ""


def by_dammit(body: bytes) -> str:
    """UnicodeDammit of beautifulsoup4."""
    return UnicodeDammit(body, is_html=True).unicode_markup or ""


WAYS: tuple[tuple[str, Callable[[bytes], str]], ...] = (
    ("ladder", by_ladder),
    ("charset-normalizer", by_charset_normalizer),
    ("chardet", by_chardet),
    ("UnicodeDammit", by_dammit),
)


def share(situation: Situation, way: Callable[[bytes], str]) -> float:
    """The percentage of pages that came out letter by letter."""
    right = sum(way(body).lstrip("\ufeff") == text for body, text in pages(situation))
    return 100 * right / PAGES


def main() -> None:
    """Print the table of ``docs/benchmarks.md``."""
    logging.getLogger("bs4.dammit").setLevel(logging.ERROR)
    names = [name for name, _ in WAYS]
    print(f"| situation | {' | '.join(names)} |\n|{' --- |' * (1 + len(names))}")
    sums = dict.fromkeys(names, 0.0)
    for situation in SITUATIONS:
        shares = {name: share(situation, way) for name, way in WAYS}
        for name, one in shares.items():
            sums[name] += one / len(SITUATIONS)
        print(f"| {situation.name} | {' | '.join(f'{one:.0f}' for one in shares.values())} |")
    print(f"| **all sixteen** | {' | '.join(f'**{one:.1f}**' for one in sums.values())} |")
    for situation in MORE:
        print(
            f"| *{situation.name}* | {' | '.join(f'{share(situation, w):.0f}' for _, w in WAYS)} |"
        )
    bodies = [body for situation in SITUATIONS for body, _ in pages(situation)]
    took = {name: _seconds(way, bodies) for name, way in WAYS}
    print(
        "| ms a page | " + " | ".join(f"{1000 * s / len(bodies):.2f}" for s in took.values()) + " |"
    )


def _seconds(way: Callable[[bytes], str], bodies: list[bytes]) -> float:
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        for body in bodies:
            way(body)
        best = min(best, time.process_time() - begun)
    return best


if __name__ == "__main__":
    main()
