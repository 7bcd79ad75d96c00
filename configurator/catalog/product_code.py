"""Product codes: a configuration written as one word, and every configuration that a word can mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from configurator.catalog.feature_values import BadValue, parse_value, show_value
from configurator.catalog.limits import LONGEST_CODE, MOST_CODE_READINGS
from configurator.catalog.model import (
    Cardinality,
    Catalog,
    CodeSegment,
    Combinations,
    Feature,
    ProductCode,
    Requirement,
    Rule,
    Structure,
)
from configurator.catalog.references import references
from configurator.catalog.verify_choices import holds, rule_holds
from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import InvalidRequest
from configurator.language.checked import CheckedExpression

Choices = Mapping[str, FeatureValue]
ABSENT_CODE = ""


def encode(catalog: Catalog, configuration: Configuration) -> str:
    """Write a configuration as its product code; raise InvalidRequest where the catalog declares none."""
    return "".join(_written(segment, configuration) for segment in _code_of(catalog).segments)


def _written(segment: CodeSegment, configuration: Configuration) -> str:
    value = configuration.values.get(segment.feature)
    return (
        segment.literal if not segment.feature else ABSENT_CODE if value is None else segment.codes[show_value(value)]
    )


def _code_of(catalog: Catalog) -> ProductCode:
    if catalog.product_code is None:
        raise InvalidRequest(f"the catalog `{catalog.id}` declares no `product_code`")
    return catalog.product_code


def decode(catalog: Catalog, code: str) -> tuple[Choices, ...]:
    """Return every decoding of a code that no constraint over the named features forbids: feature paths and their
    values.

    No result: the code is not of this catalog. One: the decoding is unique. More: the code is ambiguous. Raises
    InvalidRequest for a code that is too long or has too many decodings.
    """
    if len(code) > LONGEST_CODE:
        raise InvalidRequest(f"a product code of {len(code)} characters is too long; at most {LONGEST_CODE}")
    laws = _Laws.of(catalog)
    segments = tuple(_Alternatives.of(segment, catalog) for segment in _code_of(catalog).segments)
    mapping_proxy_types = []
    for number, reading in enumerate(_readings(segments, code, 0, _dead_ends(segments, code))):
        if number >= MOST_CODE_READINGS:
            raise InvalidRequest(f"`{code}` has more than {MOST_CODE_READINGS} readings")
        if laws.admit(reading):
            mapping_proxy_types.append(
                MappingProxyType({path: value for path, value in reading.items() if value is not None})
            )
    return tuple(mapping_proxy_types)


# ── reading letter by letter ─────────────────────────────────────────────────────────────────────────────────────────

Reading = dict[str, FeatureValue | None]
"""Feature paths and the values read; None where the feature is read as absent."""


@dataclass(frozen=True, slots=True)
class _Alternatives:
    """One segment of a code: its possible texts with their values."""

    feature: str
    pieces: tuple[tuple[str, FeatureValue | None], ...]

    @staticmethod
    def of(segment: CodeSegment, catalog: Catalog) -> "_Alternatives":
        if not segment.feature:
            return _Alternatives("", ((segment.literal, None),))
        feature, optional = code_feature(catalog.root, segment.feature)
        pieces = [(code, _value(feature, shown)) for shown, code in segment.codes.items()]
        absent = [(ABSENT_CODE, None)] if optional else []
        return _Alternatives(segment.feature, (*pieces, *absent))


def _value(feature: Feature, shown: str) -> FeatureValue | None:
    value = parse_value(feature, shown)
    return None if isinstance(value, BadValue) else value


def code_feature(root: Structure, path: str) -> tuple[Feature, bool]:
    """Return the feature of a code segment, and whether it may be absent; raise InvalidRequest where it is none."""
    here: Feature | Structure = root
    optional = False
    for name in path.split("."):
        if not isinstance(here, Structure) or name not in here.members:
            raise InvalidRequest(f"there is no feature `{path}`")
        here = here.members[name]
        optional = optional or here.when is not None or (isinstance(here, Structure) and here.low == 0)
    if isinstance(here, Structure):
        raise InvalidRequest(f"`{path}` is a structure, not a feature")
    return here, optional


def _dead_ends(segments: tuple[_Alternatives, ...], code: str) -> frozenset[tuple[int, int]]:
    """Return the (segment, position) pairs from which the end of the code cannot be reached."""
    alive = {(len(segments), len(code))}
    for number in range(len(segments) - 1, -1, -1):
        for position in range(len(code) + 1):
            for piece, _ in segments[number].pieces:
                if code.startswith(piece, position) and (number + 1, position + len(piece)) in alive:
                    alive.add((number, position))
                    break
    everything = {(number, position) for number in range(len(segments) + 1) for position in range(len(code) + 1)}
    return frozenset(everything - alive)


def _readings(
    segments: tuple[_Alternatives, ...], code: str, position: int, dead: frozenset[tuple[int, int]], number: int = 0
) -> Iterator[Reading]:
    if (number, position) in dead:
        return
    if number == len(segments):
        yield {}
        return
    here = segments[number]
    for piece, value in here.pieces:
        if code.startswith(piece, position):
            for rest in _readings(segments, code, position + len(piece), dead, number + 1):
                if here.feature not in rest or rest[here.feature] == value:
                    yield {here.feature: value, **rest} if here.feature else rest


# ── decodings and constraints ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Laws:
    """The laws of a catalog that speak of nothing but the features of its product code."""

    catalog: Catalog
    presence: tuple[tuple[str, CheckedExpression], ...]
    rules: tuple[Rule, ...]

    @staticmethod
    def of(catalog: Catalog) -> "_Laws":
        named = {segment.feature for segment in _code_of(catalog).segments if segment.feature}
        features = {path: code_feature(catalog.root, path)[0] for path in named}
        presence = tuple(
            (path, feature.when)
            for path, feature in features.items()
            if feature.when is not None and "." not in path and _only(feature.when, named)
        )
        rules = tuple(
            constraint.rule
            for constraint in catalog.root.constraints
            if constraint.severity == "error" and all(_only(each, named) for each in expressions_of(constraint.rule))
        )
        return _Laws(catalog, presence, rules)

    def admit(self, reading: Reading) -> bool:
        """Return whether no constraint forbids a decoding."""
        values = {path: value for path, value in reading.items() if value is not None}
        world = ConfigurationWorld(self.catalog, Configuration(self.catalog.id, self.catalog.digest, values, {}, {}))
        at = {"": ""}
        present = all(holds(when, world, at) is (path in values) for path, when in self.presence)
        return present and all(rule_holds(rule, world, at) for rule in self.rules)


def _only(expression: CheckedExpression, named: set[str]) -> bool:
    return all(".".join(path) in named for path in references(expression.tree))


def expressions_of(rule: Rule) -> tuple[CheckedExpression, ...]:
    """Return every expression of a rule, its `when` included."""
    when = () if rule.when is None else (rule.when,)
    match rule:
        case Requirement(condition):
            return (condition, *when)
        case Cardinality(items):
            return (*items, *when)
        case Combinations(columns):
            return (*columns, *when)
