"""One note in the terminal: ``citecheck note N``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from citecheck.report.fragments import passage_link
from citecheck.report.marking import around, mark_figure
from citecheck.report.terminal_words import dot, severity_word, slip_words
from citecheck.report.words import CITATION_TONES, CLAIM_TONES, FINDING_TONES, count_words, say
from citecheck.safe_text import one_line, shown, web_link


def note_view(document: Mapping[str, Any]) -> RenderableType:
    """One note's document (``note_document``) for reading."""
    parts: list[RenderableType] = [
        Text(f"Note {document['note']}", style="bold"),
        Padding(Text(one_line(document["raw"]), style="italic"), (0, 0, 0, 2)),
    ]
    if document["suggested"]:
        parts += [Text(""), Text("Suggested for the next edition", style="bold")]
        parts += [Padding(Text(one_line(document["suggested"])), (0, 0, 0, 2))]
    for citation in document["citations"]:
        parts += [Text(""), *_citation(citation)]
    for claim in document["claims"]:
        parts += [Text(""), *_claim(claim)]
    if document["slips"]:
        parts += [Text(""), Text("Slips", style="bold")]
        parts += [_indent(_slip(slip)) for slip in document["slips"]]
    parts += [Text(""), _last_audit(document["audit"])]
    return Group(*parts)


def _citation(citation: Mapping[str, Any]) -> Iterable[RenderableType]:
    word = citation["shown"]
    head = dot(word, CITATION_TONES[word]) if word else Text("not audited", style="dim")
    head.append("  ").append(one_line(citation["title"] or "no title"), style="bold")
    yield head
    if citation["ruling"]:
        yield _indent(_ruling(citation["ruling"]))
    if citation["url"]:
        yield _indent(_address(citation["url"]))
    accessed = f"read {citation['accessed']}" if citation["accessed"] else "no access date"
    yield _indent(Text("; ".join(p for p in (one_line(citation["why"] or ""), accessed) if p)))
    address = citation["address"] or {}
    if address.get("next_check"):
        told = f"asked on {address['asked'][:10]}, next on {address['next_check']}"
        yield _indent(Text(told, style="dim"))
    for copy in address.get("archived", ()):
        yield _indent(_copy(copy))
        yield _indent(_address(copy["url"]), 4)


def _copy(copy: Mapping[str, Any]) -> Text:
    stamp = one_line(copy["timestamp"])
    day = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
    away = copy["distance_days"]
    far = f", {count_words(away, 'day')} from the access date" if away is not None else ""
    use = "" if copy["usable"] else f" (not usable: {one_line(copy['why']) or 'no reason given'})"
    return Text(f"archived {day}{far}{use}")


def _claim(claim: Mapping[str, Any]) -> Iterable[RenderableType]:
    head = Text(f"Claim {one_line(claim['id'])}", style="bold").append("  ", style="not bold")
    yield head.append_text(
        dot(claim["verdict"], CLAIM_TONES[claim["verdict"]])
        if claim["verdict"]
        else Text("not audited", style="dim")
    )
    if claim["text"]:
        yield _indent(Text(one_line(claim["text"]), style="italic"))
    if claim["why"]:
        yield _indent(Text(one_line(claim["why"])))
    if claim["ruling"]:
        yield _indent(_ruling(claim["ruling"]))
    for figure in claim["figures"]:
        yield _indent(_figure(figure))
        for finding in figure["findings"]:
            yield from (_indent(part, 4) for part in _finding(finding))
    for finding in claim["other_findings"]:
        yield from (_indent(part, 4) for part in _finding(finding))


def _ruling(ruling: Mapping[str, Any]) -> Text:
    head = "ruled" if ruling["stands"] else "was ruled"
    text = Text(f"{head} {say(ruling['ruling'])}", style="bold")
    who = f" by {one_line(ruling['name'])} on {ruling['at'][:10]}: {one_line(ruling['reason'])}"
    text.append(who, style="not bold")
    return text if ruling["stands"] else text.append(f" (back: {ruling['why']})", style="yellow")


def _figure(figure: Mapping[str, Any]) -> Text:
    selector = figure["selector"] or {"prefix": "", "suffix": ""}
    before, after = around(
        *(" ".join(shown(selector[s]).split("\n")) for s in ("prefix", "suffix"))
    )
    text = Text(before).append(one_line(figure["printed"]), style="bold underline").append(after)
    return text if figure["verified"] else text.append("  (not a statistic)", style="dim")


def _finding(finding: Mapping[str, Any]) -> Iterable[Text]:
    head = dot(finding["verdict"], FINDING_TONES[finding["verdict"]])
    day = finding["captured"][:10] if finding["captured"] else "undated"
    page = f", page {finding['page']}" if finding["page"] else ""
    if finding.get("frame"):
        page = f"{page}, in its frame {one_line(finding['frame'])}"
    yield head.append(f"  {finding['version']}, {day}{page}: {one_line(finding['why'])}")
    if finding["passage"]:
        yield Text("  ").append_text(_passage(finding["passage"], finding["printed_found"]))
    link = finding["archived_url"] or finding.get("frame") or finding["address"]
    if finding["passage"] and web_link(link):
        found = finding["printed_found"] or ""
        link = passage_link(link, finding["passage"], found, finding["page"])
        yield _address(f"  {link}", style="dim")
    for other in finding["others"]:
        line = Text("  also ").append_text(_passage(other["passage"], other["printed"]))
        yield line.append(f" – {one_line(other['why'])}")


def _passage(passage: str, printed: str | None) -> Text:
    text = Text("“")
    for piece in mark_figure(one_line(passage), one_line(printed or "")):
        text.append(piece.text, style="reverse" if piece.marked else "")
    return text.append("”")


def _address(url: str, style: str = "") -> Text:
    """An address on one line, however long: a broken one cannot be clicked."""
    lead = " " * (len(url) - len(url.lstrip(" ")))
    return Text(lead + one_line(url), style=style, no_wrap=True, overflow="ignore")


def _last_audit(run: Mapping[str, Any] | None) -> Text:
    if run is None:
        return Text("Not audited yet: run `citecheck audit`.", style="dim")
    said = f"From the audit of {run['finished'][:10]} ({run['network']})"
    return Text(f"{said}; nothing was asked of the web now.", style="dim")


def _slip(slip: Mapping[str, Any]) -> Text:
    code = Text(f" {one_line(slip['code'])} ", style="dim")
    return severity_word(slip).append_text(code).append_text(slip_words(slip))


def _indent(part: RenderableType, by: int = 2) -> RenderableType:
    if isinstance(part, Text) and part.no_wrap:
        part.pad_left(by)  # padding would cut it off at the edge
        return part
    return Padding(part, (0, 0, 0, by))
