"""Constraints of UVL as trees, before names have a meaning.

```
constraint = implied *("<=>" implied)
implied    = either *("=>" either)
either     = both *("|" both)
both       = negated *("&" negated)
negated    = "!" negated / compared
compared   = sum [("==" / "!=" / "<" / "<=" / ">" / ">=") sum]
sum        = product *("+" product) / product *(("+" / "-") product)
product    = atom *(("*" / "/") atom)
atom       = ["-"] number / text / function "(" reference ["," reference] ")" / reference / "(" constraint ")"
```
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from configurator.exchange import codes
from configurator.exchange.catalog_draft import ImportReport
from configurator.exchange.limits import UVL_CONSTRAINT_DEPTH, UVL_PAIRS
from configurator.exchange.uvl.tokens import UvlSource, UvlToken
from configurator.problems import ProblemCode
from configurator.reading.message_parts import quoted
from configurator.source import Location

FUNCTIONS: Final = ("sum", "avg", "len", "floor", "ceil")
COMPARISONS: Final = ("==", "!=", "<=", ">=", "<", ">")


@dataclass(frozen=True, slots=True)
class UvlConstant:
    """A number, a text or a truth as written."""

    value: Fraction | str | bool
    location: Location


@dataclass(frozen=True, slots=True)
class UvlReference:
    """A feature, or an attribute of one."""

    parts: tuple[str, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class UvlCall:
    """A function of attributes or features."""

    function: str
    of: tuple[UvlReference, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class UvlNegation:
    """`!of`."""

    of: "UvlNode"
    location: Location


@dataclass(frozen=True, slots=True)
class UvlOperation:
    """Parts joined by one sign, `a & b & c`; comparisons and implications have two."""

    sign: str
    parts: tuple["UvlNode", ...]
    location: Location


UvlNode = UvlConstant | UvlReference | UvlCall | UvlNegation | UvlOperation


class UnreadableConstraint(Exception):
    """The constraint cannot be read on; the report holds why."""


def constraint_of(tokens: Sequence[UvlToken], source: UvlSource, report: ImportReport) -> UvlNode | None:
    """Read a constraint; None where it has no form, which is reported."""
    reader = _Reader(tokens, source, report)
    try:
        return reader.constraint()
    except UnreadableConstraint:
        return None


class _Reader:
    def __init__(self, tokens: Sequence[UvlToken], source: UvlSource, report: ImportReport) -> None:
        self._tokens = tokens
        self._source = source
        self._report = report
        self._at = 0
        self._depth = 0

    def constraint(self) -> UvlNode:
        """Read all tokens as one constraint."""
        result = self._equivalent()
        if self._at < len(self._tokens):
            raise self._wrong("nothing can follow here", "the end of the line, or a sign that joins")
        return result

    def _equivalent(self) -> UvlNode:
        """constraint = implied *("<=>" implied)"""
        return self._pairs(("<=>",), self._implied)

    def _implied(self) -> UvlNode:
        """implied = either *("=>" either)"""
        return self._pairs(("=>",), self._either)

    def _either(self) -> UvlNode:
        """either = both *("|" both)"""
        return self._joined("|", self._both)

    def _both(self) -> UvlNode:
        """both = negated *("&" negated)"""
        return self._joined("&", self._negated)

    def _negated(self) -> UvlNode:
        """negated = "!" negated / compared"""
        marks = []
        while self._peek() == "!":
            marks.append(self._location())
            self._at += 1
        result = self._compared()
        for location in reversed(marks[-(len(marks) % 2) :] if len(marks) % 2 else []):
            result = UvlNegation(result, location)
        return result

    def _compared(self) -> UvlNode:
        """compared = sum [sign sum]"""
        location, left = self._location(), self._sum()
        if self._peek() not in COMPARISONS:
            return left
        sign = self._take()
        return UvlOperation(sign, (left, self._sum()), location)

    def _sum(self) -> UvlNode:
        """sum = product *("+" product) / product *(("+" / "-") product)"""
        return self._pairs(("+", "-"), self._product)

    def _product(self) -> UvlNode:
        """product = atom *(("*" / "/") atom)"""
        return self._pairs(("*", "/"), self._atom)

    def _atom(self) -> UvlNode:
        """atom = ["-"] number / text / function "(" … ")" / reference / "(" constraint ")\""""
        if self._at >= len(self._tokens):
            raise self._wrong("something is missing at the end", "a feature, a number or a bracket")
        token, location = self._tokens[self._at], self._location()
        self._at += 1
        if token.text == "-" and self._at < len(self._tokens) and self._tokens[self._at].kind == "number":
            return UvlConstant(-Fraction(self._take()), location)
        if token.kind == "number":
            return UvlConstant(Fraction(token.text), location)
        if token.kind == "text":
            return UvlConstant(token.word, location)
        if token.text in ("true", "false"):
            return UvlConstant(token.text == "true", location)
        if token.text == "(":
            return self._bracket()
        if token.kind == "name":
            return (
                self._call(token, location)
                if token.text in FUNCTIONS and self._peek() == "("
                else self._name(token, location)
            )
        self._at -= 1
        if token.text == "[" or token.kind == "cardinality":
            raise self._wrong("a list of values stands here", "a feature, a number or a text", codes.NOT_EXPRESSIBLE)
        raise self._wrong(f"{quoted(token.text)} has no meaning here", "a feature, a number or a bracket")

    def _bracket(self) -> UvlNode:
        self._depth += 1
        if self._depth > UVL_CONSTRAINT_DEPTH:
            raise self._wrong("brackets are nested too deeply", f"at most {UVL_CONSTRAINT_DEPTH}")
        result = self._equivalent()
        if self._peek() != ")":
            raise self._wrong("a bracket is not closed", "`)`")
        self._at += 1
        self._depth -= 1
        return result

    def _name(self, token: UvlToken, location: Location) -> UvlReference:
        parts = [token.word]
        while self._peek() == "." and self._at + 1 < len(self._tokens) and self._tokens[self._at + 1].kind == "name":
            parts.append(self._tokens[self._at + 1].word)
            self._at += 2
        return UvlReference(tuple(parts), location)

    def _call(self, token: UvlToken, location: Location) -> UvlNode:
        self._at += 1
        of = []
        while self._at < len(self._tokens) and self._tokens[self._at].kind == "name":
            inner, where = self._tokens[self._at], self._location()
            self._at += 1
            of.append(self._name(inner, where))
            if self._peek() != ",":
                break
            self._at += 1
        if self._peek() != ")" or not 1 <= len(of) <= 2:
            raise self._wrong(f"`{token.text}` has other arguments", f"`{token.text}(attribute)`")
        self._at += 1
        return UvlCall(token.text, tuple(of), location)

    def _pairs(self, signs: tuple[str, ...], inner: Callable[[], UvlNode]) -> UvlNode:
        """Join two at a time, from the left; a long sum at once."""
        location, parts, joints = self._location(), [inner()], []
        while self._peek() in signs:
            joints.append(self._take())
            parts.append(inner())
        if len(parts) > 2 and set(joints) == {"+"}:
            return UvlOperation("+", tuple(parts), location)
        if len(joints) > UVL_PAIRS:
            raise self._wrong(f"{len(joints):,} signs follow one another", f"at most {UVL_PAIRS}; use brackets")
        result = parts[0]
        for sign, part in zip(joints, parts[1:], strict=True):
            result = UvlOperation(sign, (result, part), location)
        return result

    def _joined(self, sign: str, inner: Callable[[], UvlNode]) -> UvlNode:
        """Join as many as there are."""
        location, parts = self._location(), [inner()]
        while self._peek() == sign:
            self._at += 1
            parts.append(inner())
        return parts[0] if len(parts) == 1 else UvlOperation(sign, tuple(parts), location)

    def _peek(self) -> str:
        token = self._tokens[self._at] if self._at < len(self._tokens) else None
        return token.text if token is not None and token.kind in ("sign", "cardinality") else ""

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1].text

    def _location(self) -> Location:
        token = self._tokens[min(self._at, len(self._tokens) - 1)]
        location = self._source.location(token)
        return location if self._at < len(self._tokens) else location.right(len(token.text))

    def _wrong(self, message: str, expected: str, code: ProblemCode = codes.SYNTAX) -> UnreadableConstraint:
        self._report.add(code, self._location(), message, expected)
        return UnreadableConstraint()
