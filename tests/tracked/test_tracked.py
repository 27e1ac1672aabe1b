"""Accept all gives the corrected notes; reject all gives what came in."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from citecheck.model.errors import InputError
from citecheck.tracked import note_texts, track_changes
from tests.tracked.word_files import W, docx, note, parts_of, reference, run

OLD = "The Museum. Visitors. <http://www.museum.example/old.html>, accessed 12 March 2011."
NEW = "The Museum. Visitors. <http://museum.example/new>, accessed 12 March 2011."
BOLD = '<w:b/><w:i/><w:sz w:val="20"/>'
NOTES = (note(2, run("First note.")), note(3, run(OLD[:24]), run(OLD[24:60], BOLD), run(OLD[60:])))
FILE = docx(NOTES)


def q(name: str) -> str:
    return f"{{{W}}}{name}"


def settle(file: bytes, *, accept: bool, part: str = "word/endnotes.xml") -> etree._Element:
    """The part as it is when all its tracked changes are accepted, or rejected."""
    root = etree.fromstring(parts_of(file)[part])
    gone, kept = ("del", "ins") if accept else ("ins", "del")
    for change in list(root.iter(q(gone))):
        change.getparent().remove(change)  # type: ignore[union-attr]
    for change in list(root.iter(q(kept))):
        for child in list(change):
            change.addprevious(child)
        change.getparent().remove(change)  # type: ignore[union-attr]
    for text in root.iter(q("delText")):
        text.tag = q("t")
    return root


def canonical(root: etree._Element) -> list[tuple[str, str, str]]:
    """Every character and thing with the look of its run and its paragraph, runs aside."""
    told = []
    for at, paragraph in enumerate(root.iter(q("p"))):
        for piece in paragraph.iter(q("r")):
            look = piece.find(q("rPr"))
            shown = etree.tostring(look).decode() if look is not None else ""
            for child in piece:
                if child.tag == q("t"):
                    told += [(str(at), shown, char) for char in child.text or ""]
                elif child.tag != q("rPr"):
                    told.append((str(at), shown, etree.tostring(child).decode()))
    return told


def texts(file: bytes, *, accept: bool) -> dict[int, str]:
    settled = etree.tostring(settle(file, accept=accept))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts_of(file).items():
            archive.writestr(name, settled if name == "word/endnotes.xml" else content)
    return note_texts(out.getvalue())


def original(file: bytes = FILE) -> etree._Element:
    return etree.fromstring(parts_of(file)["word/endnotes.xml"])


def test_the_notes_are_read_by_the_numbers_that_readers_see() -> None:
    assert note_texts(FILE) == {1: "First note.", 2: OLD}


def test_without_a_change_the_very_bytes_come_back() -> None:
    assert track_changes(FILE, {}) == FILE
    assert track_changes(FILE, {2: OLD.replace(" ", "  ")}) == FILE


def test_accepting_all_gives_the_new_note_and_rejecting_all_the_old() -> None:
    tracked = track_changes(FILE, {2: NEW})
    assert texts(tracked, accept=True) == {1: "First note.", 2: NEW}
    assert texts(tracked, accept=False) == {1: "First note.", 2: OLD}
    assert canonical(settle(tracked, accept=False)) == canonical(original())


def test_only_the_part_with_the_notes_is_another() -> None:
    before, after = parts_of(FILE), parts_of(track_changes(FILE, {2: NEW}))
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {"word/endnotes.xml"}
    with zipfile.ZipFile(io.BytesIO(track_changes(FILE, {2: NEW}))) as archive:
        assert archive.comment == b"kept"
        assert {info.date_time for info in archive.infolist()} == {(2012, 5, 1, 9, 30, 0)}


def test_only_the_words_that_differ_are_marked() -> None:
    root = etree.fromstring(parts_of(track_changes(FILE, {2: NEW}))["word/endnotes.xml"])
    gone = "".join(t.text or "" for t in root.iter(q("delText")))
    come = "".join(t.text or "" for ins in root.iter(q("ins")) for t in ins.iter(q("t")))
    assert gone == "http://www.museum.example/old.html"
    assert come == "http://museum.example/new"


def test_every_change_has_an_id_of_its_own_an_author_and_if_told_a_date() -> None:
    when = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    tracked = track_changes(FILE, {1: "First note, longer.", 2: NEW}, author="Ada", when=when)
    root = etree.fromstring(parts_of(tracked)["word/endnotes.xml"])
    changes = [*root.iter(q("ins")), *root.iter(q("del"))]
    ids = [int(str(c.get(q("id")))) for c in changes]
    assert len(set(ids)) == len(ids)
    assert min(ids) > 3
    assert {c.get(q("author")) for c in changes} == {"Ada"}
    assert {c.get(q("date")) for c in changes} == {"2026-11-24T05:00:00Z"}
    assert (
        re.search(rb"w:date", parts_of(track_changes(FILE, {2: NEW}))["word/endnotes.xml"]) is None
    )


def test_inserted_words_look_like_those_before_them() -> None:
    tracked = track_changes(FILE, {2: OLD.replace("www.museum.example/old.html", "m.example")})
    (inserted,) = settle_insertions(tracked)
    assert inserted.find(f".//{q('b')}") is not None


def settle_insertions(file: bytes) -> list[etree._Element]:
    return list(etree.fromstring(parts_of(file)["word/endnotes.xml"]).iter(q("ins")))


def test_a_new_address_is_no_part_of_the_old_link() -> None:
    look = '<w:rStyle w:val="Hyperlink"/><w:b/>'
    link = f'<w:hyperlink r:id="rId9">{run("http://old.example/a", look)}</w:hyperlink>'
    file = docx([note(2, run("See "), link, run(", p. 4."))])
    tracked = track_changes(file, {1: "See http://new.example/b, p. 4."})
    (inserted,) = settle_insertions(tracked)
    assert inserted.getparent().tag == q("p")  # type: ignore[union-attr]
    assert inserted.find(f".//{q('rStyle')}") is None
    assert inserted.find(f".//{q('b')}") is not None
    assert texts(tracked, accept=True) == {1: "See http://new.example/b, p. 4."}
    assert canonical(settle(tracked, accept=False)) == canonical(original(file))


def test_tabs_marks_and_paragraphs_stay() -> None:
    odd = (
        "<w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:lastRenderedPageBreak/><w:t> three</w:t></w:r>"
    )
    second = f"<w:p>{run('Second paragraph.')}</w:p>"
    file = docx([note(2, odd).replace("</w:p></w:endnote>", f"</w:p>{second}</w:endnote>")])
    tracked = track_changes(file, {1: "One two four Second paragraph, longer."})
    told = " ".join(texts(tracked, accept=True)[1].split())
    assert told == "One two four Second paragraph, longer."
    assert canonical(settle(tracked, accept=False)) == canonical(original(file))
    assert b"<w:tab/>" in parts_of(tracked)["word/endnotes.xml"]


def test_a_note_without_words_is_filled() -> None:
    file = docx([note(2).replace(run(" "), "")])
    tracked = track_changes(file, {1: "New words."})
    assert texts(tracked, accept=True) == {1: "New words."}
    assert texts(tracked, accept=False) == {1: ""}


def test_words_may_come_first() -> None:
    tracked = track_changes(FILE, {1: "See the first note."})
    assert texts(tracked, accept=True)[1] == "See the first note."
    assert texts(track_changes(FILE, {1: "Cf. First note."}), accept=True)[1] == "Cf. First note."


def test_footnotes_do_where_there_are_no_endnotes() -> None:
    file = docx([note(2, run("A foot."), kind="footnote")], kind="footnote")
    assert note_texts(file) == {1: "A foot."}
    after = parts_of(track_changes(file, {1: "A hand."}))
    assert b"delText" in after["word/footnotes.xml"]


def test_numbers_follow_the_references_not_the_ids() -> None:
    hand = reference(9, more=' w:customMarkFollows="1"')
    gone = f'<w:del w:id="70" w:author="x">{reference(8)}</w:del>'
    body = f"<w:p>{reference(3)}{hand}{gone}{reference(2)}</w:p>"
    file = docx([note(2, run("Two.")), note(3, run("Three."))], body)
    assert note_texts(file) == {1: "Three.", 2: "Two."}
    start = '<w:endnotePr><w:numStart w:val="7"/></w:endnotePr>'
    assert set(note_texts(docx(NOTES, section=start))) == {7, 8}


def test_a_numbered_list_does_where_there_are_no_real_notes() -> None:
    lines = ["A body.", "1 of 3 said so.", "Notes", "1. First, http://a.example.", "[2] Second."]
    file = docx([], "".join(f"<w:p>{run(line)}</w:p>" for line in lines))
    assert note_texts(file) == {1: "First, http://a.example.", 2: "Second."}
    tracked = track_changes(file, {1: "First, http://b.example."})
    root = settle(tracked, accept=True, part="word/document.xml")
    shown = ["".join(t.text or "" for t in p.iter(q("t"))) for p in root.iter(q("p"))]
    assert shown == [*lines[:3], "1. First, http://b.example.", "[2] Second."]


@pytest.mark.parametrize(
    ("file", "changes", "told"),
    [
        (b"no zip", {1: "x"}, "is no Word file"),
        (FILE[:200], {1: "x"}, "is no Word file"),
        (FILE, {3: "x"}, "has no note 3; it has 2 notes"),
        (docx([], "<w:p/>"), {1: "x"}, "it has no notes at all"),
        (docx(NOTES, section='<w:endnotePr><w:numRestart w:val="eachSect"/></w:endnotePr>'),
         {1: "x"}, "numbered anew"),
        (track_changes(FILE, {2: NEW}), {2: "x"}, "note 2 holds tracked changes already"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told(file: bytes, changes: dict[int, str], told: str) -> None:
    with pytest.raises(InputError) as caught:
        track_changes(file, changes)
    assert told in str(caught.value)


def test_a_second_run_changes_other_notes_of_the_same_file() -> None:
    tracked = track_changes(track_changes(FILE, {2: NEW}), {1: "First note, mended."})
    assert texts(tracked, accept=True) == {1: "First note, mended.", 2: NEW}


WORDS = st.lists(
    st.sampled_from(["a", "b.", "http://a.example/x", "–", "Юг", "4", "&<"]), max_size=9
)


@given(WORDS, WORDS, st.integers(0, 40), st.integers(0, 40))
def test_whatever_the_words_both_ways_lead_where_they_should(
    old: list[str], new: list[str], one: int, two: int
) -> None:
    before, after = " ".join(old), " ".join(new)
    first, last = sorted((one, two))
    looks = {before[:first]: "", before[first:last]: BOLD}
    pieces = (before[:first], before[first:last], before[last:])
    runs = [run(piece, looks.get(piece, "")) for piece in pieces if piece]
    file = docx([note(2, *runs)])
    tracked = track_changes(file, {1: after})
    assert texts(tracked, accept=True)[1].split() == after.split()
    assert canonical(settle(tracked, accept=False)) == canonical(original(file))
