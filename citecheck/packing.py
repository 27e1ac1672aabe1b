"""Pack an audit with all that it rests on, and audit a pack again."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import citecheck
from citecheck.evidence import NotingStore, Pack, open_pack, write_pack
from citecheck.model.audits import Audit
from citecheck.model.documents import Document, Extraction
from citecheck.model.errors import InputError
from citecheck.model.verdicts import Standing, Streak
from citecheck.opening import open_store
from citecheck.ports import SnapshotStore
from citecheck.publications import Source, open_publication
from citecheck.replaying import replay_source
from citecheck.report import audit_document, read_audit
from citecheck.rulings import rulings_file
from citecheck.settings import SECRETS, Settings
from citecheck.snapshots.digests import digest_of
from citecheck.wiring import answers_file

#: When what is packed was asked before: a moment that no answer has.
_BEFORE = datetime.min.replace(tzinfo=UTC)
_RECORDS = ("publication.yaml", "notes.yaml", "claims.yaml", "rulings.yaml")
#: A proxy's address may hold a password as well, a path tells of a machine; neither is of
#: any use to anybody else.
_PRIVATE = SECRETS | {"proxy", "no_proxy", "rescue"}
#: The user's own rules for lost sources, where there are any.
_RULES = "rescue.yaml"
_README = """\
An audit of the endnotes of a publication by citecheck {version}, with all that it rests on.

report/       what the audit found; open report/index.html
publication/  the records or the manuscript that was audited, and people's rulings
rescue.yaml   your own rules for finding lost sources, if there were any
snapshots/    what the web and the archives answered, as WARC
answers.jsonl every answer, also where none came
texts/        the text that was read in each capture, named by the digest of its bytes
pack.json     version, settings, and the SHA-256 of each file

The same verdicts come out again, with nothing asked of the web, from

    citecheck audit --offline PACK
"""


def pack_audit(
    source: Source, settings: Settings, *, report: Path, snapshots: Path, target: Path
) -> int:
    """Write the pack; gives the number of captures in it.

    The audit is replayed, must come out as it was, and all that the replay looked up goes
    into the pack.
    Raises :class:`InputError` if it does not, or if there was no audit.
    """
    document = read_audit(report)
    with TemporaryDirectory() as room:
        folder = Path(room)
        publication = _copy_publication(source, folder)
        shutil.copytree(report, folder / "report", ignore=shutil.ignore_patterns("notes", ".*"))
        if settings.rescue:
            shutil.copy(settings.rescue, folder / _RULES)
        answers = answers_file(snapshots, source.name)
        if answers.exists():
            shutil.copy(answers, folder / "answers.jsonl")
        about = _about(source, settings, document, publication)
        texts: dict[str, Extraction] = {}
        store = NotingStore(open_store(snapshots))
        audit = _replay(Pack(folder=folder, about=about), texts, store)
        _must_be_equal(document, audit_document(audit), report)
        captures = _copy_snapshots(store.looked_up, snapshots, folder / "snapshots")
        _write_texts(texts, folder / "texts")
        readme = _README.format(version=citecheck.__version__)
        (folder / "README.txt").write_text(readme, encoding="utf-8")
        write_pack(target, folder, about)
    return captures


def audit_pack(path: Path) -> tuple[Audit, str] | None:
    """The audit of a pack (a zip or its folder) and its name; ``None`` if the path is no pack.

    Raises :class:`InputError` for a pack that is damaged.
    """
    with ExitStack() as stack:
        pack = open_pack(path, Path(stack.enter_context(TemporaryDirectory())))
        if pack is None:
            return None
        store = open_store(pack.folder / "snapshots")
        return _replay(pack, {}, store), str(pack.about.get("name") or "pack")


def is_pack(path: Path) -> bool:
    """Whether a path looks like a pack: a folder with its index, or a zip."""
    return (path / "pack.json").is_file() or path.suffix == ".zip"


def _replay(pack: Pack, texts: dict[str, Extraction], store: SnapshotStore) -> Audit:
    about = pack.about
    try:
        settings = _settings(about["settings"])
        started, finished = (_moment(about[key]) for key in ("started", "finished"))
        name, shown, only = about["name"], about["source"], tuple(about["only"])
        why = str(about["network_why"])
        standings = {
            url: Standing(asked=_BEFORE, alive_since=_moment(since))
            for url, since in about.get("alive_since", {}).items()
        }
        for url, (first, failures) in about.get("failing", {}).items():
            streak = Streak(first_failed=_moment(first), failures=int(failures), counted=started)
            standings[url] = Standing(asked=_BEFORE, streak=streak)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"pack.json cannot be used: {error}", source=str(pack.folder)) from error
    source = open_publication(str(pack.publication))

    rules = pack.folder / _RULES
    settings = dataclasses.replace(settings, rescue=str(rules) if rules.is_file() else None)

    def keep(body: bytes, text: Extraction) -> None:
        texts[digest_of(body)] = text

    return replay_source(
        dataclasses.replace(source, name=name, shown=shown),
        settings,
        answers=pack.folder / "answers.jsonl",
        store=store,
        rulings=rulings_file(pack.publication),
        moments=(started, finished),
        why=why,
        only=only,
        standings=standings,
        read=keep,
    )


def _about(
    source: Source, settings: Settings, document: Mapping[str, Any], publication: str
) -> dict[str, Any]:
    run = document["audit"]
    kept = {k: v for k, v in dataclasses.asdict(settings).items() if k not in _PRIVATE}
    return {
        "version": run["version"],
        "name": source.name,
        "source": source.shown,
        "publication": publication,
        "audit": run["id"],
        "started": run["started"],
        "finished": run["finished"],
        "network": run["network"],
        "network_why": run["network_why"],
        "only": run["only"],
        "failing": {
            a["url"]: [a["first_failed"], a["failures"]]
            for a in document["addresses"]
            if a["first_failed"] and a["first_failed"] != run["started"]
        },
        "alive_since": {
            a["url"]: a["alive_since"] for a in document["addresses"] if a.get("alive_since")
        },
        "settings": json.loads(json.dumps(kept)),
    }


def _settings(kept: Mapping[str, Any]) -> Settings:
    """The settings of a run as its pack has them; ``TypeError`` for a name or type that is none."""
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in kept.items()}
    settings = dataclasses.replace(Settings(), **values)
    for key, default in dataclasses.asdict(Settings()).items():
        value = getattr(settings, key)
        whole = isinstance(default, float) and isinstance(value, int)
        if default is not None and not (whole or isinstance(value, type(default))):
            raise TypeError(f"settings.{key}: {value!r}")
    return settings


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _copy_publication(source: Source, folder: Path) -> str:
    """Copy records or manuscript; gives its place in the pack."""
    path, place = Path(source.shown), folder / "publication"
    place.mkdir()
    if path.is_dir():
        for name in _RECORDS:
            if (path / name).is_file():
                shutil.copy(path / name, place)
        return "publication"
    for file in (path, rulings_file(path)):
        if file.is_file():
            shutil.copy(file, place)
    return f"publication/{path.name}"


def _copy_snapshots(addresses: Sequence[str], snapshots: Path, place: Path) -> int:
    """Copy the WARC files that hold captures of some addresses, with an index of their own.

    Gives the number of captures.  Raises :class:`InputError` if the copy does not hold them.
    """
    place.mkdir()
    store = open_store(snapshots)
    captures = {address: list(store.captures(address)) for address in addresses}
    for warc in store.files(addresses):
        shutil.copy(snapshots / warc, place)
    if any(captures.values()):
        open_store(place).reindex()
    copied = open_store(place)
    for address, kept in captures.items():
        if list(copied.captures(address)) != kept:
            raise InputError(
                f"its captures of {address} cannot be copied",
                source=str(snapshots),
                remedy="run `citecheck snapshots --reindex`, then pack again",
            )
    for lock in place.glob(".*"):
        lock.unlink()
    return sum(map(len, captures.values()))


def _must_be_equal(then: Mapping[str, Any], now: Mapping[str, Any], report: Path) -> None:
    for kind, keys in _VERDICTS.items():
        for old, new in zip(then[kind], now[kind], strict=False):
            if any(old[key] != new[key] for key in keys):
                what = ", ".join(f"{old[key]}" for key in keys)
                raise InputError(
                    f"what was captured does not give this report again ({kind[:-1]}: {what})",
                    source=str(report),
                    remedy="run `citecheck audit` again, then pack",
                )
        if len(then[kind]) != len(now[kind]):
            raise InputError(
                f"the report is of another state of the publication ({kind})",
                source=str(report),
                remedy="run `citecheck audit` again, then pack",
            )


_VERDICTS = {
    "addresses": ("url", "status", "archive"),
    "citations": ("note", "index", "verdict"),
    "findings": ("note", "claim", "address", "version", "verdict", "passage"),
    "claims": ("id", "verdict"),
}


def _write_texts(texts: Mapping[str, Extraction], place: Path) -> None:
    place.mkdir()
    for digest, text in texts.items():
        if isinstance(text, Document):
            name = digest.replace(":", "-")
            (place / f"{name}.txt").write_text(text.text, encoding="utf-8", errors="replace")
