"""Words of a source that are neither title nor imprint: editions, media, theses, articles of law.

They stand between the parts that are looked for and would be read as one of them.
What is taken out is given back to nobody: no part of a record is made of it.
"""

from __future__ import annotations

import re

from citecheck.endnotes.dates import DATE

_NTH = r"(?:\d{1,2}(?:st|nd|rd|th|d)|rev(?:ised|\.)?|first|second|third|fourth|fifth)"
_EDITION = rf"{_NTH} (?:rev(?:ised|\.) )?ed(?:ition\b|n\b\.?|\.)"
#: Media and forms that APA, Vancouver and GOST print in square brackets behind a title.
_MEDIUM = (
    r"internet|online|on-line|electronic(?: resource)?|web ?page|web ?site|pdf|cd-rom|dvd|film|map"
    r"|data ?(?:set|base)|blog(?: post| entry)?|video(?: file)?|audio(?: file)?|podcast|tweet"
    r"|press release|news release|fact ?sheet|brochure|letter|editorial|abstract|preprint"
    r"|power ?point slides|(?:paper|poster|conference) presentation|conference paper|working paper"
    r"|(?:unpublished )?(?:(?:doctoral|ph\.?d\.?|master[’']?s|bachelor[’']?s|ma|msc) )?"
    r"(?:dissertation|thesis)|(?:unpublished )?manuscript|unpublished(?: [^\[\]]{3,40})?"
    r"|(?:kindle|e-?book|epub)(?: [^\[\]]{2,20})?|электронный ресурс|текст|доклад|видео|карта|сайт"
)
#: "Report No. 4021-TN": a number of its publisher's.
_NUMBERED = (
    r"(?:(?:technical|research|policy|final|economic) )?(?:report|publication|document|circular)"
    r" (?:no|nr|№)\.?\s?[\w/-]{0,12}\d[\w/-]{0,12}"
)
_IN_BRACKETS = re.compile(
    rf"\s*\[(?:{_MEDIUM})\]"
    r"|\s*\((?:(?:unpublished )?(?:doctoral|ph\.?d\.?|master[’']?s|ma|msc) (?:dissertation|thesis)"
    r"(?:, [^()]{3,80}?)?(?:,?\s(?P<year>(?:19|20)\d\d))?"
    r"|[^()]{2,60}, trans(?:lator|\.)?s?\.?|original work published \d{4}"
    r"|unpublished|mimeo|on file(?: with [^()]{2,60})?"
    r"|united nations publication[^()]{0,60}|(?:в|с) ред(?:\.|акции)[^()]{0,120}"
    r"|с изм\.[^()]{0,80})\)",
    re.IGNORECASE,
)
#: "(2nd ed.)" is taken out, of "(2nd ed., pp. 4–9)" and "(2nd edn, OUP 2009)" the rest stays.
_EDITION_IN_BRACKETS = re.compile(
    rf"\s*\((?:{_EDITION}|vols?\.\s?\d{{1,3}})(?:,\s?(?P<rest>[^()]{{1,80}}))?\)", re.IGNORECASE
)
_EDITION_BARE = re.compile(
    rf"\s*,\s*{_EDITION}(?=[\s.,;:)]|$)|(?<=[.,])\s+{_EDITION}(?=[\s.,]|$)"
    rf"|(?<= ){_EDITION} (?=(?:19|20)\d\d\))"
    r"|(?<=\.)\s\d{1,2} vols?\.(?=\s)|,\s+ch(?:ap(?:ter)?)?s?\.?\s\d{1,3}(?=[.;,]?\s*$)"
    r"|,\s*(?:late|early|final|national|city|morning|evening|online) ed(?:ition\b|n?\.)"
    r"|(?<=[.—–])\s+(?:\d{1,2}-е|перераб\.(?: и доп\.)?) изд(?:ание\b|\.)"
    r"(?:,\s*(?:перераб|доп|испр|стер)\.?(?:\s+и\s+(?:перераб|доп|испр)\.?)?)*",
    re.IGNORECASE,
)
#: "(adopted 20 November 1989, entered into force …) 1577 UNTS 3": the first date is the treaty's.
_FORCE = re.compile(
    rf"(?P<adopted>\((?:adopted|signed|opened for signature)\s+(?:on\s+)?{DATE})"
    r",?\s+(?:and\s+)?(?:entered|entry) into force[^()]{0,60}\)",
    re.IGNORECASE,
)
_TREATY_SERIES = re.compile(r",?\s+(?:vol\. )?\d+ U\.?N\.?T\.?S\.? (?:no\. |p\. )?\d+")
#: An article at the end says where in a law, and no record has a field for it.
_ARTICLE = re.compile(
    r"[,.]\s+(?:art(?:icle)?s?|sec(?:tion)?s?|s|sched(?:ule)?)\b\.? \d{1,4}[a-z]?"
    r"(?:\s?\(\w{1,4}\)){0,3}(?=[.;,]?\s*$)"
    r"|[,.]\s+(?:ст(?:атья|\.)|ч(?:асть|\.))\s?\d{1,4}(?=[.;,]?\s*$)",
    re.IGNORECASE,
)
#: ", Report No. 4021-TN" before an imprint, ", sec. B" behind a newspaper's date.
_NUMBER_BARE = re.compile(rf",\s+{_NUMBERED}(?=\s*(?:[(,;]|$))", re.IGNORECASE)
_NEWS_SECTION = re.compile(r",\s+(?:sec(?:tion)?|sect)\.?\s[A-Z]\d{0,2}(?=[.,;]?\s*$)")
_LATER = re.compile(
    rf"(?:^|[.;,]?\s+)Epub (?:ahead of print )?{DATE}\.?$"
    r"|,\s+(?:table|figure|fig\.|box|chart) [A-Z]?\d[\d.]*(?=[.;,]?$)"
    r"|,\s+\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\b\.?)?(?:\s(?:GMT|UTC|ET|EST|BST|MSK))?(?=[.;,]?\s*(?:,|$))",
    re.IGNORECASE,
)
#: "Title, trans. Karl Weiss (Chicago: …)": who helped is no part of the title.
_HELPER = re.compile(
    r"(?:,|\.)\s+(?:(?i:trans(?:lated)?|ed(?:ited)?|comp(?:iled)?)(?:\.| by)"
    r"(?: and (?i:ed|trans)\.)?"
    r"|(?:пер\. с [а-я]+\.|под ред\.))"
    r"\s+[A-ZА-ЯЁ][\w.’'-]+(?: (?:and |и )?[A-ZА-ЯЁa-z][\w.’'-]*){0,6}?(?=\s*[(.,]|$)"
)
#: "…: дис. ... канд. юрид. наук", "…: автореф. дис. … д-ра ист. наук".
_THESIS = re.compile(
    r"\s*[:.]\s*(?:автореф(?:ерат|\.)\s*)?дис(?:с|сертация)?\.?\s*(?:…|\.\s?\.\s?\.)?\s*"
    r"(?:на соиск[^.]{0,20}\.\s*(?:уч[^.]{0,12}\.\s*)?(?:степ[^.]{0,12}\.\s*)?)?"
    r"(?:канд|д-ра|докт)[^.]{0,12}\.?\s+[а-я]+\.?(?:-[а-я]+\.?)?\s*наук(?:\s*:\s*[\d.]+)?",
    re.IGNORECASE,
)
#: "License: CC BY 4.0", "CC BY-NC-SA 3.0 IGO": leave to copy, and no word of the source.
_LICENCE = re.compile(
    r"(?:^|(?<=[.,;]))\s*\(?(?:licen[cs]ed?(?: under)?:?\s+)?CC[ -](?:BY|0)(?:-(?:NC|SA|ND))*"
    r"(?: \d\.\d)?(?: IGO)?\)?(?=[.;,]|\s*$)",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"\s*[(\[]\s*[.,;:]*\s*[)\]]")
#: A date that is none, a source that nobody printed: parts of their own.
UNPRINTED = re.compile(
    r"^\(?(?:n\.?\s?d\.?|no date|undated|б\.\s?[гд]\.|без даты|unpublished(?: \w+)?|mimeo(?:graph)?"
    r"|on file with [^.]{2,60}"
    r"|(?:unpublished )?(?:doctoral|ph\.?d\.?|master[’']?s|bachelor[’']?s|ma|msc)"
    r" (?:dissertation|thesis)\b.{0,120}|(?:in press|forthcoming|submitted|accepted)(?: \d{4})?"
    r"|(?:paper|presentation|speech|lecture) (?:presented|prepared|given|delivered)"
    r" (?:at|for|to) .{3,200}|(?:не опубликовано|рукопись)"
    r"|[–—-]?\s*загл\. с (?:[а-я]+\.? )?экрана)\)?$",
    re.IGNORECASE,
)
_UNDATED_END = re.compile(r"(?<=[?!.,])\s+(?:n\.?\s?d|no date|undated)\.?$", re.IGNORECASE)


_DROPPED = (
    _NUMBER_BARE, _NEWS_SECTION, _LICENCE, _LATER, _ARTICLE, _HELPER, _THESIS, _UNDATED_END,
)  # fmt: skip


def drop_designations(text: str) -> str:
    """The words of a source without editions, media, helpers and articles of law.

    >>> drop_designations("Berg, A. Ice [Internet]. 2nd ed. Oslo: North Press; 2010")
    'Berg, A. Ice. Oslo: North Press; 2010'
    >>> drop_designations("Salt (2nd ed., pp. 4–9). Oven Press")
    'Salt (pp. 4–9). Oven Press'
    """
    text = _IN_BRACKETS.sub(lambda m: f" ({m['year']})" if m["year"] else "", text)
    text = _EDITION_IN_BRACKETS.sub(lambda m: f" ({m['rest']})" if m["rest"] else "", text)
    text = _EDITION_BARE.sub("", text)
    text = _FORCE.sub(r"\g<adopted>)", text)
    text = _TREATY_SERIES.sub("", text)
    for pattern in _DROPPED:
        text = pattern.sub("", text)
    return text


def drop_tables(text: str) -> str:
    """A text without the table at its end, behind which the page stood."""
    return _LATER.sub("", text)


def drop_empty_brackets(text: str) -> str:
    """A text without the brackets of which all words were taken."""
    return _EMPTY.sub("", text)
