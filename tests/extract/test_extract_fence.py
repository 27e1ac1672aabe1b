"""What native code in a worker can do: no audit hook sees it, the kernel does."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from citecheck.extract import IsolatedExtractor
from citecheck.model.documents import Unread
from citecheck.settings import Settings

LACKS = IsolatedExtractor(Settings()).find_lacks()
START = (
    "import ctypes, os, socket, sys\n"
    "from citecheck.extract.fence import forbid_changes, leave_network\n"
    "libc = ctypes.CDLL(None, use_errno=True)\n"
    "print(leave_network(), forbid_changes(), leave_network())\n"
)


def says(code: str, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", START + code], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


needs_landlock = pytest.mark.skipif(
    any("Landlock" in one for one in LACKS), reason="this kernel or container has no Landlock"
)
needs_namespace = pytest.mark.skipif(
    any("namespace" in one for one in LACKS), reason="no network namespace can be had here"
)


@pytest.mark.parametrize(
    "deed",
    [
        "libc.open(b'new', os.O_WRONLY | os.O_CREAT, 0o600)",
        "libc.open(b'kept', os.O_WRONLY)",
        "libc.truncate(b'kept', 0)",
        "libc.unlink(b'kept')",
        "libc.rename(b'kept', b'other')",
        "libc.mkdir(b'new', 0o700)",
        "libc.symlink(b'kept', b'new')",
        "libc.execv(b'/bin/true', None)",
    ],
)
@needs_landlock
def test_the_kernel_refuses_changes_and_programs(deed: str, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("12,345")
    told = says(f"print({deed}, ctypes.get_errno())", tmp_path)
    assert told[1].startswith("-1 "), told
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept").read_text() == "12,345"


@needs_namespace
def test_a_worker_has_no_network_to_reach(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        told = says(
            f"print(socket.socket().connect_ex(('127.0.0.1', {port})))\n"
            "print(open('/proc/net/dev').read().count(':'))\n",
            tmp_path,
        )
    assert told[1] != "0"
    assert told[2] == "1"  # its own loopback, which is down


FENCED = (
    "from citecheck.extract.fence import forbid_reading\n"
    "print(forbid_reading(), forbid_reading())\n"
    "def tries(deed):\n"
    "    try: print(bool(deed()))\n"
    "    except OSError as error: print(type(error).__name__)\n"
)


@needs_landlock
def test_a_worker_reads_its_libraries_and_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("12,345")
    told = says(
        "kept = open('kept')\n"
        + FENCED
        + "tries(lambda: open('kept').read())\ntries(lambda: open('/etc/passwd').read())\n"
        "tries(lambda: open('/proc/self/environ').read())\ntries(lambda: os.listdir('.'))\n"
        "tries(lambda: libc.open(b'kept', os.O_RDONLY) >= 0)\n"
        "print(kept.read())\n"  # what is open stays so: its document
        "import xlrd, pypdfium2, pdfminer.high_level, charset_normalizer, pikepdf\n"
        "import citecheck.extract.pdf_miner\nprint('imported')\n",
        tmp_path,
    )
    refused = ["PermissionError"] * 4
    assert told[1:] == ["None None", *refused, "False", "12,345", "imported"]


@needs_landlock
def test_what_can_be_imported_from_a_folder_is_all_that_is_read_of_it(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__init__.py").write_text("herds = 988")
    (tmp_path / "alone.py").write_text("herds = 412")
    (tmp_path / "letters.txt").write_text("12,345")
    told = says(
        "sys.path.append(os.getcwd())\n"
        + FENCED
        + "import package, alone\nprint(package.herds, alone.herds)\n"
        "tries(lambda: open('letters.txt').read())\n",
        tmp_path,
    )
    assert told[2:] == ["988 412", "PermissionError"]


@needs_landlock
def test_workers_of_an_audit_are_fenced_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "citecheck.extract.isolated._START",
        "import sys, json; sys.path[:] = json.loads(sys.argv[1])\n"
        "from citecheck.extract import worker\n"
        "def read(*_, **__): open('/etc/passwd')\n"
        "worker.read = read\n"
        "worker.main()",
    )
    found = IsolatedExtractor(Settings()).extract(b"12,345", media_type=None, name="")
    assert isinstance(found, Unread)
    assert "PermissionError" in found.why


def test_what_a_machine_lacks_is_told_and_what_it_has_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "citecheck.extract.isolated._START",
        "import sys, json; sys.path[:] = json.loads(sys.argv[1])\n"
        "from citecheck.extract import fence, worker\n"
        "fence.sys = type('Other', (), {'platform': 'other'})\n"
        "fence._state.update(network=True, reading=True)\n"
        "worker.main()",
    )
    lacks = IsolatedExtractor(Settings()).find_lacks()
    assert any("network" in one for one in lacks)
    assert any("Landlock" in one for one in lacks)


def test_a_worker_that_says_nothing_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citecheck.extract.isolated._START", "raise SystemExit(3)")
    assert "cannot be read" in IsolatedExtractor(Settings()).find_lacks()[0]
