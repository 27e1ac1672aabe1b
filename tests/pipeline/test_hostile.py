"""Addresses and servers that are made to harm, all asked by one audit that harms nobody.

Servers are on loopback, but pass for public: names resolve to a public address, which is
checked as such, and only then the connection is led to the server here.  Whatever else a
connection is opened to is noted, and must be nothing.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from citecheck.capture import guard
from citecheck.model.captures import Failure, Network, NetworkState
from citecheck.model.notes import Citation, CitationKind, Endnote, Publication
from citecheck.model.verdicts import AddressReport
from citecheck.publications import Source
from citecheck.wiring import audit_source
from tests.pipeline import certificates
from tests.pipeline.strange_web import Host, serve
from tests.pipeline.test_behaviours import SETTINGS
from tests.tables import read_yaml

pytestmark = pytest.mark.hostile

ROWS: list[dict[str, Any]] = read_yaml(Path(__file__).parent / "hostile.yaml")
PUBLIC = "93.184.215.14"
#: Seconds for all of them: a few times what the slowest may take.
LONGEST = 90.0


def name_of(number: int) -> str:
    return f"h{number}.test"


def address_of(number: int, row: dict[str, Any]) -> str:
    if "long_host" in row:
        return f"http://{'a' * row['long_host']}.test/"
    path = "x" * row["long_path"] if "long_path" in row else "report.html"
    return str(row.get("ask", f"http://{name_of(number)}/{path}"))


class World:
    """Names, and where connections may lead; ``strayed`` are those that led elsewhere."""

    def __init__(
        self, ports: dict[str, tuple[int, int]], names: dict[str, list[list[str]]]
    ) -> None:
        self.ports, self.names = ports, names
        self.last: dict[int, str] = {}
        self.strayed: list[object] = []
        self._real = guard._open

    def getaddrinfo(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> list[tuple[Any, ...]]:
        name = str(host).lower().rstrip(".")
        turns = self.names.get(name)
        if turns is None:
            for family in (socket.AF_INET, socket.AF_INET6):
                with suppress(OSError, UnicodeError):
                    socket.inet_pton(family, name)
                    return [(family, socket.SOCK_STREAM, 6, "", (name, int(port)))]
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        self.last[threading.get_ident()] = name
        found = turns.pop(0) if len(turns) > 1 else turns[0]
        return [
            (_family(a), socket.SOCK_STREAM, 6, "", (PUBLIC if a == "PUBLIC" else a, int(port)))
            for a in found
        ]

    def open(self, family: int, kind: int, protocol: int, place: Any, timeout: float) -> Any:
        name = self.last.get(threading.get_ident(), "")
        if place[0] != PUBLIC or place[1] not in (80, 443):
            self.strayed.append((name, place))
            raise guard.Stopped(Failure.REFUSED, "strayed")
        to = self.ports[name][0 if place[1] == 80 else 1]
        return self._real(socket.AF_INET, kind, protocol, ("127.0.0.1", to), timeout)


def _family(address: str) -> int:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


class OnlineProbe:
    def __init__(self, settings: object) -> None:
        pass

    def look(self, addresses: object) -> NetworkState:
        return NetworkState(network=Network.ONLINE, why="said so")


def listen(stop: threading.Event, part: bytes) -> socket.socket:
    """A server that accepts and then says a part every fifth of a second."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk(line: socket.socket) -> None:
        with suppress(OSError), line:
            while not stop.wait(0.2):
                line.sendall(part)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=talk, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener


class Result:
    def __init__(self, reports: dict[str, AddressReport], world: World, seconds: float) -> None:
        self.reports, self.world, self.seconds = reports, world, seconds


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("hostile")
    made = certificates.make(folder)
    hosts: dict[str, Host] = {}
    for number, row in enumerate(ROWS):
        if row.get("good"):
            name = address_of(number, row).split("/")[2]
            hosts[name] = Host(name=name, pages={"/report.html": {"body": "article"}})
        elif "pages" in row:
            hosts[name_of(number)] = Host(name=name_of(number), pages=row["pages"])
    stop = threading.Event()
    with serve(hosts, made) as web, pytest.MonkeyPatch.context() as patch:
        mute, drip = listen(stop, b""), listen(stop, b"\x16\x03\x03\x40")
        ports = dict.fromkeys(hosts, (web.port, web.tls_port))
        names = {name: [["PUBLIC"]] for name in hosts}
        names["inside.test"] = [["192.168.7.7"]]
        for name, listener in (("mute.test", mute), ("drip.test", drip)):
            names[name] = [["PUBLIC"]]
            ports[name] = (listener.getsockname()[1],) * 2
        for number, row in enumerate(ROWS):
            if "names" in row:
                names[name_of(number)] = [list(turn) for turn in row["names"]]
        world = World(ports, names)
        patch.setattr(socket, "getaddrinfo", world.getaddrinfo)
        patch.setattr(guard, "_open", world.open)
        patch.setattr("citecheck.wiring.SystemProbe", OnlineProbe)
        patch.setenv("REQUESTS_CA_BUNDLE", str(made.bundle))
        notes = tuple(
            Endnote(
                number=number + 1,
                raw="x",
                citations=(
                    Citation(work=f"w{number}", kind=CitationKind.WEB, url=address_of(number, row)),
                ),
            )
            for number, row in enumerate(ROWS)
        )
        begun = time.monotonic()
        audit = audit_source(
            Source(
                publication=Publication(title="Harm", year=2012, endnotes=notes),
                name="harm",
                shown="harm",
            ),
            replace(SETTINGS, allow_private=False),
            snapshots=folder / "snapshots",
        )
        seconds = time.monotonic() - begun
        stop.set()
        for listener in (mute, drip):
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
    return Result({report.url: report for report in audit.addresses}, world, seconds)


@pytest.mark.parametrize(
    ("number", "row"),
    list(enumerate(ROWS)),
    ids=[str(r.get("name") or r.get("ask") or [*r["pages"].values()])[:60] for r in ROWS],
)
def test_each_is_refused_or_ends_within_its_limits(
    number: int, row: dict[str, Any], result: Result
) -> None:
    report = result.reports[address_of(number, row)]
    wanted = row["expect"]
    assert str(report.status) in (wanted if isinstance(wanted, list) else [wanted]), report.why
    assert report.why


def test_no_connection_was_opened_to_anywhere_else(result: Result) -> None:
    assert result.world.strayed == []


def test_all_of_them_take_no_longer_than_the_slowest_few(result: Result) -> None:
    assert result.seconds < LONGEST


def test_no_line_of_the_report_breaks_the_terminal(result: Result) -> None:
    for report in result.reports.values():
        assert "\r" not in report.why
        assert "\n" not in report.why
