"""XML with the location of every element, read so that hostile files cannot expand, fetch or nest without end."""

from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from configurator.exchange import codes
from configurator.exchange.catalog_draft import ImportReport
from configurator.exchange.limits import XML_ELEMENTS
from configurator.reading.files import Files
from configurator.reading.limits import LIMITS
from configurator.reading.source_text import read_text
from configurator.source import Location

_MISTAKES: Final = {
    3: "no element found",
    4: "not well-formed",
    5: "an unclosed tag",
    7: "mismatched tag",
    8: "duplicate attribute",
    9: "something behind the last element",
    11: "undefined entity",
    14: "reference to an invalid character number",
    18: "unknown encoding",
    20: "unclosed CDATA section",
    27: "unbound prefix",
}
"""Messages for Expat's error codes."""


@dataclass
class XmlElement:
    """An element. `text` is its direct text content, and `text_location` its start."""

    tag: str
    attributes: dict[str, str]
    location: Location
    text: str = ""
    text_location: Location = field(default_factory=lambda: Location("", 1, 1))
    children: list["XmlElement"] = field(default_factory=list)

    def location_of(self, offset: int) -> Location:
        """Return the place of a character of the text; near it where the text holds elements or entities."""
        before = self.text[:offset]
        lines = before.count("\n")
        if not lines:
            return self.text_location.right(offset)
        return Location(self.location.file, self.text_location.line + lines, offset - before.rfind("\n"))

    def find(self, tag: str) -> "XmlElement | None":
        """Return the first child of this tag."""
        return next((child for child in self.children if child.tag == tag), None)


def read_xml(files: Files, path: str, report: ImportReport) -> XmlElement | None:
    """Read a document; None where it has no form, or declares a document type (entities need one)."""
    text, problems = read_text(files[path], path)
    report.extend(problems)
    return None if text is None else _Tree(path, report).read(text)


class _Tree:
    def __init__(self, path: str, report: ImportReport) -> None:
        self._path = path
        self._report = report
        self._open: list[XmlElement] = []
        self._pieces: list[list[str]] = []
        self._elements = 0
        self._root: XmlElement | None = None
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def read(self, text: str) -> XmlElement | None:
        try:
            self._parser.Parse(text.encode(), True)
        except expat.ExpatError as error:
            location = Location(self._path, max(1, error.lineno), error.offset + 1)
            message = f"the XML cannot be read on: {_MISTAKES.get(error.code, f'error {error.code}')}"
            self._report.add(codes.SYNTAX, location, message, hint="mend the element here, or the one before")
            return None
        return self._root

    def _location(self) -> Location:
        return Location(self._path, self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)

    def _doctype(self, *_: object) -> None:
        message = "the file declares a document type"
        raise self._report.halt(codes.HOSTILE_XML, self._location(), message, "plain elements", "remove `<!DOCTYPE …>`")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > XML_ELEMENTS or len(self._open) >= LIMITS.depth:
            text = (
                "elements are nested too deeply" if len(self._open) >= LIMITS.depth else "there are too many elements"
            )
            expected = f"at most {XML_ELEMENTS:,} elements, {LIMITS.depth} deep"
            raise self._report.halt(codes.TOO_LARGE, self._location(), text, expected)
        element = XmlElement(tag, attributes, self._location())
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)
        self._pieces.append([])

    def _end(self, _: str) -> None:
        self._open.pop().text = "".join(self._pieces.pop())

    def _text(self, text: str) -> None:
        if not self._pieces[-1]:
            self._open[-1].text_location = self._location()
        self._pieces[-1].append(text)
