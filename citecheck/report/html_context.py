"""What the page shows, as values: the head's counts and one row a note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from citecheck.model.audits import Audit
from citecheck.model.verdicts import CitationVerdict, ClaimVerdict
from citecheck.report.audit_json import audit_document
from citecheck.report.note_json import NoteDocuments
from citecheck.report.ordering import audited_notes
from citecheck.report.tallies import Tally
from citecheck.report.words import (
    ADDRESS_TONES,
    CITATION_TONES,
    CLAIM_TONES,
    SLIP_TONES,
    Tone,
    count_words,
)
from citecheck.safe_text import cut
from citecheck.verdicts.rulings import citation_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A verdict with its tone, and how often it was given where that is told."""

    word: str
    tone: Tone
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One of the five numbers; ``target`` is the id of the group of the worklist."""

    number: int
    title: str
    parts: str
    tone: Tone
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A total and the parts that make it up."""

    total: str
    parts: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The head of the page."""

    notes: str
    headlines: tuple[Headline, ...]
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """One note: what its row shows, what filters ask, and its whole document."""

    number: int
    title: str
    more: int
    claim: Word | None
    source: Word | None
    slips: Word | None
    words: tuple[str, ...]
    hosts: tuple[str, ...]
    sections: tuple[str, ...]
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An entry of the verdict filter, with the number of notes that it leaves."""

    value: str
    word: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceGroup:
    """Entries of the verdict filter that belong together."""

    label: str
    choices: tuple[Choice, ...]


def find_choices(rows: Iterable[NoteRow]) -> tuple[ChoiceGroup, ...]:
    """What the verdict filter offers: the words that occur, worst first."""
    counts = Counter(value for row in rows for value in row.words)
    offered = (
        ("Figures", "claim:", CLAIM_TONES),
        ("Sources", "source:", CITATION_TONES),
        ("Notes", "", {"slips": Tone.PLAIN}),
    )
    groups = (
        ChoiceGroup(
            label=label,
            choices=tuple(
                Choice(value=prefix + word, word=word, count=counts[prefix + word])
                for word in tones
                if counts[prefix + word]
            ),
        )
        for label, prefix, tones in offered
    )
    return tuple(group for group in groups if group.choices)


def settled_counts(audit: Audit) -> Mapping[str, int]:
    """How many of each verdict somebody accepted."""
    settled = {report.ruling.about for report in audit.rulings if report.settles}
    claims = (c.verdict.value for c in audit.claims if c.id in settled)
    cited = (c.verdict.value for c in audit.citations if citation_id(c) in settled)
    return Counter((*(f"claim:{word}" for word in claims), *(f"source:{word}" for word in cited)))


def overview(tally: Tally, settled: Mapping[str, int]) -> Overview:
    """The counts of the head: sums reconcile with their totals, headlines leave out ``settled``."""
    whole = "" if tally.notes == tally.in_publication else f" (of {tally.in_publication})"
    citations = _citations(tally)
    return Overview(
        notes=f"{count_words(tally.notes, 'note')}{whole} = {tally.with_address} with an address"
        f" + {tally.without_address} without",
        headlines=find_headlines(tally, settled),
        sums=(
            _sum("claim", {w.value: n for w, n in tally.claims.items()}, CLAIM_TONES),
            _sum("citation", citations, CITATION_TONES),
            _sum("address", {w.value: n for w, n in tally.addresses.items()}, ADDRESS_TONES),
            _sum("slip", {w.value: n for w, n in tally.slips.items()}, SLIP_TONES),
        ),
    )


def _citations(tally: Tally) -> dict[str, int]:
    """Citations by the word that is shown."""
    counts = {word.value: n for word, n in tally.citations.items()}
    unclear = counts["unclear"] - tally.not_checked
    return {**counts, "unclear": unclear, "not_checked": tally.not_checked}


def find_headlines(tally: Tally, settled: Mapping[str, int]) -> tuple[Headline, ...]:
    """The five numbers, without what somebody accepted."""
    citations = _citations(tally)
    claims = {word: n - settled.get(f"claim:{word}", 0) for word, n in tally.claims.items()}
    cited = {word: n - settled.get(f"source:{word}", 0) for word, n in tally.citations.items()}
    misquoted, unsupported = claims[ClaimVerdict.MISQUOTED], claims[ClaimVerdict.UNSUPPORTED]
    rescued, moved = cited[CitationVerdict.RESCUED], cited[CitationVerdict.MOVED]
    unclear, unseen = citations["unclear"], citations["not_checked"]
    return (
        Headline(
            number=misquoted + unsupported,
            title="wrong figures",
            parts=f"{misquoted} misquoted, {unsupported} unsupported",
            tone=Tone.WRONG,
            target="wrong",
        ),
        Headline(
            number=claims[ClaimVerdict.OUTDATED],
            title="changed figures",
            parts="right then, another value now",
            tone=Tone.CHANGED,
            target="changed",
        ),
        Headline(
            number=cited[CitationVerdict.BROKEN],
            title="broken sources",
            parts="gone, and no usable copy",
            tone=Tone.BROKEN,
            target="broken",
        ),
        Headline(
            number=rescued + moved,
            title="found elsewhere",
            parts=f"{rescued} in an archive, {moved} moved",
            tone=Tone.RESCUED,
            target="rescued" if rescued else "moved",
        ),
        Headline(
            number=unclear + unseen,
            title="undecided",
            parts=f"{unclear} unclear, {unseen} not checked",
            tone=Tone.UNCLEAR if unclear else Tone.UNCHECKED,
            target="unclear" if unclear else "unchecked",
        ),
    )


def _sum(noun: str, counts: Mapping[str, int], tones: Mapping[str, Tone]) -> Sum:
    many = {"address": "addresses"}.get(noun)
    return Sum(
        total=count_words(sum(counts.values()), noun, many),
        parts=tuple(
            Word(word=word, tone=tones[word], count=counts[word]) for word in tones if counts[word]
        ),
    )


def note_rows(audit: Audit) -> tuple[NoteRow, ...]:
    """One row for every note that the audit was asked about, in order."""
    join = NoteDocuments(audit.publication, audit_document(audit))
    return tuple(note_row(join.document(note)) for note in audited_notes(audit))


def note_row(note: Mapping[str, Any]) -> NoteRow:
    """A note's document as a row of the page."""
    citations, claims, slips = note["citations"], note["claims"], note["slips"]
    cited = [c["shown"] for c in citations if c["shown"]]
    claimed = [c["verdict"] for c in claims if c["verdict"]]
    worst_slip = _worst((s["severity"] for s in slips), SLIP_TONES, count=len(slips))
    hosts = {host for c in citations if (host := c["host"])}
    return NoteRow(
        number=note["note"],
        title=cut((citations[0]["title"] if citations else None) or note["raw"], 120),
        more=max(0, len(citations) - 1),
        claim=_worst(claimed, CLAIM_TONES),
        source=_worst(cited, CITATION_TONES),
        slips=worst_slip,
        words=tuple(sorted({f"claim:{w}" for w in claimed} | {f"source:{w}" for w in cited}))
        + (("slips",) if slips else ()),
        hosts=tuple(sorted(hosts)),
        sections=tuple(dict.fromkeys(c["section"] for c in claims if c["section"])),
        document=note,
    )


def _worst(given: Iterable[str], tones: Mapping[str, Tone], *, count: int = 1) -> Word | None:
    order = list(tones)
    word = min(given, key=order.index, default=None)
    return Word(word=word, tone=tones[word], count=count) if word else None
