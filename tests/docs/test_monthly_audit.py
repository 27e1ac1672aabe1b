"""A newcomer's way to a monthly audit with e-mail, followed to the letter in a fresh clone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.history.a_year import Year, manuscript, serve_a_year
from tests.notices.receivers import Postbox, mail_server
from tests.pipeline import certificates

ROOT = Path(__file__).parents[2]
DOC = ROOT / "docs" / "monthly-audit.md"
BLOCKS = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PASSWORD = "cor rect-horse"
#: Starts a service as systemd does: its commands in turn, each to end with 0 or 1.
SYSTEMCTL = """\
#!/bin/sh
echo "$*" >> "$HOME/systemctl.log"
case "$*" in "--user start "*) ;; *) exit 0;; esac
unit="$HOME/.config/systemd/user/$3"
cd "$(sed -n 's/^WorkingDirectory=//p' "$unit")" || exit 200
sed -n 's/^ExecStart=//p' "$unit" > "$HOME/commands"
while read -r line; do
  sh -c "$line" < /dev/null || test $? -eq 1 || exit 3
done < "$HOME/commands"
"""
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a clone holds, with this environment in place of the one that it would install."""
    listing = ["git", "-C", str(ROOT), "ls-files", "-z"]
    done = subprocess.run(listing, capture_output=True, check=False, timeout=60)
    if done.returncode:
        pytest.skip("this is no clone")
    folder = tmp_path / "clone"
    for name in filter(None, done.stdout.decode().split("\0")):
        if not name.startswith("tests/") and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    place = folder / ".venv"
    place.mkdir()
    (place / "bin").symlink_to(Path(sys.executable).parent, target_is_directory=True)
    (place / "installed").touch()  # `make install` has been here
    return folder


@pytest.fixture
def world(
    clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Year, Postbox]]:
    """An invented web, a mail server, a home, and a machine with systemd, all of them small."""
    made = certificates.make(tmp_path)
    tools, home = tmp_path / "tools", tmp_path / "home"
    for folder in (tools, home):
        folder.mkdir()
    for name, text in (("systemctl", SYSTEMCTL), ("loginctl", "#!/bin/sh\n")):
        (tools / name).write_text(text, encoding="utf-8")
        (tools / name).chmod(0o755)
    for name in [n for n in os.environ if n.lower().endswith("_proxy") or "CITECHECK" in n]:
        monkeypatch.delenv(name)
    context = made.context({"localhost": "good"})
    with serve_a_year() as year, mail_server(starttls=context, password=PASSWORD) as box:
        (clone / "report.txt").write_text(manuscript(1), encoding="utf-8")
        for name, value in {
            "HOME": str(home), "PATH": f"{tools}:/usr/bin:/bin", "SSL_CERT_FILE": str(made.bundle),
            "CITECHECK_PROXY": year.web.url, "CITECHECK_ARCHIVE": year.archive.url,
            "CITECHECK_DELAY": "0", "CITECHECK_ARCHIVE_PER_MINUTE": "6000",
            "CITECHECK_NOTICES_SMTP_HOST": "localhost",
            "CITECHECK_NOTICES_SMTP_PORT": str(box.port),
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        yield year, box


def follow(clone: Path, kind: str, text: str) -> None:
    """Do what a block says: write the settings, or type the lines."""
    if kind == "toml":
        (clone / "citecheck.toml").write_text(text, encoding="utf-8")
        return
    assert kind == "sh"
    activate = "" if ". .venv/bin/activate" in text else 'PATH="$PWD/.venv/bin:$PATH"\n'
    typed = text.replace(". .venv/bin/activate", 'PATH="$PWD/.venv/bin:$PATH"')
    done = subprocess.run(
        ["bash", "-e", "-c", activate + typed], cwd=clone, input=PASSWORD.encode(),
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, (text, done.stdout.decode(), done.stderr.decode())
    assert b"Traceback" not in done.stderr


def test_every_line_of_the_document_does_what_it_says(
    clone: Path, world: tuple[Year, Postbox]
) -> None:
    year, box = world
    blocks = BLOCKS.findall(DOC.read_text(encoding="utf-8"))
    assert [kind for kind, _ in blocks] == ["sh", "sh", "sh", "toml", "sh", "sh", "sh", "sh"]
    for kind, text in blocks[:5]:
        follow(clone, kind, text)
    assert [letter["Subject"] for letter in box.letters] == ["citecheck: a trial"]
    assert box.logins == [("citecheck", PASSWORD)]
    follow(clone, *blocks[5])
    log = clone.parent / "home" / "systemctl.log"
    assert "enable --now citecheck-our-report.timer" in log.read_text("utf-8")
    units = clone.parent / "home" / ".config" / "systemd" / "user"
    assert {file.name for file in units.iterdir()} == {
        "citecheck-our-report.service",
        "citecheck-our-report.timer",
    }
    follow(clone, *blocks[6])
    assert len(box.letters) == 1, "nothing changed, so nothing is told"
    year.turn_to(2)
    follow(clone, *blocks[6])
    assert len(box.letters) == 2
    letter = box.letters[1]
    assert letter["To"] == "editor@example.org"
    assert letter["Subject"] == "citecheck: 5 changes in BOATS OF THE LAKE"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "380 → 415" in body.get_content()
    assert body.get_content().count("\n") <= 20
    follow(clone, *blocks[7])
    assert not (units / "citecheck-our-report.timer").read_text("utf-8").count(PASSWORD)


def test_an_audit_that_cannot_be_made_is_written_about(
    clone: Path, world: tuple[Year, Postbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, box = world
    blocks = BLOCKS.findall(DOC.read_text(encoding="utf-8"))
    for kind, text in blocks[:6]:
        follow(clone, kind, text)
    monkeypatch.setenv("CITECHECK_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("CITECHECK_PROBE_HOSTS", "nowhere.invalid")
    with pytest.raises(AssertionError):
        follow(clone, *blocks[6])
    assert [letter["Subject"] for letter in box.letters][1:] == [
        "citecheck: no audit of endnotes/our-report"
    ]
