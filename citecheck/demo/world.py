"""The demo's world: an invented web behind a proxy, its archive, and what cites it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from citecheck.demo.archive import InventedArchive
from citecheck.demo.proxy import InventedWeb
from citecheck.demo.serving import Asked
from citecheck.demo.sites import read_sites

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoWorld:
    """Where the running demo is: ``proxy_url`` leads to its web, ``archive_url`` is its archive.

    ``expected`` says beforehand what an audit of ``manuscript`` finds.  The two lists
    grow with every request that the servers see.
    """

    proxy_url: str
    archive_url: str
    manuscript: Path
    expected: Path
    asked_of_web: list[Asked]
    asked_of_archive: list[Asked]


@contextmanager
def serve(web: Path = HERE / "web") -> Iterator[DemoWorld]:
    """Run the invented web and its archive on ephemeral ports of 127.0.0.1.

    ``web`` is the folder with the sites.  Nothing is forwarded to a real network; all
    threads and ports are gone on leaving.  Raises
    :class:`~citecheck.model.errors.InputError` if a ``site.yaml`` cannot be understood.
    """
    sites = read_sites(web)
    with ExitStack() as stack:
        archive = InventedArchive(sites.values())
        proxy = InventedWeb(sites, HERE / "tls", archive)
        for server in (proxy, archive):
            server.start()
            stack.callback(server.stop)
        yield DemoWorld(
            proxy_url=proxy.url,
            archive_url=archive.url,
            manuscript=HERE / "publication" / "riverside-2012.txt",
            expected=HERE / "expected.yaml",
            asked_of_web=proxy.asked,
            asked_of_archive=archive.asked,
        )
