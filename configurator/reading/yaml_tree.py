"""Builds the positioned tree from YAML events, with an explicit stack; depth, values and aliases are bounded first."""

from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from configurator.problems import Problem, ProblemCode
from configurator.reading import codes
from configurator.reading.limits import Limits
from configurator.reading.message_parts import quoted
from configurator.reading.positioned_tree import Mapping, Node, Scalar, Sequence, TreeEntry
from configurator.reading.source_text import UNSEEN
from configurator.source import Location

Mark: TypeAlias = "yaml.Mark | yaml._yaml.Mark | None"
"""A position in the text, of either parser; None where a parser sets none."""


class Halt(Exception):
    """Stops reading with a problem; caught in `read_yaml`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Opened:
    """An open list or map: the offsets of its tag or anchor and of its bracket or first item, and its style."""

    first: int
    last: int
    is_map: bool
    is_flow: bool


@dataclass(slots=True)
class _Open:
    """An open list or map. `values` and `height` measure its content with aliases expanded."""

    location: Location
    event: yaml.CollectionStartEvent
    is_map: bool
    anchor: str | None
    items: list[Node] = field(default_factory=list)
    entries: list[TreeEntry] = field(default_factory=list)
    keys: dict[str, Location] = field(default_factory=dict)
    key: Scalar | None = None
    expects_value: bool = False
    values: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class _Anchored:
    node: Node
    values: int
    height: int


class TreeBuilder:
    """Consumes the events of one document; holds the tree and the problems."""

    def __init__(self, text: str, file: str, limits: Limits) -> None:
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.file = file
        self.limits = limits
        self.read_to: Mark = None
        self.is_complete = False
        self._text = text
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Anchored] = {}
        self._values = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Consume the next event. Raises Halt where reading has to stop."""
        self.read_to = event.end_mark
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._document(event)
            case _:
                pass

    @property
    def depth(self) -> int:
        """The number of open lists and maps."""
        return len(self._stack)

    @property
    def innermost(self) -> Opened | None:
        """The innermost open list or map."""
        if not self._stack:
            return None
        last = self._stack[-1]
        first, end = (mark.index if mark else 0 for mark in (last.event.start_mark, last.event.end_mark))
        is_flow = bool(last.event.flow_style)
        return Opened(first, end - is_flow, last.is_map, is_flow)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            text, hint = "a second document begins here", "put it into a file of its own"
            raise Halt(Problem(codes.MULTIPLE_DOCUMENTS, self._location(event), "", text, "one document", hint))
        if event.tags:
            text = "found a %TAG directive"
            self._report(codes.TAG, self._location(event), text, "plain values", "remove the directive and the tags")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        location = self._location(event)
        if event.tag is not None:
            self._refuse_tag(event.tag, location)
        text = self._seen(event.value, location) if event.style == '"' else event.value
        is_quoted = bool(event.style)
        node = Scalar(text, location, is_quoted, self._source_form(event))
        self._count(1, location)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(node, 1, 0)
        if not self._stack and not text and not is_quoted:
            self.is_complete = True
            return  # An empty document.
        self._add(node, 1, 0)

    def _source_form(self, event: yaml.ScalarEvent) -> str:
        """Return the scalar's text in the file, or "" if it is only the value, possibly in quotes."""
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return ""
        is_plain = start.line == end.line and end.index - start.index == len(event.value) + (2 if event.style else 0)
        return "" if is_plain else self._text[start.index : end.index]

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        location = self._location(event)
        if event.tag is not None:
            self._refuse_tag(event.tag, location)
        self._count(1, location)
        self._stack.append(_Open(location, event, isinstance(event, yaml.MappingStartEvent), event.anchor))
        if len(self._stack) > self.limits.depth:
            raise Halt(self._too_deep(location))

    def _close(self) -> None:
        done = self._stack.pop()
        node: Node
        node = (
            Mapping(tuple(done.entries), done.location) if done.is_map else Sequence(tuple(done.items), done.location)
        )
        if done.anchor is not None:
            self._anchors[done.anchor] = _Anchored(node, done.values, done.height)
        self._add(node, done.values, done.height)

    def _alias(self, event: yaml.AliasEvent) -> None:
        location, name = self._location(event), event.anchor or ""
        if any(open_.anchor == name for open_ in self._stack):
            text = f"{quoted(f'*{name}')} stands inside the value that it repeats"
            self._report(codes.ENDLESS_ALIAS, location, text, hint="write the value out")
            return self._add(Scalar(f"*{name}", location, quoted=True), 1, 0)
        anchored = self._anchors.get(name)
        if anchored is None:
            known = f"{quoted(f'&{name}')} above it"
            self._report(
                codes.UNKNOWN_ALIAS, location, f"{quoted(f'*{name}')} repeats a value that is not there", known
            )
            return self._add(Scalar(f"*{name}", location, quoted=True), 1, 0)
        if len(self._stack) + anchored.height > self.limits.depth:
            raise Halt(self._too_deep(location))
        self._count(anchored.values, location)
        return self._add(anchored.node, anchored.values, anchored.height)

    def _add(self, node: Node, values: int, height: int) -> None:
        if not self._stack:
            self.root, self.is_complete = node, True
            return
        parent = self._stack[-1]
        parent.values += values
        parent.height = max(parent.height, height + 1)
        if not parent.is_map:
            parent.items.append(node)
        elif parent.expects_value:
            parent.expects_value = False
            if parent.key is not None:
                parent.entries.append(TreeEntry(parent.key, node))
        else:
            parent.expects_value = True
            parent.key = self._key(node, parent)

    def _key(self, node: Node, parent: _Open) -> Scalar | None:
        """Return a valid key; report any other and return None, so that its value is left out."""
        if not isinstance(node, Scalar):
            kind = "list" if isinstance(node, Sequence) else "map"
            hint = "put a text that begins with `[` or `{` in quotes"
            self._report(codes.KEY_KIND, node.location, f"found a {kind} as a key", "a text", hint)
            return None
        if not node.text and not node.quoted:
            self._report(codes.KEY_KIND, node.location, "found `:` without a key", "a text before `:`")
            return None
        if node.text == "<<" and not node.quoted:
            result = "found the merge key `<<`"
            self._report(
                codes.MERGE_KEY, node.location, result, hint="write the keys out, or repeat whole values by `*`"
            )
            return None
        if first := parent.keys.get(node.text):
            result, hint = f"the key {quoted(node.text)} occurs twice", f"the first is in line {first.line}; remove one"
            self._report(codes.DUPLICATE_KEY, node.location, result, "each key once", hint)
            return None
        parent.keys[node.text] = node.location
        return node

    def _count(self, values: int, location: Location) -> None:
        self._values += values
        if self._values > self.limits.values:
            text = "the values up to here, repeated ones included, are too many"
            expected, hint = f"at most {self.limits.values:,} in one file", "split the file, or use CSV tables"
            raise Halt(Problem(codes.TOO_MANY_VALUES, location, "", text, expected, hint))

    def _too_deep(self, location: Location) -> Problem:
        expected = f"at most {self.limits.depth} levels"
        return Problem(codes.NESTING, location, "", "lists and maps are nested too deeply", expected)

    def _seen(self, text: str, location: Location) -> str:
        """Return a double-quoted text with invisible characters, which escapes can produce, replaced by U+FFFD."""
        if unseen := UNSEEN.search(text):
            result = f"the text holds the invisible character U+{ord(unseen[0]):04X} by an escape"
            self._report(codes.CONTROL_CHARACTER, location, result, hint="remove it")
        return UNSEEN.sub("\ufffd", text) if unseen else text

    def _refuse_tag(self, tag: str, location: Location) -> None:
        shown = tag.replace("tag:yaml.org,2002:", "!!")
        self._report(codes.TAG, location, f"found the tag {quoted(shown)}", "a plain value", "remove the tag")

    def _report(self, code: ProblemCode, location: Location, message: str, expected: str = "", hint: str = "") -> None:
        self.problems.append(Problem(code, location, "", message, expected, hint))
        if len(self.problems) >= self.limits.problems:
            text, hint = "there are more problems than are shown", "mend these first"
            raise Halt(Problem(codes.TOO_MANY_PROBLEMS, location, "", text, hint=hint))

    def _location(self, event: yaml.Event) -> Location:
        return self.location(event.start_mark)

    def location(self, mark: Mark) -> Location:
        """Return the source location of one of the parser's marks."""
        return Location(self.file, mark.line + 1, mark.column + 1) if mark else Location(self.file, 1, 1)
