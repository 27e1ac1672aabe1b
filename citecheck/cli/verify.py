"""``citecheck verify``: one ad-hoc claim, or a batch of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from citecheck.cli.words import json_option, network_options, one_line, print_json, settings_from
from citecheck.figures import verify_document
from citecheck.model.documents import Document, Page
from citecheck.model.errors import InputError
from citecheck.model.verdicts import FindingVerdict
from citecheck.readable import Readable, open_source
from citecheck.report import answer_document
from citecheck.settings import Settings


@click.command(
    "verify", epilog='Example: citecheck verify "40 boats were built" --source report.pdf'
)
@click.argument("claim", required=False)
@click.option("--source", metavar="URL_OR_FILE", help="What the claim is held against.")
@click.option("--figure", metavar="PRINTED", help="The figure, as the claim prints it.")
@click.option(
    "--batch",
    metavar="FILE.jsonl",
    type=click.Path(path_type=Path),
    help="Lines of {id, claim, figure: {printed}, text or source}; - for standard input.",
)
@network_options
@json_option
def command(
    claim: str | None,
    source: str | None,
    figure: str | None,
    batch: Path | None,
    proxy: str | None,
    allow_private: bool | None,
    as_json: bool,
) -> int:
    """Whether a source says the figure that CLAIM prints.

    With --batch, one JSON line comes out for each line that goes in.  Exits with 0 if
    all is confirmed, with 1 otherwise.
    """
    settings = settings_from(proxy=proxy, allow_private=allow_private)
    if batch:
        return _verify_batch(batch, settings)
    if not claim or not source:
        raise click.UsageError("give a CLAIM and --source, or --batch")
    answer = _answer(claim, figure, open_source(source, settings))
    if as_json:
        print_json(answer)
    else:
        _show(answer)
    return int(answer["verdict"] != FindingVerdict.CONFIRMED)


def _verify_batch(batch: Path, settings: Settings) -> int:
    clean = True
    for number, line in enumerate(_lines(batch), start=1):
        if line.isspace():
            continue
        answer = _answer_line(line, f"{batch}:{number}", settings)
        clean = clean and answer["verdict"] == FindingVerdict.CONFIRMED
        click.echo(json.dumps(answer, ensure_ascii=False))
    return int(not clean)


def _lines(batch: Path) -> Iterator[str]:
    try:
        if str(batch) == "-":
            yield from sys.stdin
            return
        with batch.open(encoding="utf-8") as stream:
            yield from stream
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", source=str(batch)) from error
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8: {error.reason}", source=str(batch)) from error


def _answer_line(line: str, place: str, settings: Settings) -> dict[str, Any]:
    """The answer to one line; a line that cannot be used is told and loses none of the others."""
    key: object = None
    try:
        item = json.loads(line)
        if not isinstance(item, dict):
            raise InputError("expected a JSON object")
        key = item.get("id")
        return {"id": key, **_answer(_text(item, "claim"), _printed(item), _source(item, settings))}
    except (ValueError, RecursionError) as error:  # InputError and JSONDecodeError are ValueErrors
        why = one_line(str(error)) or "nested too deeply"
        click.echo(f"citecheck: {place}: {why}", err=True)
        return {"id": key, **answer_document(None, why=f"could not be checked: {why}")}


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"expected a text, got {value!r}", key)
    return value


def _printed(item: dict[str, Any]) -> str | None:
    figure = item.get("figure")
    if figure is None:
        return None
    if isinstance(figure, str):
        return figure
    if not isinstance(figure, dict):
        raise InputError(f"expected an object with printed, got {figure!r}", "figure")
    return _text(figure, "printed")


def _source(item: dict[str, Any], settings: Settings) -> Document | Readable:
    if isinstance(item.get("text"), str):
        page = Page(number=1, text=item["text"])
        return Document(media_type="text/plain", pages=(page,), engine="as given")
    return open_source(_text(item, "source"), settings)


def _answer(claim: str, printed: str | None, source: Document | Readable) -> dict[str, Any]:
    text = source if isinstance(source, Document) else source.read()
    if not isinstance(text, Document):
        return answer_document(None, why=f"could not be read: {text.why}")
    read_again = None if isinstance(source, Document) else source.read_again
    _, match = verify_document(claim, text, printed=printed, read_again=read_again)
    return answer_document(match, why=match.why)


def _show(answer: dict[str, Any]) -> None:
    console = Console()
    console.print(Text(str(answer["verdict"]), style="bold"))
    console.print(Text(one_line(answer["why"])))
    if answer["passage"]:
        page = f" (page {answer['page']})" if answer["page"] else ""
        console.print(Text(f"“{one_line(answer['passage'])}”{page}"))
    for other in answer["others"]:
        console.print(Text(f"  also: “{one_line(other['passage'])}” – {one_line(other['why'])}"))
