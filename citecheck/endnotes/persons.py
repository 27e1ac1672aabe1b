"""Persons at the beginning of a source, by the shapes in which styles print them.

Turned round with given names or initials (``Berg, Anna``, ``Berg, A. B.``), as in
medicine (``Berg AB``), as in Russian lists (``Берг А. Б.``), initials first
(``A. Berg``), or straight (``Anna Berg``), which needs a given name to be known.
"""

from __future__ import annotations

import re

from citecheck.endnotes.given_names import is_personal_name
from citecheck.endnotes.organisations import is_organisation_word
from citecheck.endnotes.words import word_set

#: So many characters hold all persons of a source.
MAX_PERSONS = 1200

_UPPER = r"[A-ZА-ЯЁÀ-ÖØ-ÞŠŽČĆŁŚĐİŞ]"
_LOWER = r"[a-zа-яёß-öø-ÿšžčćłńśźżąęěřůőűğışțțăđ]"
_PARTICLES = (
    r"(?:(?:[Vv]an|[Vv]on|de|[Dd]el|der|den|ten|ter|la|le|las|los|al|el|bin|ibn|da|dos|di|du|zu)"
    r"[ -]){0,3}"
)
_NAME = rf"(?:{_UPPER}[’']|Mc|Mac|Di|De|La|Le)?{_UPPER}{_LOWER}+"
_FAMILY = rf"{_PARTICLES}(?:al-|el-)?{_NAME}(?:[- ]?{_UPPER}{_LOWER}+)?"
_FAMILY_ONE = rf"{_PARTICLES}(?:al-|el-)?{_NAME}(?:-{_NAME})?"
#: Initials end a given name: "Maria L." and not "Maria L. The".
_GIVEN = rf"{_UPPER}{_LOWER}+(?:[ -]{_UPPER}{_LOWER}+){{0,2}}(?:[ -]?{_UPPER}\.){{0,2}}"
_INITIALS = rf"(?:{_UPPER}\.[ -]?){{1,4}}"
_AND = (
    r"(?:\s*,?\s+(?:and|и|et|y|und)\s+|\s*,?\s*&\s*|\s*;\s*"
    r"|,?\s*(?:…|\.\s?\.\s?\.),?\s*(?:&\s*)?)"
)
_INVERTED = rf"(?P<family>{_FAMILY}), ?(?P<given>{_INITIALS}(?<=\.)|{_GIVEN})"
_INVERTED_ONE = re.compile(_INVERTED)
_INVERTED_LIST = re.compile(
    rf"^(?:{_FAMILY}, ?(?:{_INITIALS}(?<=\.)(?:{_AND}|, |(?=[\s(,])|$)"
    rf"|{_GIVEN}(?:{_AND}|(?=[.,(]| et al)|$)))+"
)
#: "Smith, John, and Mary Jones": only the first name is turned round.
_STRAIGHT_LAST = re.compile(
    rf"^(?:,? (?:and|&) )?(?P<given>{_GIVEN}|{_INITIALS}) ?(?P<family>{_FAMILY_ONE})(?=[.,(]| \(|$)"
)
_INITIALS_FIRST = re.compile(rf"(?P<given>{_INITIALS})\s?(?P<family>{_FAMILY})")
_INITIALS_FIRST_LIST = re.compile(
    rf"^{_INITIALS}\s?{_FAMILY}(?:(?:{_AND}|, ){_INITIALS}\s?{_FAMILY}){{0,30}}(?=[,.:(\s]|$)"
)
_INITIALS_LAST = re.compile(rf"(?P<family>{_FAMILY}) (?P<given>(?:{_UPPER}\. ?){{1,3}})")
_INITIALS_LAST_LIST = re.compile(
    rf"^{_FAMILY} (?:{_UPPER}\. ?){{1,3}}"
    rf"(?:(?:, ?|{_AND}){_FAMILY} (?:{_UPPER}\. ?){{1,3}}){{0,30}}"
)
_MEDICAL = re.compile(rf"(?P<family>{_FAMILY}) (?P<given>[A-Z]{{1,3}})(?![\w.]*\w)")
_MEDICAL_LIST = re.compile(
    rf"^{_FAMILY} [A-Z]{{1,3}}(?:(?:, |{_AND}){_FAMILY} [A-Z]{{1,3}}){{0,60}}"
    rf"(?=\.\s(?![A-Z]\.)|,? et al|, eds?\b|, editors?\b|, ?[«“\"]|\.?$)"
)
#: "Hepatitis B", "Annex II": a letter behind a word that is no name.
_LETTERED = word_set(
    """
    vitamin hepatitis influenza part annex appendix table chapter group category schedule type phase
    title section volume class plan grade level article figure module unit model form act
    """
)
#: "Tana TV" is no T. V. Tana.
_NO_LETTERS = {"TV", "FM", "UN", "EU", "US", "UK", "USA", "NGO", "ICT", "AIDS", "HIV"}
_STRAIGHT = rf"(?P<given>{_GIVEN}) (?P<family>{_FAMILY_ONE})"
_STRAIGHT_FIRST = re.compile(rf"^{_STRAIGHT}(?=[,.:;(]|\s+(?:and|et al|&|и)\b|\s+[&(]|\s*$)")
_STRAIGHT_NEXT = re.compile(
    rf"^(?P<joint>, (?:and |& )?| and | & | и ){_STRAIGHT}"
    r"(?=[,.:;(]|\s+(?:and|et al|и)\b|\s+[&(]|\s*$)"
)
#: "James Okoro, Peter Novak, and …" is no "Okoro, Peter" turned round.
_STRAIGHT_PAIR = re.compile(rf"^{_NAME} {_NAME}, {_NAME} {_NAME}[.,]")
#: "Maria L. Santos" and not "Berg A. Ice".
_MIDDLE_INITIAL = re.compile(rf"^{_NAME} {_UPPER}\. {_FAMILY_ONE}(?=,|\s+and\b|\s+&)")
#: What a style puts behind the names: roles and "and others".
_ROLES = re.compile(
    r"^(?:,?\s*(?:et\s+al\.?|and\s+others|и\s+др\.?|и\s+соавт\.?))?"
    r"(?:,?\s*[(\[]?(?:eds?\b\.?|editors?|comps?\b\.?|compilers?|trans\b\.?|ред\.|сост\.)[)\]]?"
    r"(?=[\s.,:(]|$))?",
    re.IGNORECASE,
)


def find_persons(text: str) -> tuple[tuple[str, ...], int]:
    """The persons that a text begins with, as "Family, Given", and where they end; else none.

    The end is behind "et al." and "(eds.)".

    >>> find_persons("Harding, Luke and Tran, Mark. Violence in the south")
    (('Harding, Luke', 'Tran, Mark'), 28)
    >>> find_persons("Anna Berg, ed., Ice")
    (('Berg, Anna',), 14)
    """
    names, end = _find_names(text[:MAX_PERSONS])
    if not names:
        return (), 0
    roles = _ROLES.match(text[end : end + 60])
    return names, end + (roles.end() if roles else 0)


def _find_names(text: str) -> tuple[tuple[str, ...], int]:
    if _MIDDLE_INITIAL.match(text):
        straight = _find_straight(text)
        if straight[0]:
            return straight
    for whole, one in (
        (_INVERTED_LIST, _INVERTED_ONE),
        (_INITIALS_FIRST_LIST, _INITIALS_FIRST),
        (_MEDICAL_LIST, _MEDICAL),
        (_INITIALS_LAST_LIST, _INITIALS_LAST),
    ):
        found = whole.match(text)
        if found is None:
            continue
        end = found.end()
        if one is _INVERTED_ONE and _STRAIGHT_PAIR.match(text):
            straight = _find_straight(text)
            if len(straight[0]) > 1:
                return straight
        names = [(m["family"], m["given"].strip()) for m in one.finditer(found.group())]
        last = _STRAIGHT_LAST.match(text[end:]) if one is _INVERTED_ONE else None
        if last and re.search(r"\b(?:and|&)\s", found.group()[-5:] + text[end : end + 6]):
            names.append((last["family"], last["given"].strip()))
            end += last.end()
        if names and _are_persons(names, with_letters=one is _MEDICAL):
            return tuple(f"{family}, {given}" for family, given in names), end
    return _find_straight(text)


def _are_persons(names: list[tuple[str, str]], *, with_letters: bool) -> bool:
    if with_letters and (
        names[0][0].split()[-1].casefold() in _LETTERED or names[0][1] in _NO_LETTERS
    ):
        return False
    words = [
        word
        for family, given in names
        for word in (family if with_letters else f"{family} {given}").split()
    ]
    return not any(is_organisation_word(word) for word in words)


def _find_straight(text: str) -> tuple[tuple[str, ...], int]:
    """Names the straight way round, as long as each can be known for one."""
    first = _STRAIGHT_FIRST.match(text)
    if first is None or not _is_straight(first["given"], first["family"]):
        return (), 0
    names = [f"{first['family']}, {first['given']}"]
    end = first.end()
    while True:
        found = _STRAIGHT_NEXT.match(text[end : end + 200])
        if found is None:
            break
        sure = found["joint"].strip(", ") != ""
        if not (sure or _is_straight(found["given"], found["family"])):
            break
        names.append(f"{found['family']}, {found['given']}")
        end += found.end()
    return tuple(names), end


def _is_straight(given: str, family: str) -> bool:
    words = f"{given} {family}".split()
    return is_personal_name(given, family) and not any(is_organisation_word(w) for w in words)
