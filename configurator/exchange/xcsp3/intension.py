"""Conditions of XCSP3, written as functions, → expressions of ours.

```
expression = number / name / function "(" [expression *("," expression)] ")"
```
"""

import re
from collections.abc import Callable
from typing import Final

from configurator.exchange import codes, expression_trees
from configurator.exchange.catalog_draft import ImportReport
from configurator.exchange.limits import XCSP3_EXPRESSION_DEPTH
from configurator.language.tree import (
    AggregateFunction,
    ArithmeticExpression,
    ArithmeticOperator,
    Boolean,
    Comparison,
    ComparisonOperator,
    Conjunction,
    Disjunction,
    Expression,
    IfElse,
    Listing,
    Membership,
    Negation,
)
from configurator.problems import ProblemCode
from configurator.reading.message_parts import quoted
from configurator.source import Location

RELATIONS: Final = {
    "lt": ComparisonOperator.LESS,
    "le": ComparisonOperator.AT_MOST,
    "ge": ComparisonOperator.AT_LEAST,
    "gt": ComparisonOperator.GREATER,
    "ne": ComparisonOperator.DIFFERENT,
    "eq": ComparisonOperator.EQUAL,
}
_ARITHMETIC: Final = {
    "add": ArithmeticOperator.ADD,
    "sub": ArithmeticOperator.SUBTRACT,
    "mul": ArithmeticOperator.MULTIPLY,
}
_EXTREMES: Final = {"min": AggregateFunction.MIN, "max": AggregateFunction.MAX}
_TOKEN: Final = re.compile(r"\s*(?:([(),])|([^\s(),]+))")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}")
_TRUTHS: Final = Boolean | Comparison | Membership | Negation | Conjunction | Disjunction


class _UnreadableCondition(Exception):
    """The condition cannot be read on; the report holds why."""


def condition(
    text: str, name_of: Callable[[str], str | None], location: Callable[[int], Location], report: ImportReport
) -> Expression | None:
    """Return a condition as a tree; None where it has no form or no meaning here, which is reported.

    `name_of` returns the name of a variable in expressions, `location` the location of a character.
    """
    reader = _Reader(text, name_of, location, report)
    try:
        result = reader.expression(0)
        reader.end()
    except _UnreadableCondition:
        return None
    if not isinstance(result, _TRUTHS):
        report.add(codes.WRONG_KIND, location(0), f"{quoted(text.strip())} is a number", "a condition")
        return None
    return result


class _Reader:
    def __init__(
        self, text: str, name_of: Callable[[str], str | None], location: Callable[[int], Location], report: ImportReport
    ) -> None:
        self._tokens = [(match[1] or match[2], match.start(1 if match[1] else 2)) for match in _TOKEN.finditer(text)]
        self._at = 0
        self._name_of = name_of
        self._location_of = location
        self._report = report
        self._length = len(text)

    def end(self) -> None:
        """Expect nothing more."""
        if self._at < len(self._tokens):
            raise self._wrong(codes.SYNTAX, f"{quoted(self._tokens[self._at][0])} follows on the condition", "its end")

    def expression(self, depth: int) -> Expression:
        """expression = number / name / function "(" [expression *("," expression)] ")\""""
        if depth > XCSP3_EXPRESSION_DEPTH:
            raise self._wrong(codes.TOO_LARGE, "functions are nested too deeply", f"at most {XCSP3_EXPRESSION_DEPTH}")
        at, word = self._at, self._word()
        if self._peek() != "(":
            return self._leaf(word, at)
        self._at += 1
        if word == "set":
            raise self._wrong(codes.NOT_EXPRESSIBLE, "a set stands where a value is expected", "`in(x,set(1,2))`", at)
        parts: list[Expression] = []
        while self._peek() != ")":
            if word == "in" and parts and self._peek() == "set":
                parts.append(Membership(parts.pop(), self._set()))
            else:
                parts.append(self.expression(depth + 1))
            if self._peek() == ",":
                self._at += 1
            elif self._peek() != ")":
                raise self._wrong(codes.SYNTAX, "the arguments of a function are not ended", "`,` or `)`")
        self._at += 1
        return self._function(word, parts, at)

    def _set(self) -> tuple[Expression, ...]:
        """set = "set" "(" number *("," number) ")\""""
        results = []
        self._at += 2
        while (word := self._peek()) != ")":
            if not _NUMBER.fullmatch(word):
                raise self._wrong(codes.SYNTAX, f"{quoted(word)} stands in a set", "whole numbers")
            results.append(expression_trees.number(int(word)))
            self._at += 2 if self._tokens[self._at + 1 : self._at + 2] and self._tokens[self._at + 1][0] == "," else 1
        self._at += 1
        return tuple(results)

    def _leaf(self, word: str, at: int) -> Expression:
        if _NUMBER.fullmatch(word):
            return expression_trees.number(int(word))
        name = self._name_of(word)
        if name is None:
            raise self._wrong(codes.UNKNOWN_NAME, f"there is no variable {quoted(word)}", "a declared one", at)
        return expression_trees.path(name)

    def _function(self, word: str, parts: list[Expression], at: int) -> Expression:
        held = [isinstance(part, _TRUTHS) for part in parts]
        result: Expression | None = None
        if word == "in" and len(parts) == 1 and isinstance(parts[0], Membership):
            result = parts[0]
        elif word == "if" and held == [True, False, False]:
            result = IfElse(parts[1], parts[0], parts[2])
        elif parts and not any(held):
            result = _number(word, parts) or _relation(word, parts)
        elif all(held):
            result = _logic(word, parts)
        if result is None:
            message = f"{quoted(word)} is not known here with these arguments"
            raise self._wrong(codes.NOT_EXPRESSIBLE, message, "a relation, a sum or logic", at)
        return result

    def _word(self) -> str:
        if self._peek() in ("", "(", ")", ","):
            raise self._wrong(codes.SYNTAX, "something is missing", "a number, a variable or a function")
        self._at += 1
        return self._tokens[self._at - 1][0]

    def _peek(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _wrong(self, code: ProblemCode, message: str, expected: str, at: int | None = None) -> _UnreadableCondition:
        position = self._at if at is None else at
        offset = self._tokens[position][1] if position < len(self._tokens) else self._length
        self._report.add(code, self._location_of(offset), message, expected)
        return _UnreadableCondition()


def _number(word: str, parts: list[Expression]) -> Expression | None:
    """Return a number made of numbers; None where the function is none, or has the wrong number of them."""
    if word in _ARITHMETIC and len(parts) >= 2:
        return expression_trees.calculated(parts, _ARITHMETIC[word])
    if word in _EXTREMES:
        return Listing(_EXTREMES[word], tuple(parts))
    if word == "neg" and len(parts) == 1:
        return expression_trees.calculated([expression_trees.number(0), parts[0]], ArithmeticOperator.SUBTRACT)
    if word in ("abs", "dist") and len(parts) == (1 if word == "abs" else 2):
        apart = ArithmeticExpression(ArithmeticOperator.SUBTRACT, parts[0], parts[1]) if word == "dist" else parts[0]
        away = expression_trees.calculated([expression_trees.number(0), apart], ArithmeticOperator.SUBTRACT)
        return Listing(AggregateFunction.MAX, (apart, away))
    return None


def _relation(word: str, parts: list[Expression]) -> Expression | None:
    return expression_trees.compared(parts, RELATIONS[word]) if word in RELATIONS and len(parts) >= 2 else None


def _logic(word: str, parts: list[Expression]) -> Expression | None:
    match word, parts:
        case "and", [_, *_]:
            return expression_trees.all_of(parts)
        case "or", [_, *_]:
            return expression_trees.any_of(parts)
        case "not", [part]:
            return expression_trees.negation(part)
        case "imp", [when, then]:
            return expression_trees.implied(when, then)
        case (("iff" | "xor"), [left, right]):
            operator = ComparisonOperator.EQUAL if word == "iff" else ComparisonOperator.DIFFERENT
            return expression_trees.compared([left, right], operator)
    return None
