"""Pages as sites really dress them: an answer between a menu, news in brief and a footer."""

from __future__ import annotations

import html as markup
import random
from collections.abc import Mapping
from typing import Any

_ENGLISH = (
    "the committee found that children in the northern districts left school to work in the "
    "fields and that the programme for families reached few of the villages where help was "
    "needed most while the ministry prepared a plan with partners for the coming years"
).split()
_RUSSIAN = (
    "комитет отметил что дети в северных районах оставляют школу ради работы в поле а программа "
    "для семей дошла лишь до немногих сёл где помощь была нужнее всего министерство готовит план "
    "вместе с партнёрами на ближайшие годы и просит области назвать ответственных"
).split()
_MENUS = {
    "en": (
        "Home|About us|Our mission|Board|Staff|History|What we do|Child protection|Education|"
        "Health|Juvenile justice|Where we work|Central Asia|South Asia|Publications|"
        "Annual reports|Newsletter|Press room|Events|Jobs|Donate|Partners|Links|Site map|Contact"
    ).split("|"),
    "ru": (
        "Главная|О министерстве|Руководство|Структура|Положение|История|Деятельность|"
        "Социальная защита|Семья и дети|Занятость|Миграция|Законодательство|Законы|"
        "Постановления|Пресс-центр|Новости|Фотогалерея|Вакансии|Обращения граждан|Вопросы|"
        "Статистика|Отчёты|Полезные ссылки|Карта сайта|Контакты"
    ).split("|"),
}
_NAMES = {"en": "Valley Network for Children", "ru": "Министерство социального развития"}
_FOOTERS = {
    "en": "© 2012 Valley Network for Children. All rights reserved. Terms of use. Privacy policy.",
    "ru": "© 2012 Министерство социального развития. При использовании ссылка обязательна.",
}


def prose(language: str, seed: str, count: int) -> str:
    """Running text in English or Russian, other words for each seed."""
    chosen = random.Random(seed)
    stock = _RUSSIAN if language == "ru" else _ENGLISH
    sentences = []
    for _ in range(max(1, count // 12)):
        said = [chosen.choice(stock) for _ in range(12)]
        sentences.append(" ".join(said).capitalize() + ".")
    return " ".join(sentences)


def paragraphs(language: str, seed: str, number: int) -> str:
    return "".join(f"<p>{prose(language, f'{seed}{n}', 70)}</p>" for n in range(number))


def dressed(spec: Mapping[str, Any], where: str) -> bytes:
    """The page of a table's row.

    ``main`` is its matter (or ``prose: N`` paragraphs after it); ``site`` the dress (``en``,
    ``ru`` or none); ``title``, ``head``, ``lang`` and ``charset`` as in HTML; ``boxes`` is
    what stands in the side column.
    """
    site, language = spec.get("site"), str(spec.get("lang", spec.get("site", "en")))
    matter = str(spec.get("main", "")).replace("PROSE", paragraphs(language, where, 5))
    if "prose" in spec:
        matter += paragraphs(language, where, spec["prose"])
    if site in _MENUS:
        menu = "".join(
            f'<li><a href="/{n}/">{markup.escape(x)}</a></li>' for n, x in enumerate(_MENUS[site])
        )
        news = "".join(
            f'<div class="item"><a href="/news/{n}">{prose(site, f"{site}{n}", 12)}</a></div>'
            for n in range(5)
        )
        matter = (
            f'<div id="header"><a href="/">{_NAMES[site]}</a></div><ul id="menu">{menu}</ul>'
            f'<div id="content">{matter}</div>'
            f'<div id="sidebar"><h3>News</h3>{news}{spec.get("boxes", "")}</div>'
            f'<div id="footer">{_FOOTERS[site]}</div>'
        )
    title = f"<title>{spec['title']}</title>" if "title" in spec else ""
    body = spec.get("body", f"<body>{matter}</body>")
    head = f"<head>{title}{spec.get('head', '')}</head>"
    page = f'<!DOCTYPE html><html lang="{language}">{head}{body}</html>'
    return page.encode(spec.get("charset", "utf-8"), "xmlcharrefreplace")
