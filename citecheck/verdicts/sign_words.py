"""The words by which pages say what they are: data, a table for each sign.

English and Russian first; of other languages what the commonest servers and sellers say.
"""

from __future__ import annotations

import re

#: What runs on inside a sentence; the dot in a name ends none.
_ON = r"(?:[^.!?\n]|\.(?=\w))"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("<on>", _ON), re.IGNORECASE | re.VERBOSE)


NOT_FOUND = _words(
    r"""
      ^\W*(?:error\s*)?404\b | \b404\s*[-–—:|(]?\s*(?:error|not\s+found|page|file|ошибка)
    | \b(?:error|ошибка)\s*404\b
    | ["'](?:status|code|error|status_?code)["']\s*:\s*["']?(?:404\b|not[\s_]?found)
    | \b(?:page|file|document|article|item|resource|content|url|site|link|address|topic|thread|post
        |message|story|record|entry|video|publication|identifier|bitstream)s?\b
      (?:[^.!?:\n]|\.(?=\w)){0,60}?
      \b(?:not\s+found|(?:could|can)\s*(?:no|['’])t\s+be\s+(?:found|displayed)|cannot\s+be\s+found
         |does\s+not\s+exist|doesn['’]t\s+exist|no\s+longer\s+(?:exists?|available|here)
         |(?:(?:is|are)\s+(?:not\s+available|unavailable)|isn['’]t\s+available)
          (?!\s+(?:in|from|to|for)\s+you)
         |was\s+not\s+found|is\s+missing|(?:is|was)\s+invalid
         |(?:has|have)\s+been\s+(?:removed|deleted|moved|withdrawn)
         |may\s+have\s+been\s+(?:removed|deleted|moved|withdrawn))
    | ^\W*(?:video|page|content|article|item)\s+
      (?:unavailable|withdrawn|deleted|removed|expired)\W*$
    | \b(?:no|invalid)\s+(?:such\s+)?(?:thread|topic|record|article|document|page|item|post|story
        |identifier|file|news)s?(?:\s+id)?\s+(?:specified|found|exists?|matche[sd]|matching)\b
    | ^\W*invalid\s+(?:thread|topic|record|article|document|page|item|post|story|identifier)
      (?:\s+id)?\W*$
    | \bno\s+input\s+file\s+specified\b
    | \b(?:can(?:no|['’])t|could\s*(?:not|n['’]t)|unable\s+to|didn['’]t)
      \s+(?:seem\s+to\s+)?(?:find|locate)\b
      [^.!?\n]{0,30}?\b(?:page|file|document|article|content|url|what\s+you)\b
    | \b(?:page|file|document|article|report|publication)s?\s+(?:that\s+)?
      you(?:['’]re|\s+are|\s+were|\s+have)?\s+
      (?:looking\s+for|trying\s+to\s+(?:reach|view|access)|requested)\b
    | ^\W*not\s+found\W*$ | ^\W*no\s+such\s+page\W*$ | ^\W*nothing\s+(?:was\s+)?found\W*$
    | \bsite\s+has\s+moved\s+to\b | \bwe(?:['’]ve|\s+have)\s+moved\s+to\s+a\s+new\b
    | \bplease\s+update\s+your\s+(?:bookmark|link)s?\b
    | \b(?:страниц[аыу]|документ|файл|материал|раздел|ресурс|адрес|элемент|запис[ьи]|новост[ьи]
        |стать[яи]|публикаци[йия]|тем[аы]|сообщени[ея]|объект)\b
      <on>{0,60}?
      (?:не\s+найден[аоы]?|не\s+существует|удал[её]н[аоы]?|больше\s+не\s+доступ\w+|отсутствует
        |перемещ[её]н[аоы]?|не\s+обнаружен[аоы]?)
    | \b(?:такой|запрошенной|данной|этой)\s+(?:страницы|темы|записи|новости)
      \s+(?:\w+\s+){0,3}?(?:нет|не\s+существует)\b
    | \bнет\s+такой\s+страницы\b | \bсайт\s+(?:переехал|перенес[её]н)\b
    | \bне\s+уда(?:лось|[её]тся)\s+найти\s+(?:эту\s+)?(?:страницу|документ)\b
    | ^\W*не\s+найден[аоы]?\W*$ | \bничего\s+не\s+найдено\b
    | \bбарак\s+табылган\s+жок\b | \bбет\s+табылмады\b | \bсторінк[уа]\s+не\s+знайден[ао]\b
    | \bp[áa]gina\s+no\s+(?:encontrada|existe)\b | \bp[áa]gina\s+n[ãa]o\s+encontrada\b
    | \bpage\s+(?:demandée\s+)?(?:est\s+)?introuvable\b | \bseite\s+(?:wurde\s+)?nicht\s+gefunden\b
    | \bpagina\s+non\s+trovata\b | \bsayfa\s+bulunamad[ıi]\b
    """
)

#: A program that failed, told under a 200.
BROKEN = _words(
    r"""
      \bserver\s+error\s+in\s+['‘]/
    | ^\W*(?:runtime|application|server|database|internal\s+server)\s+error\W*$
    | \ban?\s+(?:(?:unexpected|application|internal|unhandled|unknown|system|server)\s+)?error\s+
      (?:has\s+)?occurred\b
    | \berror\s+(?:establishing|connecting\s+to)\s+(?:a\s+|the\s+)?database\b
    | \berror\s+occurred\s+while\s+processing\b
    | \bfailed\s+to\s+open\s+stream\b | ^\W*(?:php\s+)?fatal\s+error\W
    | \b(?:sql|odbc|jdbc|mysql\w*|ole\s+db)\b[^.!?\n]{0,40}?\berror\b
    | ^\W*sorry,?\s+something\s+went\s+wrong\b
    | \b(?:произошла|обнаружена|возникла)\s+(?:\w+\s+)?ошибка\b
    | ^\W*(?:внутренняя\s+)?ошибка\s+(?:сервера|базы\s+данных|приложения)\b
    """
)

PARKED = _words(
    r"""
      \b(?:this|the)\s+domain\b<on>{0,60}?
      \b(?:for\s+sale|is\s+parked|has\s+expired|may\s+be\s+for\s+sale|is\s+available\s+for
         |has\s+(?:recently\s+)?been\s+registered)
    | \bbuy\s+this\s+domain\b | \bdomain\s+(?:name\s+)?(?:is\s+)?(?:for\s+sale|parked)\b
    | ^\W*domain\s+(?:name\s+)?parking(?:\s+page)?\W*$
    | ^\W*(?:[\w-]+\.)+[a-z]{2,}\s+(?:is|may\s+be)\s+
      (?:for\s+sale|parked|available\s+for\s+purchase)
    | ^\W*(?:[\w-]+\.)+[a-z]{2,}\s+has\s+(?:expired|been\s+registered)\b
    | \bparked\s+(?:free|domain|page)\b | \binquire\s+about\s+this\s+domain\b
    | \bmake\s+an\s+offer\s+(?:on|for)\s+this\s+domain\b
    | \bthis\s+(?:web\s*site|domain)\s+is\s+for\s+sale\b
    | \bдомен\b<on>{0,60}?
      (?:прода[её]тся|припаркован|выставлен\s+на\s+продажу|свободен|зарегистрирован\s+и)
    | \bкупить\s+(?:этот\s+)?домен\b | \bсрок\s+регистрации\s+домена<on>{0,60}?ист[её]к
    | \bdomain\b<on>{0,40}?\b(?:steht\s+zum\s+verkauf|zu\s+verkaufen|geparkt)\b
    | \bnom\s+de\s+domaine\b<on>{0,40}?\b(?:à\s+vendre|en\s+vente)\b
    | \bdominio\b<on>{0,40}?\b(?:en\s+venta|in\s+vendita)\b | \bdom[ií]nio\b<on>{0,40}?\bà\s+venda\b
    | 域名\S{0,12}(?:出售|转让) | \balan\s+ad[ıi]\b<on>{0,40}?\bsat[ıi]l[ıi]k\b
    """
)

WALL = _words(
    r"""
      ^\W*(?:just\s+a\s+moment|attention\s+required|access\s+(?:is\s+)?denied)\b
    | \baccess\s+to\s+this\s+(?:page|site|resource)\s+(?:has\s+been|is|was)\s+(?:denied|blocked)\b
    | ^\W*private\s+site\W*$ | \b(?:site|blog|page)\s+is\s+(?:currently\s+)?private\b
    | \b(?:your\s+)?session\s+(?:has\s+)?(?:expired|timed\s+out)\b
    | ^\W*are\s+you\s+(?:a\s+)?(?:human|robot)\b | ^\W*(?:robot|security|human)\s+check\W*$
    | \bchecking\s+your\s+browser\b | \bverify(?:ing)?\s+(?:that\s+)?you\s+are\s+(?:a\s+)?human\b
    | \b(?:complete|solve)\s+the\s+captcha\b | \benter\s+the\s+characters\s+you\s+see\b
    | \benable\s+(?:javascript\s+and\s+)?cookies\s+(?:in\s+your\s+browser\s+)?to\s+continue\b
    | \bunusual\s+traffic\s+from\s+your\b
    | \b(?:i['’]?a?m|you(?:['’]re|\s+are)|prove\s+you\s+are)\s+not\s+a\s+(?:ro)?bot\b
    | \brequested\s+url\s+was\s+rejected\b | ^\W*request\s+(?:rejected|blocked|unsuccessful)\W
    | \byour\s+access\s+to\s+this\s+(?:site|service)\s+has\s+been\s+(?:limited|blocked)\b
    | \bunavailable\s+(?:due\s+to|for)\s+legal\s+reasons\b
    | \b(?:not\s+available|unavailable|blocked)\s+(?:in|from|to|for)\s+your\s+
      (?:country|region|location|area)\b
    | \b(?:you\s+must|you\s+need\s+to|please)\s+(?:be\s+logged\s+in|(?:log|sign)\s*-?in)\s+
      to\s+(?:view|read|see|continue|access)\b
    | \b(?:subscribe|register|sign\s+up)\s+to\s+(?:continue|keep|read\s+(?:on|more|the\s+full))\b
    | \bto\s+continue\s+reading\b[^.!?\n]{0,40}?\bsubscri(?:be|ption)\b
    | \b(?:for|to)\s+(?:subscribers|members)\s+only\b
    | \bнеобходимо\s+(?:авторизоваться|войти)\b
    | \bпроверка\s+(?:вашего\s+)?браузера\b
    | \bподтвердите,?\s+что\b[^.!?\n]{0,40}?\b(?:не\s+робот|человек)\b
    | \bдоступ\s+(?:[\w-]+\s+){0,3}?(?:запрещ[её]н|ограничен|закрыт)\b
    | \bтолько\s+(?:для\s+)?зарегистрированны[мх]\b
    | ^\W*before\s+you\s+continue\b
    | ^\W*(?:we\s+value\s+your\s+privacy|(?:cookie|privacy)\s+(?:consent|settings|preferences))\W*$
    """
)

#: How a door is named; beside matter of any length it is an offer, and no wall.
LOGIN = _words(
    r"""
      ^\W*(?:log\s*-?in|sign\s*-?in|please\s+(?:log|sign)\s+in|member\s+login|login\s+required)\b
    | ^\W*(?:вход\s+(?:в\s+систему|на\s+сайт|в\s+личный)|авторизация|войдите)\b
    """
)

#: What hosts show where nothing is: a server just installed, an account that was closed.
PLACEHOLDER = _words(
    r"""
      \b(?:apache2?|nginx|iis|lighttpd|litespeed|tomcat|plesk|centos|fedora|debian|ubuntu)\b[^.!?\n]{0,40}
      \b(?:default|test|welcome)\s+page\b
    | ^\W*welcome\s+to\s+(?:nginx|caddy|openresty|apache|iis)\b | ^\W*it\s+works\W*$
    | ^\W*(?:web\s*server['’]?s\s+)?default\s+(?:web\s*)?(?:site\s+)?page\W*$
    | ^\W*iis\s+windows\s+server\W*$ | ^\W*internet\s+information\s+services\W*$
    | \b(?:account|website|site|hosting|domain)\s+(?:has\s+been\s+|is\s+|was\s+)?suspended\b
    | \b(?:there\s+is\s+)?no\s+web\s*site\s+(?:is\s+)?(?:configured\s+)?at\s+this\s+address\b
    | \bsuccessfully\s+installed\s+(?:apache|tomcat|nginx|caddy|iis|plesk)\b
    | ^\W*(?:web\s*)?site\s+not\s+configured\W*$
    | \bif\s+you(?:['’]re|\s+are)\s+the\s+(?:site\s+)?owner(?:\s+of\s+this\s+(?:web\s*)?site)?\b
    | ^\W*(?:(?:this|our)\s+)?(?:web\s*)?site\s+(?:is\s+)?(?:currently\s+)?
      under\s+(?:construction|maintenance)\W*$
    | ^\W*coming\s+soon\W*$
    | ^\W*(?:future\s+home\s+of|index\s+of\s+/\W*$)
    | \b(?:аккаунт|сайт|хостинг|домен)[аеу]?\s+(?:временно\s+)?
      (?:заблокирован|отключ[её]н|приостановлен)[ао]?\b
    | \bесли\s+вы\s+(?:являетесь\s+)?владел(?:ец|ьцем)\s+(?:\w+\s+)?сайта\b
    | \bдомен\s+не\s+(?:прилинкован|привязан)\b
    | ^\W*сайт\s+(?:находится\s+)?(?:в\s+разработке|на\s+реконструкции)\W*$
    """
)

#: Calls to play for money, or to buy medicines, by which pages in names taken over live.
LURES = _words(
    r"""
      \bgacor\b | \bsitus\s+(?:judi|slot|togel)\b | \bdeposit\s+pulsa\b | \bbonus\s+new\s+member\b
    | \bfree\s+spins?\b | \bno\s+deposit\s+bonus\b | \bwelcome\s+bonus\b | \bclaim\s+your\b
    | \bplay\s+(?:online\s+)?slots\b | \b(?:for|with)\s+real\s+money\b | \bdeneme\s+bonusu\b
    | \bcasino\s+bonus(?:es)?\b | \bfree\s+bets?\b | \bbahis\s+siteleri\b
    | \bфриспин\w* | \bбездепозитн\w+ | \bбонус\w*\s+за\s+регистрацию\b | \bзеркало\b
    | \bиграть\s+(?:онлайн\s+|бесплатно\s+)?(?:и\s+)?на\s+(?:реальные\s+)?деньги\b
    | \bигровые\s+автоматы\s+на\s+деньги\b | \bпромокод\w*
    | \bbuy\s+(?:cheap\s+|generic\s+)?(?:viagra|cialis|levitra)\b
    | \bwithout\s+(?:a\s+)?prescription\b
    """
)
#: The games, and the shops, by name.
GAMBLING = _words(
    r"""
      \b(?:casinos?|slots?|poker|roulette|blackjack|jackpot|togel|judi|betting|bahis)\b
    | \bказино\b | \bигровые\s+автоматы\b | \bставки\s+на\s+спорт\b | \bбукмекер\w*
    | \b(?:viagra|cialis|levitra)\b | \bonline\s+pharmacy\b
    """
)
