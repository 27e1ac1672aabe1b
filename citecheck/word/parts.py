"""The container of a Word file: its parts, their relations, its styles."""

from __future__ import annotations

import posixpath
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

_FAULTS = (BadZipFile, KeyError, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
_MAIN = "word/document.xml"


def local(element: etree._Element) -> str:
    """An element's name without its namespace: transitional and strict files differ in it."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its local name."""
    if element is not None:
        for key, value in element.attrib.items():
            if str(key).rpartition("}")[2] == name:
                return str(value)
    return None


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of a local name."""
    if element is not None:
        for one in element:
            if local(one) == name:
                return one
    return None


def is_on(element: etree._Element | None) -> bool:
    """Whether a toggle property is there and not switched off (17.17.4)."""
    return element is not None and attribute(element, "val") not in {"0", "false", "off"}


class Parts:
    """The parts of a container that :func:`citecheck.containers.check_container` let through."""

    def __init__(self, body: bytes) -> None:
        self._zip = ZipFile(BytesIO(body))
        self._names = set(self._zip.namelist())
        self.damage: list[str] = []
        related = [
            target for kind, target in self.relations("").items() if kind.endswith("officeDocument")
        ]
        self.main = next((name for name in related if name in self._names), _MAIN)

    def relations(self, part: str) -> dict[str, str]:
        """The parts that a part relates to, by the relation's type (the last part of it) and id."""
        folder, name = posixpath.split(part)
        root = self.parse(f"{folder}/_rels/{name}.rels".lstrip("/"), quiet=True)
        found: dict[str, str] = {}
        for relation in () if root is None else root:
            target, kind = attribute(relation, "Target"), attribute(relation, "Type")
            if target and kind and attribute(relation, "TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = kind.rpartition("/")[2]
                found[f"{attribute(relation, 'Id')} {kind}"] = path
        return found

    def parse(self, name: str, *, quiet: bool = False) -> etree._Element | None:
        """The root of a part; what is broken in it is left out and told in ``damage``."""
        if name not in self._names:
            if not quiet:
                self.damage.append(f"its part {name[:80]} is missing")
            return None
        try:
            content = self._zip.read(name)
        except _FAULTS as fault:
            self.damage.append(f"its part {name[:80]} could not be unpacked: {fault}")
            return None
        try:
            return etree.fromstring(content, _parser(recover=False))
        except etree.XMLSyntaxError as fault:
            self.damage.append(f"its part {name[:80]} is broken: {str(fault)[:120]}")
        try:
            return etree.fromstring(content, _parser(recover=True))
        except etree.XMLSyntaxError:
            return None


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What of a style matters here (17.7.4): name, heading level, raised, hidden."""

    name: str | None = None
    level: int | None = None
    raised: bool = False
    hidden: bool = False


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """The styles by id; each has what it inherits."""
    bare: dict[str, tuple[Style, str | None]] = {}
    for element in () if root is None else root:
        ident = attribute(element, "styleId")
        if local(element) != "style" or ident is None:
            continue
        name = attribute(child(element, "name"), "val")
        run, paragraph = child(element, "rPr"), child(element, "pPr")
        level = attribute(child(paragraph, "outlineLvl"), "val")
        style = Style(
            name=name,
            level=int(level) + 1 if level and level in "012345678" else _named_level(name),
            raised=attribute(child(run, "vertAlign"), "val") == "superscript",
            hidden=is_on(child(run, "vanish")),
        )
        bare[ident] = (style, attribute(child(element, "basedOn"), "val"))
    return {ident: _inherited(ident, bare) for ident in bare}


def _named_level(name: str | None) -> int | None:
    words = (name or "").lower().split()
    if words == ["title"]:
        return 1
    if len(words) == 2 and words[0] in {"heading", "заголовок"} and words[1] in list("123456789"):
        return int(words[1])
    return None


def _inherited(ident: str, bare: dict[str, tuple[Style, str | None]]) -> Style:
    style, base = bare[ident]
    level, raised, hidden = style.level, style.raised, style.hidden
    for _ in range(20):
        if base is None or base not in bare:
            break
        above, base = bare[base]
        level = level if level is not None else above.level
        raised, hidden = raised or above.raised, hidden or above.hidden
    return Style(name=style.name, level=level, raised=raised, hidden=hidden)
