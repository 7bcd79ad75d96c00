"""Checks the token sequence before parsing: brackets match, nesting is bounded, no operator or operand is missing."""

from itertools import pairwise

from configurator.language import codes
from configurator.language.expression_report import ExpressionReport
from configurator.language.foreign_syntax import WORDS
from configurator.language.limits import DEEPEST_EXPRESSION, MOST_DOTS, MOST_OPERATORS
from configurator.language.scan import Kind, Token
from configurator.language.tree import SourceSpan

# Tuples, because hashing an enumeration's member makes a look-up in a set several times slower.
_BEGINS = (Kind.NAME, Kind.NUMBER, Kind.TEXT)
_ENDS = (*_BEGINS, Kind.UNIT)
_ARITHMETIC = frozenset("+-*/%") | {"//"}


def guard(report: ExpressionReport, tokens: tuple[Token, ...]) -> None:
    """Report token sequences on which Python's parser fails or gives an unhelpful message."""
    _brackets(report, tokens)
    _prefixes(report, tokens)
    _chains(report, tokens)
    _neighbours(report, tokens)


def _brackets(report: ExpressionReport, tokens: tuple[Token, ...]) -> None:
    opened: list[Token] = []
    for token in tokens:
        if token.text == "(":
            opened.append(token)
            if len(opened) == DEEPEST_EXPRESSION + 1:
                _too_deep(report, token.span, "brackets")
        elif token.text == ")":
            if not opened:
                report.add(codes.BAD_BRACKET, token.span, "nothing was opened that `)` could close", hint="remove it")
                return
            opened.pop()
    for token in opened[-3:]:
        report.add(codes.BAD_BRACKET, token.span, "the bracket is not closed", hint="add `)`")


def _too_deep(report: ExpressionReport, span: SourceSpan, what: str, hint: str = "split the expression") -> None:
    report.add(codes.TOO_DEEP, span, f"more than {DEEPEST_EXPRESSION} {what} are nested", hint=hint)


def _prefixes(report: ExpressionReport, tokens: tuple[Token, ...]) -> None:
    """Count runs such as `not not not` and `---`, which nest without brackets."""
    run = 0
    for token in tokens:
        run = run + 1 if token.text in {"not", "-", "+"} else 0
        if run > DEEPEST_EXPRESSION:
            _too_deep(report, token.span, "signs")
            return


def _chains(report: ExpressionReport, tokens: tuple[Token, ...]) -> None:
    operators = [token for token in tokens if token.text in _ARITHMETIC or token.text == "else"]
    if len(operators) > MOST_OPERATORS:
        hint = "add many things up with `sum(a, b, …)`, or split the expression"
        message = f"the expression has {len(operators)} operators"
        report.add(
            codes.TOO_DEEP, operators[MOST_OPERATORS].span, message, expected=f"at most {MOST_OPERATORS}", hint=hint
        )
    dots = 0
    for token in tokens:
        dots = dots + 1 if token.text == "." else dots if token.kind is Kind.NAME else 0
        if dots > MOST_DOTS:
            report.add(
                codes.TOO_DEEP, token.span, f"more than {MOST_DOTS} dots follow one name", hint="use a shorter path"
            )
            return


def _neighbours(report: ExpressionReport, tokens: tuple[Token, ...]) -> None:
    """Report adjacent operands without an operator, and operators without an operand."""
    if tokens and _joins(tokens[0]):
        _missing_value(report, tokens[0], f"before `{_short(tokens[0].text)}`")
    for left, right in pairwise(tokens):
        if _ends_value(left) and _begins_value(right):
            if not (left.kind is Kind.NAME and right.text == "("):
                _missing_operator(report, left, right)
        elif not _ends_value(left) and _joins(right) and not _belong_together(left, right):
            _missing_value(report, right, f"between `{left.text}` and `{right.text}`")
    if tokens and not _ends_value(tokens[-1]):
        _missing_value(report, tokens[-1], f"after `{tokens[-1].text}`")


def _missing_value(report: ExpressionReport, token: Token, where: str) -> None:
    report.add(codes.SYNTAX, token.span, f"a value is missing {where}", hint="add it, or remove the operator")


def _missing_operator(report: ExpressionReport, left: Token, right: Token) -> None:
    for token in (left, right):
        if token.text in WORDS:
            report.add(codes.BAD_OPERATOR, token.span, f"`{token.text}` has no meaning here", hint=WORDS[token.text])
            return
    message = f"an operator is missing between `{_short(left.text)}` and `{_short(right.text)}`"
    hint = (
        f"write `{left.text}[{right.text}]` for a unit" if (left.kind, right.kind) == (Kind.NUMBER, Kind.NAME) else ""
    )
    report.add(codes.SYNTAX, SourceSpan(left.span.start, right.span.end), message, hint=hint)


def _belong_together(left: Token, right: Token) -> bool:
    """Return whether two tokens that are not operands may be adjacent: `not in`, `()`, `('a',)`."""
    return (left.text, right.text) in {("not", "in"), ("(", ")"), (",", ")")}


def _ends_value(token: Token) -> bool:
    return token.kind in _ENDS or token.text == ")"


def _begins_value(token: Token) -> bool:
    return token.kind in _BEGINS or token.text == "("


def _joins(token: Token) -> bool:
    """Return whether a token must follow an operand."""
    return not _begins_value(token) and token.text not in {"not", "-", "+"}


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"
