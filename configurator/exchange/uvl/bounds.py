"""Numbers of UVL have no bounds of their own: the constraints that compare one with a number give them."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil, floor
from typing import Final

from configurator.exchange import codes
from configurator.exchange.features.tree import Bounds, Feature, Kind
from configurator.exchange.report import Report
from configurator.exchange.uvl.conditions import COMPARISONS, Given, Joined, Node, Reference
from configurator.money import ONE
from configurator.reading.wording import quoted

_MIRRORED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "=="}
_MOST_STEPS: Final = 1_000_000


def bind(features: Iterable[Feature], constraints: Iterable[tuple[str, Node]], report: Report) -> None:
    """Give every number the bounds that the constraints (with the prefix of their file) say; report where they do not.

    Only what must hold by itself bounds: `x >= 0 & x <= 10`, not `A => x <= 10`.
    """
    lows: dict[str, Fraction] = {}
    highs: dict[str, Fraction] = {}
    for prefix, constraint in constraints:
        for name, sign, value in _comparisons(constraint):
            whole = f"{prefix}{name}"
            if sign in (">", ">=", "=="):
                least = Fraction(floor(value) + 1) if sign == ">" else value
                lows[whole] = max(lows.get(whole, least), least)
            if sign in ("<", "<=", "=="):
                most = Fraction(ceil(value) - 1) if sign == "<" else value
                highs[whole] = min(highs.get(whole, most), most)
    for feature in features:
        if feature.bounds is None:
            _bind(feature, lows.get(feature.name), highs.get(feature.name), report)


def _bind(feature: Feature, low: Fraction | None, high: Fraction | None, report: Report) -> None:
    if feature.kind is Kind.REAL:
        message, hint = f"{quoted(feature.title)} may be any number", "give it `{min 0, max 10, step 0.5}`"
        report.add(codes.NOT_EXPRESSIBLE, feature.location, message, "numbers on a step", hint)
    elif low is None or high is None:
        message = f"{quoted(feature.title)} has no {'least' if low is None else 'greatest'} number"
        hint = f"give it `{{min 0, max 10}}`, or constraints such as `{feature.title} <= 10`"
        report.add(codes.NOT_EXPRESSIBLE, feature.location, message, "bounds", hint)
    elif not ceil(low) <= floor(high) or floor(high) - ceil(low) > _MOST_STEPS:
        message = f"{quoted(feature.title)} is bound from {ceil(low):,} to {floor(high):,}"
        report.add(codes.NOT_EXPRESSIBLE, feature.location, message, f"1 to {_MOST_STEPS:,} numbers")
    else:
        feature.bounds = Bounds(Fraction(ceil(low)), Fraction(floor(high)), ONE)


def _comparisons(node: Node) -> Iterator[tuple[str, str, Fraction]]:
    """Yield what a constraint says about one name and one number."""
    match node:
        case Joined("&", parts):
            for part in parts:
                yield from _comparisons(part)
        case Joined(sign, (Reference(parts=parts), Given(Fraction() as value))) if sign in COMPARISONS:
            yield ".".join(parts), sign, value
        case Joined(sign, (Given(Fraction() as value), Reference(parts=parts))) if sign in _MIRRORED:
            yield ".".join(parts), _MIRRORED[sign], value
