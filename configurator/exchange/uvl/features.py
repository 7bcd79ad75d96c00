"""The feature tree of a UVL file.

```
feature = [type] reference ["cardinality" cardinality] ["{" attributes "}"], with groups below
group   = "mandatory" / "optional" / "or" / "alternative" / cardinality, with features below
```
"""

from collections.abc import Mapping
from typing import Final

from configurator.exchange import codes
from configurator.exchange.features.tree import Feature, Group, Kind, Relation
from configurator.exchange.report import Report
from configurator.exchange.uvl.attributes import Attributes, attributes_of
from configurator.exchange.uvl.lines import Source, Token
from configurator.exchange.uvl.sections import Branch
from configurator.reading.wording import quoted
from configurator.source import Location

_TYPES: Final = {"Boolean": Kind.BOOLEAN, "Integer": Kind.INTEGER, "Real": Kind.REAL, "String": None}
_GROUPS: Final = ("mandatory", "optional", "or", "alternative")
_MOST_COPIES: Final = 1_000


class FeatureReader:
    """Reads the tree of one file. `prefix` leads its names, `imported` has the trees of its imports by their aliases.

    `constraints` are those that stand among the attributes of features, as tokens.
    """

    def __init__(self, source: Source, prefix: str, imported: Mapping[str, Feature | None], report: Report) -> None:
        self.constraints: list[tuple[Token, ...]] = []
        self.names: dict[str, Feature] = {}
        self._source = source
        self._prefix = prefix
        self._imported = imported
        self._report = report

    def tree(self, branch: Branch) -> Feature | None:
        """Read a feature with all that is below it; None where its line has no form."""
        tokens = list(branch.tokens)
        location = self._source.location(tokens[0])
        kind = self._kind(tokens)
        parts = _reference(tokens)
        if kind is None or not parts:
            if not parts:
                self._report.add(codes.SYNTAX, location, f"{quoted(tokens[0].text)} is no feature", "its name")
            return None
        low, high = self._cardinality(tokens)
        attributes = self._attributes(tokens)
        name = f"{self._prefix}{'.'.join(parts)}"
        if len(parts) > 1:
            feature = self._foreign(".".join(parts[:-1]), parts[-1], location)
        else:
            feature = Feature(
                name, parts[-1], location, kind, low, high, attributes.values, [], attributes.bounds(kind)
            )
        if feature is None or (len(parts) == 1 and not self._is_new(feature)):
            return None
        feature.groups += [group for below in branch.below if (group := self._group(below)) is not None]
        return feature

    def _foreign(self, alias: str, title: str, location: Location) -> Feature | None:
        """Return the tree of an imported model; nothing is added where that could not be read."""
        found = self._imported.get(alias)
        if alias not in self._imported:
            message = f"no imported model is called {quoted(alias)}"
            self._report.add(codes.UNKNOWN_NAME, location, message, hint="name it under `imports`")
        elif found and found.title != title:
            message = f"the model {quoted(alias)} has no {quoted(title)} at its top"
            self._report.add(codes.UNKNOWN_NAME, location, message, quoted(f"{alias}.{found.title}"))
        return found if found and found.title == title else None

    def _is_new(self, feature: Feature) -> bool:
        if first := self.names.get(feature.name):
            message, hint = f"the feature {quoted(feature.title)} occurs twice", f"the first is at {first.location}"
            self._report.add(codes.DUPLICATE_NAME, feature.location, message, hint=hint)
            return False
        self.names[feature.name] = feature
        return True

    def _kind(self, tokens: list[Token]) -> Kind | None:
        """Take the type from the tokens; a feature of free text cannot be chosen."""
        if len(tokens) < 2 or tokens[0].text not in _TYPES or tokens[1].kind != "name":
            return Kind.BOOLEAN
        token = tokens.pop(0)
        kind = _TYPES[token.text]
        if kind is None:
            hint = "list the texts as alternatives"
            message = f"{quoted(tokens[0].word)} is a free text, which nobody could choose"
            self._report.add(codes.NOT_EXPRESSIBLE, self._source.location(token), message, hint=hint)
        return kind

    def _cardinality(self, tokens: list[Token]) -> tuple[int, int]:
        if not tokens or tokens[0].text != "cardinality":
            return 1, 1
        head = tokens.pop(0)
        if not tokens or tokens[0].kind != "cardinality":
            self._report.add(codes.SYNTAX, self._source.location(head), "the cardinality is missing", "`[0..4]`")
            return 1, 1
        low, high = _bounds(tokens[0])
        if high is None or not 1 <= high <= _MOST_COPIES or low > high:
            message, hint = f"{quoted(tokens[0].text)} is no bound that is possible", "write the greatest number"
            code = codes.NOT_EXPRESSIBLE if high is None else codes.SYNTAX
            self._report.add(code, self._source.location(tokens[0]), message, f"1 to {_MOST_COPIES:,}", hint)
            low, high = 0, 1
        tokens.pop(0)
        return low, high

    def _attributes(self, tokens: list[Token]) -> Attributes:
        found = attributes_of(tokens, self._source, self._report)
        self.constraints += found.constraints
        return found

    def _group(self, branch: Branch) -> Group | None:
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
            return Group(Relation(head.text), members, location) if members else None
        low, high = {"or": (1, len(members)), "alternative": (1, 1)}.get(head.text) or _bounds(head)
        group = Group(Relation.CHOICE, members, location, low, len(members) if high is None else high)
        if group.low > min(group.high, len(members)):
            message = f"{quoted(head.text)} cannot hold for {len(members)} features"
            self._report.add(codes.SYNTAX, location, message, hint="correct the numbers")
        return group


def _reference(tokens: list[Token]) -> list[str]:
    """Take `a.b.c` from the tokens."""
    parts = []
    while tokens and tokens[0].kind == "name":
        parts.append(tokens.pop(0).word)
        if len(tokens) < 2 or tokens[0].text != "." or tokens[1].kind != "name":
            break
        tokens.pop(0)
    return parts


def _bounds(token: Token) -> tuple[int, int | None]:
    low, dots, high = token.text.strip("[] \t\n").partition("..")
    return int(low), (int(low) if not dots else None if high.strip() == "*" else int(high))
