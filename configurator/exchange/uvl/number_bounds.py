"""The bounds of numbers in UVL: from their attributes, else from the constraints that compare them with constants.

Only unconditional constraints bound: `x >= 0 & x <= 10` and `x == 64 | x == 256` do, `A => x <= 10` does not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from math import ceil, floor, gcd
from typing import Final

from configurator.exchange import codes
from configurator.exchange.catalog_draft import ImportReport
from configurator.exchange.feature_tree import FeatureKind, FeatureNode, NumberBounds
from configurator.exchange.limits import UVL_NUMBERS
from configurator.exchange.uvl.constraint_parser import COMPARISONS, UvlConstant, UvlNode, UvlOperation, UvlReference
from configurator.money import ONE
from configurator.reading.message_parts import quoted

MIRRORED: Final[Mapping[str, str]] = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
"""The sign that says the same with its sides exchanged."""


@dataclass(frozen=True, slots=True)
class KnownBounds:
    """What is known of a number: its ends (None: open), and, where they can be listed, all the values it may have."""

    low: Fraction | None = None
    high: Fraction | None = None
    values: frozenset[Fraction] | None = None

    def meet(self, other: "KnownBounds") -> "KnownBounds":
        """Return what holds where both hold."""
        lows = [low for low in (self.low, other.low) if low is not None]
        highs = [high for high in (self.high, other.high) if high is not None]
        return KnownBounds(max(lows, default=None), min(highs, default=None), _common(self.values, other.values))

    def join(self, other: "KnownBounds") -> "KnownBounds":
        """Return what holds where one of the two does."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        values = None if self.values is None or other.values is None else self.values | other.values
        return KnownBounds(low, high, values)


def _common(left: frozenset[Fraction] | None, right: frozenset[Fraction] | None) -> frozenset[Fraction] | None:
    return right if left is None else left if right is None else left & right


def bind(features: Iterable[FeatureNode], constraints: Iterable[tuple[str, UvlNode]], report: ImportReport) -> None:
    """Bound every number by the constraints (with the prefix of their file); report unbounded ones."""
    known: dict[str, KnownBounds] = {}
    for prefix, constraint in constraints:
        for name, bounds in _bounds_said_in(constraint).items():
            known[prefix + name] = known.get(prefix + name, KnownBounds()).meet(bounds)
    for feature in features:
        if feature.bounds is None:
            _bind(feature, known.get(feature.name, KnownBounds()), report)


def _bounds_said_in(node: UvlNode) -> dict[str, KnownBounds]:
    """Return what a constraint says of each name by comparing it with constants."""
    match node:
        case UvlOperation("&", parts):
            each = [_bounds_said_in(part) for part in parts]
            names = dict.fromkeys(name for one in each for name in one)
            return {name: reduce(KnownBounds.meet, (one[name] for one in each if name in one)) for name in names}
        case UvlOperation("|", parts):
            each = [_bounds_said_in(part) for part in parts]
            names = dict.fromkeys(name for name in each[0] if all(name in one for one in each))
            return {name: reduce(KnownBounds.join, (one[name] for one in each)) for name in names}
        case UvlOperation(sign, (UvlReference(parts=path), UvlConstant(Fraction() as value))) if sign in COMPARISONS:
            return {".".join(path): _bounds_said_by(sign, value)}
        case UvlOperation(sign, (UvlConstant(Fraction() as value), UvlReference(parts=path))) if sign in COMPARISONS:
            return {".".join(path): _bounds_said_by(MIRRORED[sign], value)}
    return {}


def _bounds_said_by(sign: str, value: Fraction) -> KnownBounds:
    """Return the whole numbers that compare so with a value."""
    match sign:
        case "==":
            return KnownBounds(value, value, frozenset({value}))
        case ">" | ">=":
            return KnownBounds(low=Fraction(floor(value) + 1) if sign == ">" else value)
        case "<" | "<=":
            return KnownBounds(high=Fraction(ceil(value) - 1) if sign == "<" else value)
    return KnownBounds()


def _bind(feature: FeatureNode, known: KnownBounds, report: ImportReport) -> None:
    if feature.kind is FeatureKind.REAL:
        message, hint = f"{quoted(feature.title)} may be any number", "give it `{min 0, max 10, step 0.5}`"
        report.add(codes.NOT_EXPRESSIBLE, feature.location, message, "numbers on a step", hint)
    elif known.low is None or known.high is None:
        message = f"{quoted(feature.title)} has no {'least' if known.low is None else 'greatest'} number"
        hint = f"give it `{{min 0, max 10}}`, or constraints such as `{feature.title} <= 10`"
        report.add(codes.NOT_EXPRESSIBLE, feature.location, message, "bounds", hint)
    else:
        bounds = _whole_numbers(ceil(known.low), floor(known.high), known.values)
        if not 0 <= (bounds.high - bounds.low) / bounds.step <= UVL_NUMBERS:
            message = f"{quoted(feature.title)} is bound from {ceil(known.low):,} to {floor(known.high):,}"
            report.add(codes.NOT_EXPRESSIBLE, feature.location, message, f"1 to {UVL_NUMBERS:,} numbers")
        feature.bounds = bounds


def _whole_numbers(low: int, high: int, values: frozenset[Fraction] | None) -> NumberBounds:
    """Return bounds; of listed values the first, the last, and the widest step that meets all of them."""
    listed = sorted(int(value) for value in values or () if value.denominator == 1 and low <= value <= high)
    if not listed:
        return NumberBounds(Fraction(low), Fraction(high), ONE)
    step = gcd(*(right - left for left, right in pairwise(listed))) or 1
    return NumberBounds(Fraction(listed[0]), Fraction(listed[-1]), Fraction(step))
