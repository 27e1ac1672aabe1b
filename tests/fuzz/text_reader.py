"""The text reader and the parser under coverage-guided fuzzing by atheris (libFuzzer).

Usage: python -m tests.fuzz.text_reader [-runs=N] [-max_total_time=SECONDS] [FOLDER]

FOLDER keeps what reached new code; without one the seeds below begin anew each time.
The first byte of an input says where the rest stands: it is the whole file, the body of
one, or the text of a note.  A crash, a hang (``-timeout=20``) or a broken law ends the
run and leaves the input in the folder of ``-artifact_prefix``.
"""

from __future__ import annotations

import sys
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(
    include=["citecheck.manuscript", "citecheck.endnotes", "citecheck.figures"]
):
    from citecheck.endnotes import parse_endnotes
    from citecheck.endnotes.healing import HealedNote, Rule, heal_notes
    from citecheck.figures.claims import find_claims
    from citecheck.manuscript.decoding import decode_text
    from citecheck.manuscript.text import read_text_manuscript

from citecheck.model.errors import InputError
from citecheck.model.manuscripts import Manuscript, RawNote
from citecheck.model.notes import Endnote

#: One file for each shape of markers and notes, and notes of several kinds.
SEEDS = (
    "fIce is thick.[1] Snow.[2, 3]\n\nNotes\n\n[1] Berg, A. Ice. 2009, p. 4.\n[2] Ibid.\n[3] M.\n",
    "fIce.¹ 10 percent.²\n\nENDNOTES\n\n1. Berg. http://a.example/x-\ny.pdf\n2. See n. 1; cf. M\n",
    "fIce.^{1 2} Snow.^3\n\n## References:\n\n^{1} A.\n^{2} B.\n\n^{3} C. Accessed 4 May 2011.\n",
    "fIce.[^1] Snow.^[inline]\n\n[^1]: Berg.\n    More.\n",
    "fpage one.1\n\n1 Berg. Ice.\n\fpage two.2\n\n2 Moe. Snow.\n",
    "fIce.(1) Snow (2).\n\nПримечания\n\n(1) Там же, с. 5.\n(2) Лёд, 2010. — 20 с.\n",
    "fIce.[i] Snow.[ii]\n\nNotes\n\ni Berg.\nii Moe.\n",
    "fIce.[1]\n\nNotes\n\n[1] A.\n[3] C.\n[3] D.\n\nNotes to Chapter 2\n\n1. E.\n",
    "bA. | B\n1 | 2,345\n\n- item 12.5%\n\n1. a\n2. b-\nc.1 d.12,13",
    "nBerg, A. and Moe, O. “Ice.” J. Sea 4, no. 3 (2010): 4–9. doi:10.5555/x.1; see also UN Doc."
    " CRC/C/NOR/CO/4 2005, paras. 7-9. Accessed on 3 May 2011 from: <http://a.example/x_1.pdf>",
    "nhttp://web.archive.org/web/20101129000000/http://a.example/ [In Russian], op. cit., ISBN"
    " 978-3-16-148410-0, arXiv:1001.1234",
)
DEFAULTS = ("-timeout=20", "-max_len=4000")
_FORM = {"b": "{} Ice.[1]\n\nNotes\n\n[1] Berg.\n", "n": "Ice.[1]\n\nNotes\n\n[1] {}\n"}


def check(content: bytes) -> None:
    """Read and parse; raises for whatever breaks a law."""
    form = _FORM.get(content[:1].decode("latin-1"))
    if form:
        shown = content[1:].decode("utf-8", errors="ignore")
        content = form.replace("{}", shown).encode()
    else:
        content = content[1:]
    try:
        manuscript = read_text_manuscript(decode_text(content, source="x"), source="x")
    except InputError as error:
        if "\n" in str(error) or not error.remedy:
            raise AssertionError("not one line with a remedy") from error
        return
    endnotes, works = parse_endnotes(manuscript)
    find_claims(manuscript)
    check_notes(manuscript, endnotes)
    assert {c.work for note in endnotes for c in note.citations} == {work.id for work in works}


def check_notes(manuscript: Manuscript, endnotes: tuple[Endnote, ...]) -> None:
    """As many notes as there were, in order, and each with all that it says."""
    numbers = [note.number for note in manuscript.notes]
    assert numbers == sorted(set(numbers)), "numbers out of order"
    assert [note.number for note in endnotes] == numbers, "a note was lost"
    healed = heal_notes(manuscript.notes)
    for raw, mended, note in zip(manuscript.notes, healed, endnotes, strict=True):
        assert _bare(_kept(raw, mended)) == _bare(note.raw), "words of a note were lost"
    for marker in manuscript.markers:
        assert 0 <= marker.offset <= len(manuscript.blocks[marker.block].text)


def _kept(note: RawNote, healed: HealedNote) -> str:
    """The text of a note without pieces that only say the end of its address once more."""
    pieces = [piece for piece in note.pieces if piece.strip()]
    kept = "".join(pieces[:1])
    for piece, repair in zip_longest(pieces[1:], healed.repairs):
        if repair and repair.rule is Rule.REPEATED_TAIL:
            assert _bare(piece).strip("<>.,;") in _bare(kept), "what was dropped says more"
        else:
            kept += piece
    return kept


def _bare(text: str) -> str:
    """The text without what a mended break of a line adds or takes."""
    return "".join(text.split()).replace("-", "")


def main() -> None:
    """Fuzz until the runs or the seconds of the options are over."""
    with TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS):
            (Path(folder) / f"seed-{number}").write_text(seed, encoding="utf-8")
        folders = [word for word in sys.argv[1:] if not word.startswith("-")]
        options = [word for word in sys.argv[1:] if word.startswith("-")]
        atheris.Setup([sys.argv[0], *DEFAULTS, *options, *folders, folder], check)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
