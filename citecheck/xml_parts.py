"""The XML parts of a checked container: opened by a parser that loads and resolves nothing."""

from __future__ import annotations

import posixpath
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

#: What a file raises whose container is whole and whose parts are not what they should be;
#: NotImplementedError is zipfile's word for a packing that it does not know.
FAULTS = (ValueError, KeyError, RecursionError, OSError, NotImplementedError)
#: What taking one part out of its container raises.
_FAULTS = (BadZipFile, KeyError, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


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


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """The children of the first child of a local name; none if there is no such child."""
    found = child(element, name)
    return [] if found is None else list(found)


def descendants(element: etree._Element | None, name: str) -> list[etree._Element]:
    """All elements of a local name in an element."""
    return [] if element is None else [one for one in element.iter() if local(one) == name]


def is_on(element: etree._Element | None) -> bool:
    """Whether a toggle property is there and not switched off (17.17.4)."""
    return element is not None and attribute(element, "val") not in {"0", "false", "off"}


class XmlParts:
    """The parts of a container that :func:`citecheck.containers.check_container` let through.

    :raises ValueError: (or another fault of zipfile's) if it is none
    """

    def __init__(self, body: bytes) -> None:
        self._zip = ZipFile(BytesIO(body))
        self.names = tuple(self._zip.namelist())
        self.damage: list[str] = []  #: what could not be read, in words

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that a part of OOXML relates to, by the last word of the relation's type."""
        return [path for (of, _), path in self.relations(part).items() if of == kind]

    def relations(self, part: str) -> dict[tuple[str, str], str]:
        """The parts that a part relates to (ISO/IEC 29500-2, 9.3), by kind and id."""
        folder, name = posixpath.split(part)
        root = self.parse(f"{folder}/_rels/{name}.rels".lstrip("/"), quiet=True)
        found: dict[tuple[str, str], str] = {}
        for relation in () if root is None else root:
            target, kind = attribute(relation, "Target"), attribute(relation, "Type")
            if target and kind and attribute(relation, "TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[kind.rpartition("/")[2], attribute(relation, "Id") or ""] = path
        return found

    def read(self, name: str) -> bytes | None:
        """The bytes of a part; ``None``, told in ``damage``, if it cannot be unpacked."""
        try:
            return self._zip.read(name)
        except _FAULTS as fault:
            self.damage.append(f"its part {name[:80]} could not be unpacked: {str(fault)[:120]}")
            return None

    def parse(
        self, name: str, *, quiet: bool = False, most: int | None = None
    ) -> etree._Element | None:
        """The root of a part; what is broken in it is left out and told in ``damage``.

        Of a part longer than ``most`` bytes what stands in the first of them is read.
        """
        if name not in self.names:
            if not quiet:
                self.damage.append(f"its part {name[:80]} is missing")
            return None
        content = self.read(name)
        if content is None:
            return None
        if most is not None and len(content) > most:
            self.damage.append(f"only the first {most:,} bytes of its part {name[:80]} were read")
            content = content[: content.rfind(b">", 0, most) + 1]
            return etree.fromstring(content, _parser(recover=True))
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
