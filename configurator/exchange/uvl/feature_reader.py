"""The feature tree of a UVL file, with the attributes of its features: `{Price 2.5, abstract, constraint A => B}`.

```
feature = [type] reference ["cardinality" cardinality] ["{" attributes "}"], with groups below
group   = "mandatory" / "optional" / "or" / "alternative" / cardinality, with features below
```
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from configurator.exchange import codes
from configurator.exchange.catalog_draft import ImportReport
from configurator.exchange.feature_tree import Attribute, FeatureGroup, FeatureKind, FeatureNode, NumberBounds, Relation
from configurator.exchange.limits import UVL_COPIES
from configurator.exchange.uvl.tokens import UvlBlock, UvlSource, UvlToken
from configurator.money import ONE
from configurator.reading.message_parts import quoted
from configurator.source import Location

_FLAGS: Final = ("abstract", "hidden")
"""Annotations of tools, without meaning for choices."""
_BOUND_KEYS: Final = ("min", "max", "step")


@dataclass
class FeatureAttributes:
    """The attributes with values, the names of those that are lists, and the constraints among them."""

    values: Mapping[str, Attribute] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    constraints: list[tuple[UvlToken, ...]] = field(default_factory=list)

    def bounds(self, kind: FeatureKind) -> NumberBounds | None:
        """Return the bounds that `min`, `max` and `step` give a number; None where they do not."""
        low, high, step = (self.values.get(name) for name in _BOUND_KEYS)
        if not kind.is_number or not isinstance(low, Fraction) or not isinstance(high, Fraction):
            return None
        width = step if isinstance(step, Fraction) else ONE
        if isinstance(low, bool) or low > high or width <= 0 or (kind is FeatureKind.REAL and step is None):
            return None
        return NumberBounds(low, high, width)


def attributes_of(tokens: list[UvlToken], source: UvlSource, report: ImportReport) -> FeatureAttributes:
    """Read the remainder after a feature's name; anything unknown is an error."""
    if not tokens:
        return FeatureAttributes()
    if tokens[0].text != "{" or tokens[-1].text != "}":
        message = f"{quoted(tokens[0].text)} follows on the feature" if tokens[0].text != "{" else "`{` is not closed"
        report.add(codes.SYNTAX, source.location(tokens[0]), message, "attributes in `{` and `}`, or nothing")
        return FeatureAttributes()
    values: dict[str, Attribute | None] = {}
    constraints: list[tuple[UvlToken, ...]] = []
    for part in _split(tokens[1:-1]):
        if part[0].text == "constraint":
            constraints.append(tuple(part[1:]))
        elif part[0].text == "constraints" and len(part) > 2:
            constraints += [tuple(each) for each in _split(part[2:-1])]
        elif part[0].kind != "name":
            report.add(codes.SYNTAX, source.location(part[0]), f"{quoted(part[0].text)} names no attribute", "a name")
        elif part[0].word not in _FLAGS:
            values.update(_values(part[0].word, part, source, report))
    given = {name: value for name, value in values.items() if value is not None}
    return FeatureAttributes(given, frozenset(values) - frozenset(given), [each for each in constraints if each])


def _values(
    path: str, part: list[UvlToken], source: UvlSource, report: ImportReport
) -> Iterator[tuple[str, Attribute | None]]:
    """Yield the value of an attribute by its name, None for a list, and those of nested ones by their paths, `p.x`."""
    name, *tokens = part
    if tokens and tokens[0].text == "{" and tokens[-1].text == "}":
        for inner in _split(tokens[1:-1]):
            if inner[0].kind == "name":
                yield from _values(f"{path}.{inner[0].word}", inner, source, report)
            else:
                message = f"{quoted(inner[0].text)} names no attribute"
                report.add(codes.SYNTAX, source.location(inner[0]), message, "a name")
    elif tokens and (tokens[0].text == "[" or tokens[0].kind == "cardinality"):
        yield path, None
    elif (value := _value(tokens, name, source, report)) is not None:
        yield path, value


def _split(tokens: list[UvlToken]) -> list[list[UvlToken]]:
    """Split at top-level commas."""
    parts: list[list[UvlToken]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if token.text == "," and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _value(tokens: list[UvlToken], name: UvlToken, source: UvlSource, report: ImportReport) -> Attribute | None:
    """Read a value: a missing one is true."""
    if not tokens:
        return True
    sign = -1 if tokens[0].text == "-" else 1
    token = tokens[1] if sign < 0 and len(tokens) == 2 else tokens[0]
    if len(tokens) == (2 if sign < 0 else 1):
        if token.kind == "number":
            return sign * Fraction(token.text)
        if token.text in ("true", "false"):
            return token.text == "true"
        if token.kind in ("text", "name"):
            return token.word
    message = f"the attribute {quoted(name.word)} has no value that can be read"
    report.add(codes.SYNTAX, source.location(tokens[0]), message, "a number, a text, true or false")
    return None


_TYPES: Final = {
    "Boolean": FeatureKind.BOOLEAN,
    "Integer": FeatureKind.INTEGER,
    "Real": FeatureKind.REAL,
    "String": FeatureKind.TEXT,
}
_GROUPS: Final = ("mandatory", "optional", "or", "alternative")


class FeatureReader:
    """Reads the tree of one file. `prefix` qualifies its names, `imported` has the trees of its imports by alias.

    `constraints` are those among the attributes of features, as tokens.
    """

    def __init__(
        self, source: UvlSource, prefix: str, imported: Mapping[str, FeatureNode | None], report: ImportReport
    ) -> None:
        self.constraints: list[tuple[UvlToken, ...]] = []
        self.names: dict[str, FeatureNode] = {}
        self._source = source
        self._prefix = prefix
        self._imported = imported
        self._report = report

    def tree(self, branch: UvlBlock) -> FeatureNode | None:
        """Read a feature with all that is below it; None where its line has no form."""
        tokens = list(branch.tokens)
        location = self._source.location(tokens[0])
        kind = self._kind(tokens)
        parts = _reference(tokens)
        if not parts:
            self._report.add(codes.SYNTAX, location, f"{quoted(tokens[0].text)} is no feature", "its name")
            return None
        low, high = self._cardinality(tokens)
        attributes = self._attributes(tokens)
        name = f"{self._prefix}{'.'.join(parts)}"
        if len(parts) > 1:
            feature = self._foreign(".".join(parts[:-1]), parts[-1], location)
        else:
            feature = FeatureNode(
                name,
                parts[-1],
                location,
                kind,
                low,
                high,
                attributes.values,
                bounds=attributes.bounds(kind),
                lists=attributes.lists,
            )
        if feature is None or (len(parts) == 1 and not self._is_new(feature)):
            return None
        feature.groups += [group for below in branch.below if (group := self._group(below)) is not None]
        return feature

    def _foreign(self, alias: str, title: str, location: Location) -> FeatureNode | None:
        """Return the tree of an imported model; nothing is added where that could not be read."""
        feature_node = self._imported.get(alias)
        if alias not in self._imported:
            message = f"no imported model is called {quoted(alias)}"
            self._report.add(codes.UNKNOWN_NAME, location, message, hint="name it under `imports`")
        elif feature_node and feature_node.title != title:
            message = f"the model {quoted(alias)} has no {quoted(title)} at its top"
            self._report.add(codes.UNKNOWN_NAME, location, message, quoted(f"{alias}.{feature_node.title}"))
        return feature_node if feature_node and feature_node.title == title else None

    def _is_new(self, feature: FeatureNode) -> bool:
        if first := self.names.get(feature.name):
            message, hint = f"the feature {quoted(feature.title)} occurs twice", f"the first is at {first.location}"
            self._report.add(codes.DUPLICATE_NAME, feature.location, message, hint=hint)
            return False
        self.names[feature.name] = feature
        return True

    def _kind(self, tokens: list[UvlToken]) -> FeatureKind:
        """Take the type from the tokens; a feature of free text is reported."""
        if len(tokens) < 2 or tokens[0].text not in _TYPES or tokens[1].kind != "name":
            return FeatureKind.BOOLEAN
        token = tokens.pop(0)
        kind = _TYPES[token.text]
        if kind is FeatureKind.TEXT:
            hint = "list the texts as alternatives"
            message = f"{quoted(tokens[0].word)} is a free text, which nobody could choose"
            self._report.add(codes.NOT_EXPRESSIBLE, self._source.location(token), message, hint=hint)
        return kind

    def _cardinality(self, tokens: list[UvlToken]) -> tuple[int, int]:
        if not tokens or tokens[0].text != "cardinality":
            return 1, 1
        head = tokens.pop(0)
        if not tokens or tokens[0].kind != "cardinality":
            self._report.add(codes.SYNTAX, self._source.location(head), "the cardinality is missing", "`[0..4]`")
            return 1, 1
        low, high = _bounds(tokens[0])
        if high is None or not 1 <= high <= UVL_COPIES or low > high:
            message, hint = f"{quoted(tokens[0].text)} is no bound that is possible", "write the greatest number"
            code = codes.NOT_EXPRESSIBLE if high is None else codes.SYNTAX
            self._report.add(code, self._source.location(tokens[0]), message, f"1 to {UVL_COPIES:,}", hint)
            low, high = 0, 1
        tokens.pop(0)
        return low, high

    def _attributes(self, tokens: list[UvlToken]) -> FeatureAttributes:
        attributes = attributes_of(tokens, self._source, self._report)
        self.constraints += attributes.constraints
        return attributes

    def _group(self, branch: UvlBlock) -> FeatureGroup | None:
        head = branch.tokens[0]
        location = self._source.location(head)
        if len(branch.tokens) > 1 or (head.text not in _GROUPS and head.kind != "cardinality"):
            message = f"{quoted(' '.join(token.text for token in branch.tokens))} is no group"
            self._report.add(codes.SYNTAX, location, message, "mandatory, optional, or, alternative or [1..2]")
            return None
        members = [feature for below in branch.below if (feature := self.tree(below)) is not None]
        if not branch.below:
            self._report.add(codes.SYNTAX, location, "nothing is in the group", "features, indented below it")
        if not members or head.text in ("mandatory", "optional"):
            return FeatureGroup(Relation(head.text), members, location) if members else None
        low, high = {"or": (1, len(members)), "alternative": (1, 1)}.get(head.text) or _bounds(head)
        group = FeatureGroup(Relation.CHOICE, members, location, low, len(members) if high is None else high)
        if group.low > min(group.high, len(members)):
            message = f"{quoted(head.text)} cannot hold for {len(members)} features"
            self._report.add(codes.SYNTAX, location, message, hint="correct the numbers")
        return group


def _reference(tokens: list[UvlToken]) -> list[str]:
    """Take `a.b.c` from the tokens."""
    parts = []
    while tokens and tokens[0].kind == "name":
        parts.append(tokens.pop(0).word)
        if len(tokens) < 2 or tokens[0].text != "." or tokens[1].kind != "name":
            break
        tokens.pop(0)
    return parts


def _bounds(token: UvlToken) -> tuple[int, int | None]:
    low, dots, high = token.text.strip("[] \t\n").partition("..")
    return int(low), (int(low) if not dots else None if high.strip() == "*" else int(high))
