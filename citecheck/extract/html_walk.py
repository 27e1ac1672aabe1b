"""A page's markup gone through from its beginning to its end, what no reader sees left out."""

from __future__ import annotations

import re
from math import inf
from time import monotonic

from citecheck.extract.html_display import find_raised_classes, set_table_parts
from citecheck.extract.html_hidden import Controls, has_no_size, is_hidden
from citecheck.extract.html_lines import WrittenPage
from citecheck.extract.html_markup import (
    CELLS,
    Element,
    Markup,
    Token,
    inside_of,
    parse_markup,
)
from citecheck.extract.html_styles import Styles
from citecheck.extract.html_text import Writer
from citecheck.extract.tidy import one_line

_MOST_HEADINGS = 500
_LOOK = 10_000  # tokens between two looks at the clock
_DIGIT = re.compile(r"\d")


def write_page(
    markup: Markup, *, is_xml: bool = False, until: float = inf, framed: bool = False
) -> WrittenPage:
    """The visible text of a page, its title first.

    In ``is_xml`` an element of no name that HTML knows is a block: two values in a
    row of elements are two.  What is not written by ``until``, on the monotonic clock,
    is left out and told.  ``framed`` is a page in another one.
    """
    if markup.has_boxes:
        set_table_parts(markup)
    title = None if markup.title is None else one_line(markup.text_in(markup.title))
    writer = Writer(markup, is_xml=is_xml, raised=find_raised_classes(markup))
    if title:
        writer.write(title)
        writer.new_line()
        # The rest of the head is walked: libxml2 knows no HTML5, and puts the elements
        # of a page without a body tag there.
    page = writer.page
    passed_over = markup.title if title else None
    page.unfinished = not _walk(markup, writer, passed_over, until=until, framed=framed)
    writer.new_line()
    page.lines, page.title = writer.lines, title
    page.headings = tuple(dict.fromkeys(writer.headings))[:_MOST_HEADINGS]
    return page


def _walk(
    markup: Markup, writer: Writer, passed_over: int | None, *, until: float, framed: bool
) -> bool:
    """Hand every visible token to the writer, in order; false if it is late before the end."""
    tokens, opened, styles = markup.tokens, list[Element](), Styles(markup)
    controls = Controls(markup)
    at, end, look = 0, len(tokens), _LOOK
    while at < end:
        if at >= look:
            look = at + _LOOK
            if monotonic() > until:
                return False
        token = tokens[at]
        if token is None:
            writer.close(opened.pop())
        elif isinstance(token, str):
            writer.write_string(token)
        elif (
            at == passed_over
            or (is_hidden(token) and not controls.open(token))
            or ("style" in token.attributes and has_no_size(token, inside_of(tokens, at)))
        ):
            at = token.end
        elif styles.hide(token) and not controls.open(token):
            _note_hidden(tokens[at : token.end], writer.page)
            at = token.end
        elif token.part in CELLS and writer.take_plain_cell(token, tokens[at + 1 : token.end]):
            at = token.end
        else:
            writer.open(token, at)
            opened.append(token)
            if not framed and token.name == "iframe" and "srcdoc" in token.attributes:
                inner = parse_markup(token.attributes["srcdoc"])
                writer.take_lines(write_page(inner, until=until, framed=True))
        at += 1
    return True


def _note_hidden(inside: list[Token], page: WrittenPage) -> None:
    words = [token for token in inside if isinstance(token, str) and token.strip()]
    page.hidden += bool(words)
    page.hidden_numbers += any(_DIGIT.search(word) for word in words)
