"""``citecheck serve``: the reviewer's page."""

from __future__ import annotations

import ipaddress
import json
import logging
import secrets
import socket
from pathlib import Path

import click
from waitress.server import create_server

from citecheck.cli.words import json_option, settings_from
from citecheck.model.errors import InputError
from citecheck.publications import open_publication
from citecheck.web import Desk, create_app
from citecheck.web.app import LOOPBACK
from citecheck.wiring import SNAPSHOTS

_THREADS = 6


@click.command("serve", epilog="Example: citecheck serve endnotes/kyrgyzstan-2012 --port 8300")
@click.argument("publication", default="endnotes/kyrgyzstan-2012")
@click.option("--host", default="127.0.0.1", help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8300, help="0: any that is free.")
@click.option("--name", multiple=True, help="A further name that this server is reached by.")
@click.option("--token", help="Ask for this token; beyond this machine one is always asked for.")
@click.option("--report", type=click.Path(path_type=Path), help="The report [reports/NAME].")
@click.option(
    "--snapshots", type=click.Path(path_type=Path), default=SNAPSHOTS, help="The captures' folder."
)
@json_option
def command(
    publication: str,
    host: str,
    port: int,
    name: tuple[str, ...],
    token: str | None,
    report: Path | None,
    snapshots: Path,
    as_json: bool,
) -> int:
    """Show the reviewer's page of PUBLICATION until Ctrl-C.

    It listens on this machine alone unless --host says otherwise; then it asks for a
    token.  Addresses that people give it are asked through the guard: private networks
    stay out of reach whatever the settings say.
    """
    if not _is_loopback(host) and token is None:
        token = secrets.token_urlsafe(24)
    if token is not None and len(token) < 8:
        raise InputError("a token has at least 8 characters", remedy="leave --token out")
    source = open_publication(publication)
    desk = Desk(
        source,
        settings_from(),
        report=report or Path("reports") / source.name,
        snapshots=snapshots,
    )
    app = create_app(desk, hosts=(*LOOPBACK, host, *name), token=token)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        door = socket.create_server((host, port), family=family)
    except OSError as error:
        raise InputError(
            f"cannot listen on {host} port {port}: {error}", remedy="name another with --port"
        ) from error
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue is no news
    server = create_server(app, sockets=[door], threads=_THREADS, ident=None)
    _announce(host, door.getsockname()[1], token, as_json=as_json)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        desk.jobs.close()
    return 0


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _announce(host: str, port: int, token: str | None, *, as_json: bool) -> None:
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{port}/" + (f"?token={token}" if token else "")
    if as_json:
        click.echo(json.dumps({"url": url, "token": token}))
    else:
        click.echo(f"serving {url} (Ctrl-C ends it)")
