"""The reader for Markdown with footnotes (``[^1]: …``, ``^[…]``), by markdown-it-py.

Footnotes as pandoc and PHP Markdown Extra write them: further paragraphs are
indented, an inline note needs no definition, a label may be a word.  The notes are
numbered by their labels if all of these are numbers, else as they are first named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from citecheck.manuscript.front_matter import FrontMatter, count_header_lines, find_front_matter
from citecheck.manuscript.marked_up import read_marked_up
from citecheck.model.manuscripts import Manuscript

#: markdown-it-py reads about a megabyte in two seconds; longer texts are read line by line.
MAX_LENGTH = 3_000_000

#: Brackets within brackets, in one paragraph; more is no Markdown.
DEEPEST = 50

_BRACKET_OR_GAP = re.compile(r"[\[\]]|\n[ \t]*\n")
_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]{1,100})\]:", re.MULTILINE)
_INLINE_NOTE = re.compile(r"(?<![\\^])\^\[[^\]]{8,}")
_HEADER_ATTRIBUTES = re.compile(r"^(#{1,6} .*?)[ \t]*\{[#.][^{}\n]*\}[ \t]*$", re.MULTILINE)
_SUPERSCRIPT = re.compile(r"(?<=[\w.,;:!?)”\"'])\^(\d{1,5})\^")
#: Begins the paragraph that names the notes which nothing else names, so that none is dropped.
_UNNAMED = "citecheck-notes-without-a-marker"


def has_footnotes(text: str) -> bool:
    """Whether a text has Markdown's footnotes, each defined once."""
    if len(text) > MAX_LENGTH:
        return False
    if _is_nested_deeply(text):
        return False
    labels = _DEFINITION.findall(text)
    if len(set(labels)) < len(labels):
        return False
    return bool(labels or _INLINE_NOTE.search(text))


def _is_nested_deeply(text: str) -> bool:
    """Whether brackets stand in brackets as no person writes them; parsing takes their square."""
    depth = 0
    for found in _BRACKET_OR_GAP.finditer(text):
        sign = found.group()
        depth = depth + 1 if sign == "[" else max(0, depth - 1) if sign == "]" else 0
        if depth > DEEPEST:
            return True
    return False


def read_markdown_manuscript(text: str, *, source: str) -> Manuscript:
    """Read a decoded Markdown manuscript; ``source`` is its name, for errors.

    Raises :class:`~citecheck.model.errors.InputError`.
    """
    lines = text.split("\n")
    count = count_header_lines(lines)
    front = find_front_matter(lines[:count]) if count else FrontMatter()
    body = _HEADER_ATTRIBUTES.sub(r"\1", "\n".join(lines[count:]))
    body = _SUPERSCRIPT.sub(r"<sup>\1</sup>", body)
    soup = BeautifulSoup(_to_html(body), "lxml")
    for paragraph in soup.find_all("p"):
        if paragraph.get_text().startswith(_UNNAMED):
            paragraph.decompose()
    return read_marked_up(soup, source=source, front=front)


def _to_html(body: str) -> str:
    """The text as HTML, each note once, whether it is referred to or not."""
    parser = _parser()
    environment: dict[str, Any] = {}
    tokens = parser.parse(body, environment)
    references: dict[str, int] = environment.get("footnotes", {}).get("refs", {})
    missed = [label.removeprefix(":") for label, place in references.items() if place < 0]
    if missed:
        body += f"\n\n{_UNNAMED} " + " ".join(f"[^{label}]" for label in missed)
        environment = {}
        tokens = parser.parse(body, environment)
    return str(parser.renderer.render(tokens, parser.options, environment))


def _parser() -> MarkdownIt:
    """CommonMark with tables and footnotes; addresses stay as they are written."""
    parser = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    parser.normalizeLink = _as_written  # type: ignore[method-assign,assignment]
    parser.normalizeLinkText = _as_written  # type: ignore[method-assign]
    parser.add_render_rule("footnote_caption", _caption)
    parser.add_render_rule("footnote_open", _open_note)
    parser.add_render_rule("softbreak", _soft_break)
    return parser


def _as_written(link: str) -> str:
    return link


def _number(place: int, environment: Any) -> int:
    """The number of the note at that place of the list: its label, if all labels are numbers."""
    labels = [entry.get("label", "") for entry in environment["footnotes"]["list"].values()]
    numeric = all(re.fullmatch(r"\d{1,5}", label) for label in labels)
    return (
        int(labels[place]) if numeric and len(set(map(int, labels))) == len(labels) else place + 1
    )


def _caption(
    _renderer: RendererProtocol,
    tokens: Sequence[Token],
    place: int,
    _options: OptionsDict,
    environment: Any,
) -> str:
    return f"[{_number(tokens[place].meta['id'], environment)}]"


def _open_note(
    _renderer: RendererProtocol,
    tokens: Sequence[Token],
    place: int,
    _options: OptionsDict,
    environment: Any,
) -> str:
    at = tokens[place].meta["id"]
    return f'<li id="fn{at + 1}" value="{_number(at, environment)}" class="footnote-item">'


def _soft_break(
    _renderer: RendererProtocol,
    _tokens: Sequence[Token],
    _place: int,
    _options: OptionsDict,
    _environment: Any,
) -> str:
    return '<br class="soft">'
