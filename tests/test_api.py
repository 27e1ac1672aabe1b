from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import citecheck
from citecheck.demo import serve
from citecheck.history import History
from citecheck.model.audits import Audit
from citecheck.model.captures import Network
from citecheck.model.errors import InputError
from citecheck.model.verdicts import FindingVerdict
from citecheck.report import audit_document
from citecheck.settings import Settings

MANUSCRIPT = Path(citecheck.__file__).parent / "demo" / "publication" / "riverside-2012.txt"


def test_parse_gives_the_publication() -> None:
    publication = citecheck.parse(MANUSCRIPT)
    assert len(publication.endnotes) == 40
    assert publication.year == 2012


def test_parse_refuses_what_is_not_there() -> None:
    with pytest.raises(InputError, match="nowhere"):
        citecheck.parse("nowhere.txt")


def test_find_figures_gives_quantities_with_their_places() -> None:
    text = "Nearly 30 percent of the 1,200 boats use sails."
    found = citecheck.find_figures(text)
    assert [(f.value, f.unit) for f in found] == [(30, "percent"), (1200, "boats")]
    assert all(f.span and text[f.span.start : f.span.end] == f.printed for f in found)


def test_verify_says_whether_a_text_bears_a_claim_out() -> None:
    claim = "The mill sold 40 boats and 12 rafts."
    assert citecheck.verify(claim, "It sold 40 boats.").verdict is FindingVerdict.CONFIRMED
    rafts = next(f for f in citecheck.find_figures(claim) if f.value == 12)
    for figure in (rafts, "12 rafts", "12"):
        found = citecheck.verify(claim, "The mill sold 40 boats and 15 rafts.", figure)
        assert found.figure.value == 12
        assert found.verdict is FindingVerdict.CHANGED


def test_verify_without_a_figure_says_what_to_do() -> None:
    with pytest.raises(InputError, match="no figure that can be verified"):
        citecheck.verify("The mill sold boats.", "It did.")


def test_audit_gives_what_the_command_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    offline = citecheck.audit(MANUSCRIPT, offline=True, only=(1, 2))
    assert isinstance(offline, Audit)
    assert offline.network.network is Network.OFFLINE
    with serve() as world:
        settings = Settings(proxy=world.proxy_url, archive=world.archive_url, delay=0)
        online = citecheck.audit(MANUSCRIPT, only=(1,), settings=settings, snapshots="kept")
    assert online.network.network is Network.ONLINE
    assert [report.note for report in online.citations] == [1]
    assert (tmp_path / "kept").is_dir()


def test_audit_goes_on_counting_the_failures_of_the_report(tmp_path: Path) -> None:
    with serve() as world:
        settings = Settings(proxy=world.proxy_url, archive=world.archive_url, delay=0)

        def audit() -> Audit:
            return citecheck.audit(
                MANUSCRIPT, only=(18,), settings=settings,
                snapshots=tmp_path / "kept", report=tmp_path / "report",
            )  # fmt: skip

        first = audit()
        assert first.addresses[0].failures == 1
        ago = first.started - timedelta(days=9)
        addresses = tuple(replace(one, asked=ago, first_failed=ago) for one in first.addresses)
        earlier = replace(first, started=ago, addresses=addresses)
        History(tmp_path / "report").record(audit_document(earlier), {})
        second = audit()
    assert second.addresses[0].failures == 2
    assert second.addresses[0].first_failed == earlier.started
    assert not (tmp_path / "report" / "audit.json").exists()


def test_the_package_is_typed() -> None:
    assert (Path(citecheck.__file__).parent / "py.typed").exists()
