"""The attributes of a feature: `{Price 2.5, abstract, constraint A => B}`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from configurator.exchange import codes
from configurator.exchange.features.tree import Attribute, Bounds, Kind
from configurator.exchange.report import Report
from configurator.exchange.uvl.lines import Source, Token
from configurator.money import ONE
from configurator.reading.wording import quoted

_FLAGS: Final = ("abstract", "hidden")
"""What tools note for themselves; it says nothing about what can be chosen."""
_BOUNDS: Final = ("min", "max", "step")


@dataclass
class Attributes:
    """The attributes that are values, and the constraints that stand among them."""

    values: Mapping[str, Attribute] = field(default_factory=dict)
    constraints: list[tuple[Token, ...]] = field(default_factory=list)

    def bounds(self, kind: Kind) -> Bounds | None:
        """Return the bounds that `min`, `max` and `step` give a number; None where they do not."""
        low, high, step = (self.values.get(name) for name in _BOUNDS)
        if kind is Kind.BOOLEAN or not isinstance(low, Fraction) or not isinstance(high, Fraction):
            return None
        width = step if isinstance(step, Fraction) else ONE
        if isinstance(low, bool) or low > high or width <= 0 or (kind is Kind.REAL and step is None):
            return None
        return Bounds(low, high, width)


def attributes_of(tokens: list[Token], source: Source, report: Report) -> Attributes:
    """Read what stands behind a feature's name; nothing else may follow there."""
    if not tokens:
        return Attributes()
    if tokens[0].text != "{" or tokens[-1].text != "}":
        message = f"{quoted(tokens[0].text)} follows on the feature" if tokens[0].text != "{" else "`{` is not closed"
        report.add(codes.SYNTAX, source.location(tokens[0]), message, "attributes in `{` and `}`, or nothing")
        return Attributes()
    values: dict[str, Attribute] = {}
    constraints: list[tuple[Token, ...]] = []
    for part in _split(tokens[1:-1]):
        if part[0].text == "constraint":
            constraints.append(tuple(part[1:]))
        elif part[0].text == "constraints" and len(part) > 2:
            constraints += [tuple(each) for each in _split(part[2:-1])]
        elif part[0].kind != "name":
            report.add(codes.SYNTAX, source.location(part[0]), f"{quoted(part[0].text)} names no attribute", "a name")
        elif part[0].word not in _FLAGS and (value := _value(part[1:], part[0], source, report)) is not None:
            values[part[0].word] = value
    return Attributes(values, [each for each in constraints if each])


def _split(tokens: list[Token]) -> list[list[Token]]:
    """Cut at the commas that stand in no brackets of their own."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if token.text == "," and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _value(tokens: list[Token], name: Token, source: Source, report: Report) -> Attribute | None:
    """Read a value: nothing is true; lists and maps say nothing that a catalog could use and are left out."""
    if not tokens:
        return True
    if tokens[0].text in ("[", "{") or tokens[0].kind == "cardinality":
        return None
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
