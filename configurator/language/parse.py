"""Parses an expression with Python's parser; only whitelisted constructs are converted to nodes."""

import ast
from fractions import Fraction
from typing import Final

from configurator.language import codes
from configurator.language.expression_report import ExpressionReport
from configurator.language.guard import guard
from configurator.language.limits import DEEPEST_EXPRESSION
from configurator.language.reserved_words import BOOLEAN_WORDS, FUNCTIONS
from configurator.language.scan import Token, scan, skeleton
from configurator.language.tree import (
    AggregateFunction,
    ArithmeticExpression,
    ArithmeticOperator,
    Boolean,
    Comparison,
    ComparisonOperator,
    Comprehension,
    Conjunction,
    Disjunction,
    Expression,
    Generator,
    IfElse,
    Listing,
    MemberAccess,
    Membership,
    Name,
    Negation,
    Negative,
    NumberLiteral,
    Present,
    SourceSpan,
    TextLiteral,
)
from configurator.problems import Problem, ProblemCode
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.source import Location

_ARITHMETIC: Final[dict[type[ast.operator], ArithmeticOperator]] = {
    ast.Add: ArithmeticOperator.ADD,
    ast.Sub: ArithmeticOperator.SUBTRACT,
    ast.Mult: ArithmeticOperator.MULTIPLY,
    ast.Div: ArithmeticOperator.DIVIDE,
    ast.FloorDiv: ArithmeticOperator.FLOOR_DIVIDE,
    ast.Mod: ArithmeticOperator.REMAINDER,
}
_COMPARISON: Final[dict[type[ast.cmpop], ComparisonOperator]] = {
    ast.Eq: ComparisonOperator.EQUAL,
    ast.NotEq: ComparisonOperator.DIFFERENT,
    ast.Lt: ComparisonOperator.LESS,
    ast.LtE: ComparisonOperator.AT_MOST,
    ast.Gt: ComparisonOperator.GREATER,
    ast.GtE: ComparisonOperator.AT_LEAST,
}
_BROKEN: Final = Boolean(True)
"""Stands in for a node with a problem; a tree that contains it is never returned."""


def parse(text: str, location: Location, *, where: str = "") -> tuple[Expression | None, tuple[Problem, ...]]:
    """Parse a text that begins at `location`; return its tree, or None and all problems.

    Names are not resolved yet. Time and memory are bounded for any text.
    """
    report = ExpressionReport(text, location, where)
    tree = _read(report)
    return (None if report.problems else tree), report.problems


def _read(report: ExpressionReport) -> Expression | None:
    tokens = scan(report)
    if not tokens and not report.problems:
        report.add(codes.EMPTY, SourceSpan(0, 0), "the expression is empty", hint="write a condition or a number")
    if not report.problems:
        guard(report, tokens)
    if report.problems:
        return None
    body = _python_tree(report, tokens)
    return None if body is None else _Reader(report).read(body)


def _python_tree(report: ExpressionReport, tokens: tuple[Token, ...]) -> ast.expr | None:
    """Let Python parse the skeleton in a pair of brackets, which shifts all offsets by one."""
    try:
        return ast.parse(f"({skeleton(report.text, tokens)})", mode="eval").body
    except SyntaxError as error:
        _note_syntax(report, tokens, (error.offset or 2) - 2)
    except (RecursionError, MemoryError):
        report.add(codes.TOO_DEEP, SourceSpan(0, 0), "the expression is nested too deep", hint="split it")
    return None


def _note_syntax(report: ExpressionReport, tokens: tuple[Token, ...], offset: int) -> None:
    """Report a syntax error that passes the guard: incomplete `if … else` or `for … in`, or a misplaced comma."""
    words = [token.text for token in tokens]
    token = next((token for token in tokens if token.span.end > offset), tokens[-1])
    hint = "look at what stands around it"
    if words.count("if") > words.count("else") and "for" not in words:
        token, hint = tokens[words.index("if")], "write `a if condition else b`"
    elif "for" in words:
        hint = "a loop stands alone in its function: `sum(c.watts for c in cells if c.on)`"
    report.add(codes.SYNTAX, token.span, f"`{token.text}` cannot be read here", hint=hint)


class _Reader:
    """Converts Python's nodes to ours, one method per production, and reports those outside the language."""

    def __init__(self, report: ExpressionReport) -> None:
        self._report = report
        self._depth = 0
        self._too_deep = False

    def read(self, node: ast.expr) -> Expression:
        """Convert a node; report it if it is nested too deeply."""
        if self._depth >= DEEPEST_EXPRESSION:
            return self._note_depth(node)
        self._depth += 1
        try:
            return self._node(node)
        finally:
            self._depth -= 1

    def _node(self, node: ast.expr) -> Expression:
        match node:
            case ast.Constant():
                return self._literal(node)
            case ast.Subscript():
                return self._measure(node)
            case ast.Name():
                return self._name(node)
            case ast.Attribute():
                return self._member(node)
            case ast.UnaryOp():
                return self._unary(node)
            case ast.BinOp():
                return self._binary(node)
            case ast.BoolOp():
                kind = Conjunction if isinstance(node.op, ast.And) else Disjunction
                return kind(tuple(self.read(part) for part in node.values), span=_span(node))
            case ast.Compare():
                return self._compare(node)
            case ast.IfExp():
                parts = (self.read(node.body), self.read(node.test), self.read(node.orelse))
                return IfElse(*parts, span=_span(node))
            case ast.Call():
                return self._call(node)
            case _:
                return self._refused(node)

    def _note_depth(self, node: ast.expr) -> Expression:
        if not self._too_deep:
            self._too_deep = True
            hint = "add many things up with `sum(a, b, …)`, or split the expression"
            self._broken(codes.TOO_DEEP, node, f"the expression is nested more than {DEEPEST_EXPRESSION} deep", hint)
        return _BROKEN

    def _refused(self, node: ast.expr) -> Expression:
        message, hint = _FOREIGN.get(type(node), ("this is not part of the expression language", ""))
        return self._broken(codes.NOT_ALLOWED, node, message, hint)

    def _broken(self, code: ProblemCode, node: ast.expr, message: str, hint: str = "") -> Expression:
        self._report.add(code, _span(node), message, hint=hint)
        return _BROKEN

    def _literal(self, node: ast.Constant) -> Expression:
        """`12`, `0.5`, `'red'`, `True`."""
        span = _span(node)
        if isinstance(node.value, bool):
            return Boolean(node.value, span=span)
        if isinstance(node.value, int | float):
            return NumberLiteral(self._exact(node), span=span)
        if isinstance(node.value, str):
            return TextLiteral(self._report.text[span.start + 1 : span.end - 1], span=span)
        return self._refused(node)

    def _exact(self, node: ast.Constant) -> Fraction:
        """Return the exact value of a number's source text; Python's own value may be a rounded float."""
        span = _span(node)
        return Fraction(self._report.text[span.start : span.end])

    def _measure(self, node: ast.Subscript) -> Expression:
        """`800[W]`."""
        if not isinstance(node.value, ast.Constant) or not isinstance(node.value.value, int | float):
            return self._refused(node)
        unit = self._report.text[_span(node.value).end : _span(node).end].strip()[1:-1]
        return NumberLiteral(self._exact(node.value), unit, span=_span(node))

    def _name(self, node: ast.Name) -> Expression:
        if node.id in BOOLEAN_WORDS:
            return Boolean(BOOLEAN_WORDS[node.id], span=_span(node))
        if node.id in FUNCTIONS:
            hint = f"write `{node.id}(…)`"
            return self._broken(codes.WRONG_ARGUMENTS, node, f"`{node.id}` is a function", hint)
        return Name(node.id, span=_span(node))

    def _member(self, node: ast.Attribute) -> Expression:
        """`cpu.watts`; only a name can precede the dot."""
        if not isinstance(node.value, ast.Name | ast.Attribute):
            hint = "put the member inside: `a.x if c else b.x`"
            return self._broken(codes.NOT_ALLOWED, node, f"`.{node.attr}` does not follow a name", hint)
        return MemberAccess(self.read(node.value), node.attr, span=_span(node))

    def _unary(self, node: ast.UnaryOp) -> Expression:
        if isinstance(node.op, ast.Not):
            return Negation(self.read(node.operand), span=_span(node))
        if isinstance(node.op, ast.USub):
            return Negative(self.read(node.operand), span=_span(node))
        return self._broken(codes.NOT_ALLOWED, node, "a plus sign before a value does nothing", "leave it out")

    def _binary(self, node: ast.BinOp) -> Expression:
        operator = _ARITHMETIC.get(type(node.op))
        left, right = self.read(node.left), self.read(node.right)
        return (
            self._refused(node) if operator is None else ArithmeticExpression(operator, left, right, span=_span(node))
        )

    def _compare(self, node: ast.Compare) -> Expression:
        """`a < b <= c`, `a in (…)`, `a not in (…)`."""
        if any(isinstance(operator, ast.In | ast.NotIn) for operator in node.ops):
            return self._membership(node)
        operators = [_COMPARISON.get(type(operator)) for operator in node.ops]
        first, others = self.read(node.left), [self.read(operand) for operand in node.comparators]
        rest = tuple((operator, operand) for operator, operand in zip(operators, others, strict=True) if operator)
        return Comparison(first, rest, span=_span(node)) if len(rest) == len(others) else self._refused(node)

    def _membership(self, node: ast.Compare) -> Expression:
        if len(node.ops) > 1:
            hint = "put brackets around each comparison, joined with `and`"
            return self._broken(codes.NOT_ALLOWED, node, "`in` cannot be part of a chain of comparisons", hint)
        listed = self._listed(node.comparators[0])
        candidates = tuple(self._candidate(candidate) for candidate in listed)
        membership = Membership(self.read(node.left), candidates, span=_span(node))
        return membership if isinstance(node.ops[0], ast.In) else Negation(membership, span=_span(node))

    def _listed(self, node: ast.expr) -> list[ast.expr]:
        """Return the candidates in the brackets after `in`."""
        if isinstance(node, ast.Tuple) and node.elts:
            return node.elts
        if self._report.text[: _span(node).start].rstrip().endswith("(") and not isinstance(node, ast.Tuple):
            return [node]
        hint = "write `x in ('a', 'b')`, or `x == y` for a single one"
        self._broken(codes.NOT_ALLOWED, node, "`in` is not followed by candidates in brackets", hint)
        return []

    def _candidate(self, node: ast.expr) -> Expression:
        result = self.read(node)
        inner = result.of if isinstance(result, Negative) else result
        if isinstance(inner, NumberLiteral) or isinstance(result, TextLiteral | Boolean):
            return result
        hint = "write `x == a or x == b` to compare with what is not constant"
        return self._broken(codes.NOT_ALLOWED, node, "a candidate after `in` is not a constant", hint)

    def _call(self, node: ast.Call) -> Expression:
        """`sum(…)`, `count(…)` and the other functions."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS:
            shown = self._report.source(_span(node.func))
            hint = did_you_mean(name, FUNCTIONS) or f"there are {some_of(FUNCTIONS)}"
            return self._broken(codes.UNKNOWN_FUNCTION, node.func, f"there is no function `{shown}`", hint)
        if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            return self._broken(codes.NOT_ALLOWED, node, f"`{name}` takes plain arguments", f"write `{name}(a, b)`")
        if not node.args:
            return self._broken(codes.WRONG_ARGUMENTS, node, f"`{name}` has no arguments", _USES[name])
        if name == "present":
            return self._present(node)
        return self._aggregate(AggregateFunction(name), node)

    def _present(self, node: ast.Call) -> Expression:
        if len(node.args) != 1 or not isinstance(node.args[0], ast.Name | ast.Attribute):
            return self._broken(codes.WRONG_ARGUMENTS, node, "`present` takes one name", _USES["present"])
        return Present(self.read(node.args[0]), span=_span(node))

    def _aggregate(self, function: AggregateFunction, node: ast.Call) -> Expression:
        if isinstance(node.args[0], ast.GeneratorExp) and len(node.args) == 1:
            return self._comprehension(function, node.args[0], _span(node))
        items = tuple(self.read(argument) for argument in node.args)
        return Listing(function, items, span=_span(node))

    def _comprehension(self, function: AggregateFunction, node: ast.GeneratorExp, span: SourceSpan) -> Expression:
        """`sum(c.watts for c in cells if c.on)`."""
        body = self.read(node.elt)
        generators = tuple(self._generator(generator) for generator in node.generators)
        conditions = tuple(self.read(test) for generator in node.generators for test in generator.ifs)
        match conditions:
            case ():
                condition = None
            case (single,):
                condition = single
            case _:
                condition = Conjunction(conditions, span=SourceSpan(conditions[0].span.start, conditions[-1].span.end))
        return Comprehension(function, body, generators, condition, span=span)

    def _generator(self, node: ast.comprehension) -> Generator:
        if not isinstance(node.target, ast.Name) or node.target.id in {*BOOLEAN_WORDS, *FUNCTIONS}:
            self._broken(codes.NOT_ALLOWED, node.target, "this cannot be the variable of a loop", "write `for c in …`")
            return Generator("", _BROKEN)
        if not isinstance(node.iter, ast.Name | ast.Attribute):
            hint = f"write `for {node.target.id} in cells` with the name of a structure"
            self._broken(codes.NOT_ALLOWED, node.iter, "a loop goes over a structure", hint)
            return Generator(node.target.id, _BROKEN)
        return Generator(node.target.id, self.read(node.iter))


_USES: Final = {
    "sum": "write `sum(c.watts for c in cells)` or `sum(a, b)`",
    "count": "write `count(cells)`, `count(c.hot for c in cells)` or `count(a, b)`",
    "min": "write `min(c.watts for c in cells)` or `min(a, b)`",
    "max": "write `max(c.watts for c in cells)` or `max(a, b)`",
    "all": "write `all(c.watts < 5[W] for c in cells)` or `all(a, b)`",
    "any": "write `any(c.hot for c in cells)` or `any(a, b)`",
    "present": "write `present(kit)` or `present(kit.model)`",
}
_FOREIGN: Final[dict[type[ast.expr], tuple[str, str]]] = {
    ast.Tuple: ("a list of values can only follow `in`", "write `x in ('a', 'b')`, or give the values to a function"),
    ast.GeneratorExp: (
        "a loop stands outside a function",
        "write `sum(… for c in cells)`, `all(…)`, `count(…)` or another",
    ),
    ast.Subscript: ("only a number can have a unit in square brackets", "write `800[W]`"),
    ast.Constant: ("this is not a value", "leave it out"),
}


def _span(node: ast.expr) -> SourceSpan:
    """Return the characters that a node covers, corrected for the bracket before the text, which it may have taken."""
    return SourceSpan(max(0, node.col_offset - 1), (node.end_col_offset or node.col_offset) - 1)
