"""What a reviewer may ask: notes, comparisons, ad-hoc claims, rulings, one audit.

Everything that comes in is a number of a note, words, bytes or an http(s) address; no
request names a file.  Addresses are asked through the guard with private networks shut, and
whether they are due or not, whatever the settings say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from citecheck.captured import read_capture
from citecheck.figures import verify_document
from citecheck.history import History
from citecheck.model.captures import Capture, Origin
from citecheck.model.documents import Document, Page
from citecheck.model.errors import InputError
from citecheck.model.notes import Publication
from citecheck.model.rulings import Basis, Ruling, RulingReport, RulingWord
from citecheck.opening import now, open_store
from citecheck.ports import Progress
from citecheck.readable import Readable, open_address
from citecheck.report import answer_document, note_document, read_audit, write_report
from citecheck.report.audit_json import ruling_document
from citecheck.report.html_context import NoteRow, note_row
from citecheck.report.note_json import NoteDocuments
from citecheck.rulings import add_ruling, read_rulings, rulings_file
from citecheck.safe_text import one_line, shown
from citecheck.settings import Settings
from citecheck.verdicts.rulings import hold_ruling
from citecheck.web.compare import Comparison, compare_texts
from citecheck.web.jobs import Jobs
from citecheck.wiring import Source, audit_source

_CITATION = re.compile(r"n(\d{1,6})-\d{1,4}")
_NAME, _REASON = 120, 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison: which version, from when, where it stands."""

    title: str
    captured: datetime
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """The cited version beside today's."""

    left: Side
    right: Side
    comparison: Comparison


class Desk:
    """Answers for one publication; safe for several threads.

    ``report`` is the folder of its last audit, ``snapshots`` that of its captures.
    """

    def __init__(self, source: Source, settings: Settings, *, report: Path, snapshots: Path):
        self._source, self._report, self._snapshots = source, report, snapshots
        self._settings = replace(settings, allow_private=False, only_due=False)
        self._rulings = rulings_file(Path(source.shown))
        self._lock = Lock()
        self._known: dict[Path, tuple[int, Mapping[str, Any]]] = {}
        self._words: dict[int, tuple[object, str]] = {}
        self._read_at, self._read = 0, tuple[Ruling, ...]()
        self.jobs = Jobs(self._audit)

    @property
    def publication(self) -> Publication:
        """The publication that is reviewed."""
        return self._source.publication

    @property
    def most_bytes(self) -> int:
        """The largest file that may be handed in."""
        return self._settings.max_bytes

    def note(self, number: int) -> dict[str, Any]:
        """Everything known of a note; raises :class:`InputError` if there is none."""
        return note_document(self.publication, self._ruled(self._newest(number)), number)

    def rows(self, query: str = "") -> tuple[NoteRow, ...]:
        """The notes that hold every word of the query, in order; the one of that number first."""
        words = one_line(query).casefold().split()
        whole = self._load(self._report)
        join = NoteDocuments(self.publication, self._ruled(whole))
        notes = sorted(self.publication.endnotes, key=lambda note: note.number)
        rows = (
            note_row(
                join.document(note)
                if self._newest(note.number) is whole
                else self.note(note.number)
            )
            for note in notes
        )
        fitting = (row for row in rows if not words or self._holds(row, words))
        return tuple(sorted(fitting, key=lambda row: words != [str(row.number)]))

    def _newest(self, number: int) -> Mapping[str, Any] | None:
        """The audit that knows a note best: its own, or that of the whole publication."""
        found = (self._load(self._report), self._load(self._folder(number)))
        return max(
            (audit for audit in found if audit),
            key=lambda audit: str(audit["audit"]["finished"]),
            default=None,
        )

    def _ruled(self, audit: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        return {**audit, "rulings": list(self.rulings(audit))} if audit else None

    def _holds(self, row: NoteRow, words: Sequence[str]) -> bool:
        if words == [str(row.number)]:
            return True
        stamp = (row.document["audit"] or {}).get("finished")
        known = self._words.get(row.number)
        if known is None or known[0] != stamp:
            known = (stamp, " ".join(_texts(row.document)).casefold())
            self._words[row.number] = known
        return all(word in known[1] for word in words)

    def compare(self, number: int, source: int) -> SideBySide:
        """The cited version of a note's source (counted from 1) beside today's.

        Raises :class:`InputError` if there is no such source, or a side was not captured.
        """
        citations = self.note(number)["citations"]
        if not 1 <= source <= len(citations) or not citations[source - 1]["url"]:
            raise InputError(f"note {number} has no source {source} with an address")
        citation = citations[source - 1]
        captures = open_store(self._snapshots).captures(citation["url"])
        usable = [c for c in (citation["address"] or {}).get("archived", ()) if c["usable"]]
        cited = next(
            (
                capture
                for copy in usable
                for capture in captures
                if capture.memento and capture.memento.timestamp == copy["timestamp"]
            ),
            None,
        )
        live = next((c for c in reversed(captures) if c.origin is Origin.LIVE), None)
        if cited is None or live is None:
            missing = "an archived copy" if cited is None else "today's page"
            raise InputError(f"of this source {missing} was not captured", remedy="audit the note")
        left, right = (self._text(capture) for capture in (cited, live))
        return SideBySide(
            left=_side("the version that was cited", cited),
            right=_side("today", live),
            comparison=compare_texts(left, right),
        )

    def _text(self, capture: Capture) -> str:
        text = read_capture(capture, self._settings, self._snapshots)
        if not isinstance(text, Document):
            raise InputError(f"the copy of {capture.captured:%Y-%m-%d} gave no text: {text.why}")
        return text.text

    def check_address(self, claim: str, printed: str | None, address: str) -> dict[str, Any]:
        """A claim against what an http(s) address answers now; the guard stands before it.

        Raises :class:`InputError` for another address, one that may not be asked, or a
        claim without a figure.
        """
        if not address.lower().startswith(("http://", "https://")):
            raise InputError("expected an http or https address")
        return self._check(claim, printed, open_address(address, self._settings))

    def check_bytes(self, claim: str, printed: str | None, body: bytes, name: str) -> Any:
        """A claim against a file that was handed in, read in an isolated process."""
        source = Readable(body=body, name=name, settings=self._settings)
        return self._check(claim, printed, source)

    def check_text(self, claim: str, printed: str | None, text: str) -> dict[str, Any]:
        """A claim against words."""
        page = Page(number=1, text=text)
        return self._check(
            claim, printed, Document(media_type="text/plain", pages=(page,), engine="as given")
        )

    def _check(
        self, claim: str, printed: str | None, source: Document | Readable
    ) -> dict[str, Any]:
        text = source if isinstance(source, Document) else source.read()
        if not isinstance(text, Document):
            return answer_document(None, why=f"could not be read: {text.why}")
        read_again = None if isinstance(source, Document) else source.read_again
        _, match = verify_document(claim, text, printed=printed, read_again=read_again)
        return answer_document(match, why=match.why)

    def rulings(self, audit: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], ...]:
        """The last ruling on each thing, held against an audit's document."""
        audit = audit or self._load(self._report)
        judged = {
            c["id"]: c for kind in ("claims", "citations") for c in (audit or {}).get(kind, ())
        }
        last = {r.about: r for r in sorted(read_rulings(self._rulings), key=lambda r: r.at)}
        return tuple(
            ruling_document(_held(ruling, judged.get(about))) for about, ruling in last.items()
        )

    def rule(self, about: str, word: RulingWord, name: str, reason: str) -> dict[str, Any]:
        """Keep a ruling on a claim or a citation, made on what is known now.

        Raises :class:`InputError` if there is no such thing, or nobody's name.
        """
        name, reason = one_line(name), shown(reason).strip()
        if not name or len(name) > _NAME or len(reason) > _REASON:
            raise InputError(
                f"a ruling needs a name (up to {_NAME} characters) and a reason of up to {_REASON}"
            )
        number, judged = self._judged(about)
        basis = judged["basis"]
        ruling = Ruling(
            about=about,
            word=word,
            name=name,
            reason=reason,
            at=now(),
            verdict=judged["verdict"],
            basis=Basis(claim=basis["claim"], source=tuple(basis["source"])),
        )
        add_ruling(self._rulings, ruling)
        return {"note": number, **ruling_document(_held(ruling, judged))}

    def _judged(self, about: str) -> tuple[int, Mapping[str, Any]]:
        """The note and the audit's entry of a claim or citation."""
        claim = next((c for c in self.publication.claims if c.id == about), None)
        cited = _CITATION.fullmatch(about)
        numbers = claim.notes if claim else (int(cited[1]),) if cited else ()
        for number in numbers:
            audit = self._newest(number) or {}
            entry = next((e for e in _entries(audit) if e["id"] == about and "basis" in e), None)
            if entry:
                return number, entry
        raise InputError(f"no audited claim or source {about!r}", remedy="audit the note first")

    def _audit(self, number: int, progress: Progress) -> None:
        audit = audit_source(
            self._source,
            self._settings,
            only=(number,),
            snapshots=self._snapshots,
            progress=progress,
            standings=History(self._report).standings(days_apart=self._settings.failure_days),
        )
        write_report(audit, self._folder(number))

    def _folder(self, number: int) -> Path:
        return self._report / "notes" / str(int(number))

    def _load(self, folder: Path) -> Mapping[str, Any] | None:
        """The audit's document in a folder, read again when the file is another."""
        file = folder / "audit.json"
        try:
            stamp = file.stat().st_mtime_ns
        except OSError:
            return None
        with self._lock:
            known = self._known.get(file)
            if known is None or known[0] != stamp:
                known = (stamp, read_audit(file))
                self._known[file] = known
            return known[1]


def _entries(audit: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The claims and citations of an audit's document; those of an older shape have no id."""
    entries = (entry for kind in ("claims", "citations") for entry in audit.get(kind, ()))
    return [entry for entry in entries if "id" in entry]


def _held(ruling: Ruling, judged: Mapping[str, Any] | None) -> RulingReport:
    if judged is None or "basis" not in judged:
        return RulingReport(ruling=ruling, stands=False, why="what it was about is gone")
    basis = judged["basis"]
    return hold_ruling(ruling, Basis(claim=basis["claim"], source=tuple(basis["source"])))


def _side(title: str, capture: Capture) -> Side:
    url = capture.memento.url if capture.memento else capture.final_url
    return Side(title=title, captured=capture.captured, url=url)


def _texts(value: Any) -> list[str]:
    """Every text in a document, for a search."""
    if isinstance(value, str):
        return [one_line(value)]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return []
