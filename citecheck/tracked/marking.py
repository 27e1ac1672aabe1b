"""Mark words of a note's paragraphs as deleted and inserted (ECMA-376, part 1, 17.13.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from citecheck.model.errors import InputError
from citecheck.tracked.notes import WordNote, tag
from citecheck.tracked.words import Edit, find_edits

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TRACKED = tuple(map(tag, ("ins", "del", "moveFrom", "moveTo")))
_SPECIAL = {tag("tab"): "\t", tag("br"): "\n", tag("cr"): "\n", tag("noBreakHyphen"): "\u2011"}
#: What makes a run look like a link; new words behind an old link are none.
_LINK_LOOK = tuple(map(tag, ("rStyle", "color", "u")))


@dataclass(frozen=True, slots=True)
class _Atom:
    """A character of a run, or something in it that is no character (``char`` is empty)."""

    run: etree._Element
    source: etree._Element
    char: str


def note_text(note: WordNote) -> str:
    """The note's words, paragraphs parted by a line end."""
    return _text(_atoms(note))[note.mark :].strip()


class Marker:
    """Marks changes in the name of ``author``, each with an id of its own."""

    def __init__(self, *, author: str, stamp: str | None, first_id: int) -> None:
        self._author, self._stamp, self._next = author, stamp, first_id

    def change(self, note: WordNote, new: str) -> bool:
        """Turn the note's text into ``new``; tells whether anything was to be done.

        Raises :class:`InputError` for a note that holds tracked changes already.
        """
        if any(next(p.iter(*_TRACKED), None) is not None for p in note.paragraphs):
            raise InputError(
                "holds tracked changes already", remedy="accept or reject them, then run again"
            )
        atoms = _atoms(note)
        places = [at for at, atom in enumerate(atoms) if atom is None or atom.char]
        whole = _text(atoms)
        start = note.mark + len(whole[note.mark :]) - len(whole[note.mark :].lstrip())
        old = whole[start:].rstrip()
        edits = [
            Edit(start=e.start + start, end=e.end + start, new=e.new)
            for e in find_edits(old, new.strip())
        ]
        if not edits:
            return False
        if not places:
            self._fill(note.paragraphs[0], new.strip())
            return True
        deleted: set[int] = set()
        inserted: dict[int, str] = {}
        for edit in edits:
            deleted |= {places[i] for i in range(edit.start, edit.end) if atoms[places[i]]}
            if edit.new and edit.end == 0 and places[0] == 0:
                # Nothing stands before it to go behind: the first character goes along.
                deleted.add(0)
                inserted[0] = edit.new + old[:1]
            elif edit.new:
                inserted[_anchor(atoms, places, edit)] = edit.new
        self._rebuild(atoms, deleted, inserted)
        return True

    def _rebuild(
        self, atoms: Sequence[_Atom | None], deleted: set[int], inserted: dict[int, str]
    ) -> None:
        runs: dict[etree._Element, list[int]] = {}
        for at, atom in enumerate(atoms):
            if atom is not None:
                runs.setdefault(atom.run, []).append(at)
        for run, places in runs.items():
            if not deleted.isdisjoint(places) or not inserted.keys().isdisjoint(places):
                self._rebuild_run(run, places, atoms, deleted, inserted)

    def _rebuild_run(
        self,
        run: etree._Element,
        places: Sequence[int],
        atoms: Sequence[_Atom | None],
        deleted: set[int],
        inserted: dict[int, str],
    ) -> None:
        new: list[etree._Element] = []
        segment: list[_Atom] = []
        for at in places:
            atom = atoms[at]
            assert atom is not None
            segment.append(atom)
            following = at + 1
            ends = at == places[-1] or (following in deleted) != (at in deleted)
            if ends or at in inserted:
                new.append(self._piece(run, segment, gone=at in deleted))
                segment = []
            if at in inserted:
                new.append(self._insertion(run, inserted[at]))
        self._put(run, new)

    def _put(self, run: etree._Element, new: list[etree._Element]) -> None:
        """In place of the run; what is inserted at the end of a link goes behind the link."""
        parent = run.getparent()
        assert parent is not None
        at = parent.index(run)
        parent.remove(run)
        link = parent if parent.tag == tag("hyperlink") else None
        behind = []
        if link is not None and at == len(link) and new[-1].tag == tag("ins"):
            behind.append(new.pop())
        for offset, element in enumerate(new):
            parent.insert(at + offset, element)
        for element in behind:
            assert link is not None
            link.addnext(element)

    def _piece(self, run: etree._Element, atoms: Sequence[_Atom], *, gone: bool) -> etree._Element:
        piece = _empty_copy(run)
        for atom in atoms:
            if atom.source.tag != tag("t"):
                piece.append(deepcopy(atom.source))
                continue
            wanted = tag("delText" if gone else "t")
            last = piece[-1] if len(piece) else None
            if last is None or last.tag != wanted:
                last = etree.SubElement(piece, wanted)
                last.set(_SPACE, "preserve")
                last.text = ""
            last.text = (last.text or "") + atom.char
        if not gone:
            return piece
        change = self._change("del")
        change.append(piece)
        return change

    def _insertion(self, run: etree._Element, words: str) -> etree._Element:
        piece = _empty_copy(run)
        parent = run.getparent()
        if parent is not None and parent.tag == tag("hyperlink"):
            for look in list(piece.iter(*_LINK_LOOK)):
                look.getparent().remove(look)  # type: ignore[union-attr]  # it is inside the piece
        return self._inserted(piece, words)

    def _inserted(self, piece: etree._Element, words: str) -> etree._Element:
        text = etree.SubElement(piece, tag("t"))
        text.set(_SPACE, "preserve")
        text.text = words
        change = self._change("ins")
        change.append(piece)
        return change

    def _fill(self, paragraph: etree._Element, words: str) -> None:
        """A note that holds no words yet gets them behind its mark."""
        paragraph.append(self._inserted(etree.Element(tag("r")), f" {words}"))

    def _change(self, kind: str) -> etree._Element:
        change = etree.Element(tag(kind))
        change.set(tag("id"), str(self._next))
        change.set(tag("author"), self._author)
        if self._stamp:
            change.set(tag("date"), self._stamp)
        self._next += 1
        return change


def _atoms(note: WordNote) -> list[_Atom | None]:
    """Everything that the note's runs hold, in order; ``None`` where a paragraph ends."""
    atoms: list[_Atom | None] = []
    for paragraph in note.paragraphs:
        if atoms:
            atoms.append(None)
        for run in paragraph.iter(tag("r")):
            atoms += _of_run(run)
    return atoms


def _of_run(run: etree._Element) -> Iterator[_Atom]:
    for child in run:
        if child.tag == tag("t"):
            yield from (_Atom(run, child, char) for char in child.text or "")
        elif child.tag in _SPECIAL:
            yield _Atom(run, child, _SPECIAL[str(child.tag)])
        elif child.tag != tag("rPr"):
            yield _Atom(run, child, "")


def _text(atoms: Sequence[_Atom | None]) -> str:
    return "".join("\n" if atom is None else atom.char for atom in atoms)


def _anchor(atoms: Sequence[_Atom | None], places: Sequence[int], edit: Edit) -> int:
    """The atom behind which new words go: the last one taken out, or the one before."""
    last = max(edit.end, edit.start) - 1
    while last >= 0 and atoms[places[last]] is None:
        last -= 1
    if last >= 0:
        return places[last]
    return places[0] - 1  # at the very front, behind the note's own mark


def _empty_copy(run: etree._Element) -> etree._Element:
    """A run of the same look that holds nothing."""
    copy = etree.Element(tag("r"))
    for name, value in run.attrib.items():
        copy.set(name, value)
    look = run.find(tag("rPr"))
    if look is not None:
        copy.append(deepcopy(look))
    return copy
