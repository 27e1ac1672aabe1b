from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from distributed.security import Security

import citecheck
import citecheck.cluster
import citecheck.demo
from benchmarks.cluster.runs import SETTINGS, audit, cluster, without_times
from benchmarks.cluster.world import make_manuscript
from benchmarks.web.__main__ import server
from citecheck.cli import run
from citecheck.cluster import open_workers
from citecheck.model.errors import InputError
from citecheck.settings import Settings
from citecheck.wiring import audit_source, open_publication
from tests.capture.origin import always, reply, serve
from tests.fakes.object_storage import s3_bucket


def test_without_dask_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(citecheck.cluster, "find_spec", lambda _: None)
    monkeypatch.chdir(tmp_path)
    Path("addresses.txt").write_text("http://a.example/\n", encoding="utf-8")
    assert run(["audit", "addresses.txt", "--dask", "tcp://127.0.0.1:8786"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "citecheck: tcp://127.0.0.1:8786: Dask is not installed; pip install 'citecheck[dask]'\n"
    )


def test_an_audit_without_a_cluster_imports_no_dask() -> None:
    names = "citecheck.cli.audit, citecheck.cluster, citecheck.tasks, sys"
    told = f"import {names}; print(sorted(sys.modules.keys() & {{'dask', 'distributed'}}))"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("everywhere", r"no address of a scheduler: 'everywhere'; say tcp://HOST:PORT or local:N"),
        ("local:0", r"no address of a scheduler"),
        ("tls://127.0.0.1:1", r"needs certificates; set dask_ca_file"),
        ("tcp://127.0.0.1:1", r"no scheduler answers"),
        ("gopher://127.0.0.1:1", r"no scheduler answers"),
        ("tcp://127.0.0.1", r"no scheduler answers: neither a host nor a port"),
        ("tcp://a.invalid:8786", r"no scheduler answers"),
    ],
)
def test_what_is_no_cluster_is_told_in_one_line(
    address: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citecheck.cluster, "PATIENCE", 0.3)
    monkeypatch.setattr(citecheck.cluster, "KNOCKING", 0.0)
    with pytest.raises(InputError, match=line) as found, open_workers(Settings(dask=address)):
        pass
    assert "\n" not in str(found.value)


@contextmanager
def mills(count: int, folder: Path) -> Iterator[tuple[Path, str]]:
    """A publication and the address of its web."""
    with server({}, "benchmarks.cluster.server") as ports:
        manuscript = folder / "mills.txt"
        manuscript.write_text(
            make_manuscript(count, ports[0], hosts=20, milliseconds=60), encoding="utf-8"
        )
        yield manuscript, f"http://127.0.1.1:{ports[0]}"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    with mills(60, tmp_path) as (manuscript, web):
        alone = audit(manuscript, web, tmp_path / "alone")
        spread = audit(manuscript, web, tmp_path / "spread", workers=2, killed_at=25)
    assert spread.text == alone.text
    assert alone.counts["findings"]["confirmed"] == 48
    # what was in flight when it died, and what had left for a host of another task
    assert spread.seen["asked again"] <= SETTINGS.jobs + 60 // 10
    assert spread.seen["on one host"] <= SETTINGS.per_host
    assert not list((tmp_path / "spread").glob("tasks-*"))


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_nothing_of_a_storage(tmp_path: Path) -> None:
    with mills(40, tmp_path) as (manuscript, web), s3_bucket("mills") as bucket:
        alone = audit(manuscript, web, tmp_path / "alone")
        stored = replace(SETTINGS, storage=f"{bucket}/captures")
        spread = audit(
            manuscript, web, tmp_path / "spread", workers=2, killed_at=15, settings=stored
        )
    assert spread.text == alone.text
    assert spread.seen["on one host"] <= SETTINGS.per_host


@pytest.mark.slow
def test_processes_of_this_machine_do_as_well(tmp_path: Path) -> None:
    with mills(30, tmp_path) as (manuscript, web):
        alone = audit(manuscript, web, tmp_path / "alone")
        source = open_publication(str(manuscript))
        with open_workers(replace(SETTINGS, dask="local:2")) as workers:
            assert workers.processes == 2
            assert workers.at_once >= 4  # a thread each at least, and one task more that waits
            assert all(one.laddr.ip.startswith("127.") for one in _listening())
            found = audit_source(source, SETTINGS, snapshots=tmp_path / "local", workers=workers)
    assert without_times(found) == alone.text


def _listening() -> list[psutil._common.pconn]:
    """Where this process and all that it began can be reached from outside."""
    tree = [psutil.Process(), *psutil.Process().children(recursive=True)]
    found = [one for process in tree for one in process.net_connections("inet")]
    return [one for one in found if one.status == psutil.CONN_LISTEN]


@pytest.mark.slow
def test_two_audits_of_one_machine_do_not_want_the_same_port() -> None:
    """Dask's own choice, 8787, is whoever's comes first; the next would be warned of."""
    with ExitStack() as stack:
        with suppress(OSError):  # somebody's already
            stack.enter_context(socket.create_server(("127.0.0.1", 8787)))
        with open_workers(replace(SETTINGS, dask="local:1")) as workers:
            assert workers.processes == 1


@pytest.mark.slow
def test_a_cluster_without_workers_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    with cluster(0) as (address, _):
        monkeypatch.setattr(citecheck.cluster, "PATIENCE", 1.0)
        settings = Settings(dask=address)
        with pytest.raises(InputError, match="has no workers; start some"), open_workers(settings):
            pass


def test_what_listens_and_is_no_scheduler_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citecheck.cluster, "PATIENCE", 0.5)
    with serve(always(reply(200, b"a web server"))) as origin:
        address = origin.url.replace("http", "tcp")
        with pytest.raises(InputError, match="no scheduler answers") as found:
            open_workers(Settings(dask=address)).__enter__()
    assert "\n" not in str(found.value)


@pytest.mark.slow
def test_a_worker_of_another_version_is_told_of_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with cluster(1) as (address, _):
        monkeypatch.setattr(citecheck, "__version__", "99.0")
        with pytest.raises(InputError) as found, open_workers(Settings(dask=address)):
            pass
    assert re.fullmatch(
        rf"{address}: the worker at tcp://127\.0\.0\.1:\d+ has citecheck [\d.]+, this run is of "
        "99\\.0; install the same version everywhere, and start the worker again",
        str(found.value),
    )


@pytest.mark.slow
def test_a_scheduler_behind_tls_is_reached_with_its_certificates(tmp_path: Path) -> None:
    tls = Path(citecheck.demo.__file__).parent / "tls"
    cert, key = str(tls / "demo-only-cert.pem"), str(tls / "demo-only-key.pem")
    security = Security(
        tls_ca_file=cert, tls_client_cert=cert, tls_client_key=key, require_encryption=True
    )
    options = ("--tls-ca-file", cert, "--tls-cert", cert, "--tls-key", key)
    with cluster(1, "--protocol", "tls", *options, security=security) as (address, _):
        assert address.startswith("tls://")
        settings = Settings(dask=address, dask_ca_file=cert, dask_cert_file=cert, dask_key_file=key)
        with open_workers(settings) as workers:
            assert workers.reading.submit(sum, (1, 2)).result(timeout=20) == 3


def test_certificates_that_are_not_there_are_told_of(tmp_path: Path) -> None:
    missing = str(tmp_path / "ca.pem")
    settings = Settings(dask="tls://127.0.0.1:1", dask_ca_file=missing)
    with pytest.raises(InputError, match=r"ca\.pem: cannot be read"), open_workers(settings):
        pass


@pytest.mark.slow
@pytest.mark.parametrize(
    ("victim", "line"),
    [("scheduler", "the cluster is gone"), ("worker", "the cluster has no workers any more")],
)
def test_a_cluster_that_is_lost_on_the_way_is_told_of(
    victim: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citecheck.cluster, "WITHOUT_WORKERS", 1.0)

    def lose_it() -> None:
        with cluster(1) as (address, processes), open_workers(Settings(dask=address)) as workers:
            waiting = workers.reading.submit(time.sleep, 60)
            time.sleep(0.5)
            processes[0 if victim == "scheduler" else 1].kill()
            waiting.result(timeout=30)

    with pytest.raises(InputError, match=line):
        lose_it()
