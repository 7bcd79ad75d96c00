"""Type-checks a parsed expression in a scope: names, types, dimensions, options and loops.

All problems of an expression are reported at once; an error in a node is not reported again for its parents.
"""

from dataclasses import replace
from fractions import Fraction

from configurator.language import codes
from configurator.language.agree import Typed, agree, fit, joined, kind_of, note_expected
from configurator.language.checked import CheckedExpression, NameScope
from configurator.language.expression_report import ExpressionReport
from configurator.language.limits import MOST_NESTED_LOOPS
from configurator.language.resolve import Names, variable_for
from configurator.language.show import show
from configurator.language.tree import (
    AggregateFunction,
    ArithmeticExpression,
    ArithmeticOperator,
    AttributeRef,
    Boolean,
    Comparison,
    ComparisonOperator,
    Comprehension,
    Conjunction,
    Constant,
    Count,
    Disjunction,
    Expression,
    FeatureRef,
    Generator,
    IfElse,
    Listing,
    MemberAccess,
    Membership,
    Name,
    Negation,
    Negative,
    NumberLiteral,
    ParameterRef,
    Present,
    SourceSpan,
    StructureRef,
    TextLiteral,
)
from configurator.language.types import BOOLEAN, NUMBER, TEXT, InstancesType, InstanceType, NumberType, OptionType, Type
from configurator.problems import Problem
from configurator.reading.message_parts import did_you_mean
from configurator.source import Location


def check(
    tree: Expression, scope: NameScope, *, text: str, location: Location, where: str = "", expected: Type | None = None
) -> tuple[CheckedExpression | None, tuple[Problem, ...]]:
    """Resolve and type a parsed tree of `text`, which begins at `location`; return None and all problems if it has any.

    With `expected`, the expression must have that type; its literals are coerced to it.
    """
    report = ExpressionReport(text, location, where)
    value = _Checker(Names(scope, {}), report).value(tree)
    if expected is not None:
        value = _expect(value, expected, scope, report)
    if report.problems or value.type is None:
        return None, report.problems
    return CheckedExpression(value.tree, value.type, location, show(value.tree)), ()


def _expect(value: Typed, expected: Type, scope: NameScope, report: ExpressionReport) -> Typed:
    value = fit(value, expected, report)
    if value.type is not None and not _is_a(value.type, expected):
        note_expected(value, expected, scope.units, report)
    return value


def _is_a(result: Type, expected: Type) -> bool:
    match result, expected:
        case NumberType(), NumberType():
            return result == expected
        case OptionType(), OptionType():
            return not set(result.options).isdisjoint(expected.options)
        case _:
            return kind_of(result) == kind_of(expected)


class _Checker:
    """Checks the nodes in one scope; the body of a loop has its own checker."""

    def __init__(self, names: Names, report: ExpressionReport) -> None:
        self._names = names
        self._report = report
        self._units = names.scope.units

    # ── kinds of operands ───────────────────────────────────────────────────────────────────────────────────────────

    def value(self, node: Expression) -> Typed:
        """Check a node that must be a value, not a structure."""
        typed = self._node(node)
        if isinstance(typed.tree, StructureRef):
            self._note_structure(typed.tree)
            return replace(typed, type=None)
        return typed

    def condition(self, node: Expression) -> Expression:
        """Check a node that must be a boolean; return its tree."""
        return self._typed(node, BOOLEAN).tree

    def _typed(self, node: Expression, expected: Type) -> Typed:
        return _expect(self.value(node), expected, self._names.scope, self._report)

    def _number(self, node: Expression) -> Typed:
        """Check a node that must be a number of any dimension."""
        typed = self.value(node)
        if typed.type is None or isinstance(typed.type, NumberType):
            return typed
        hint = "count what is true with `count(a, b)`" if typed.type == BOOLEAN else ""
        message = f"`{self._report.source(typed.tree.span)}` is {typed.type}"
        self._report.add(codes.WRONG_TYPE, typed.tree.span, message, expected="a number", hint=hint)
        return replace(typed, type=None)

    def _note_structure(self, node: StructureRef) -> None:
        source = self._report.source(node.span)
        if isinstance(node.type, InstancesType):
            variable = variable_for(source, set())
            hint = f"write `count({source})`, or `all(… for {variable} in {source})`"
            self._report.add(codes.NEEDS_AGGREGATE, node.span, f"`{source}` has several instances", hint=hint)
            return
        hint = f"write `present({source})`, or name something in it: `{source}.…`"
        self._report.add(codes.WRONG_TYPE, node.span, f"`{source}` is {node.type}, not a value", hint=hint)

    # ── one method per kind of node ──────────────────────────────────────────────────────────────────────────────────

    def _node(self, node: Expression) -> Typed:
        match node:
            case Name() | MemberAccess():
                result = self._names.resolve(node, self._report)
                return Typed(node, None) if result is None else Typed(result, result.type)
            case NumberLiteral():
                return self._literal(node)
            case TextLiteral():
                return Typed(Constant(node.value, TEXT, show(node), span=node.span), TEXT)
            case Boolean():
                return Typed(Constant(node.value, BOOLEAN, show(node), span=node.span), BOOLEAN)
            case Negative():
                of = self._number(node.of)
                return Typed(replace(node, of=of.tree), of.type)
            case ArithmeticExpression():
                return self._arithmetic(node)
            case Comparison():
                return self._comparison(node)
            case Membership():
                return self._membership(node)
            case Negation():
                return Typed(Negation(self.condition(node.of), span=node.span), BOOLEAN)
            case Conjunction() | Disjunction():
                parts = tuple(self.condition(part) for part in node.parts)
                return Typed(type(node)(parts, span=node.span), BOOLEAN)
            case IfElse():
                return self._if_else(node)
            case Comprehension():
                return self._comprehension(node)
            case Listing():
                return self._listing(node)
            case Present():
                return self._present(node)
            case Count() | Constant() | FeatureRef() | AttributeRef() | StructureRef() | ParameterRef():
                return self._checked_already(node)

    def _checked_already(
        self, node: Count | Constant | FeatureRef | AttributeRef | StructureRef | ParameterRef
    ) -> Typed:
        return Typed(node, NUMBER if isinstance(node, Count) else node.type)

    def _literal(self, node: NumberLiteral) -> Typed:
        """Convert a number to base units."""
        if not node.unit:
            return Typed(Constant(node.value, NUMBER, show(node), span=node.span), NUMBER)
        unit = self._units.get(node.unit)
        if unit is None:
            hint = did_you_mean(node.unit, self._units) or "declare it under `units:`"
            self._report.add(codes.UNKNOWN_UNIT, node.span, f"there is no unit `{node.unit}`", hint=hint)
            return Typed(node, None)
        number_type = NumberType(unit.dimension)
        return Typed(Constant(unit.to_base(node.value), number_type, show(node), span=node.span), number_type)

    def _arithmetic(self, node: ArithmeticExpression) -> Typed:
        left, right = self._number(node.left), self._number(node.right)
        if node.operator not in {ArithmeticOperator.MULTIPLY, ArithmeticOperator.DIVIDE}:
            left, right = agree(left, right, self._names.scope, self._report)
        self._refuse_zero_divisor(node, right)
        result = _dimension_of(node.operator, left.type, right.type)
        return Typed(replace(node, left=left.tree, right=right.tree), result)

    def _refuse_zero_divisor(self, node: ArithmeticExpression, right: Typed) -> None:
        divides = node.operator in {
            ArithmeticOperator.DIVIDE,
            ArithmeticOperator.FLOOR_DIVIDE,
            ArithmeticOperator.REMAINDER,
        }
        if divides and isinstance(right.tree, Constant) and right.tree.value == 0 and right.type is not None:
            message = f"`{self._report.source(node.span)}` divides by zero"
            self._report.add(codes.DIVISION_BY_ZERO, right.tree.span, message, hint="divide by another number")

    def _comparison(self, node: Comparison) -> Typed:
        operands = [self.value(operand) for operand in (node.first, *(operand for _, operand in node.rest))]
        for index, (operator, _) in enumerate(node.rest):
            left, right = agree(operands[index], operands[index + 1], self._names.scope, self._report)
            if operator not in {ComparisonOperator.EQUAL, ComparisonOperator.DIFFERENT}:
                self._refuse_order(operator, left, right)
            operands[index : index + 2] = [left, right]
        rest = tuple((operator, value.tree) for (operator, _), value in zip(node.rest, operands[1:], strict=True))
        return Typed(replace(node, first=operands[0].tree, rest=rest), BOOLEAN)

    def _refuse_order(self, operator: ComparisonOperator, left: Typed, right: Typed) -> None:
        typed = next((value for value in (left, right) if value.type and not isinstance(value.type, NumberType)), None)
        if typed is not None:
            message = f"`{operator}` orders numbers, and `{self._report.source(typed.tree.span)}` is {typed.type}"
            hint = "compare with `==`, or list options: `x in ('a', 'b')`"
            self._report.add(codes.WRONG_TYPE, typed.tree.span, message, expected="numbers", hint=hint)

    def _membership(self, node: Membership) -> Typed:
        of = self.value(node.of)
        candidates = []
        for candidate in node.candidates:
            of, fitted = self._agree_keeping(of, self._candidate(candidate))
            candidates.append(fitted.tree)
        return Typed(replace(node, of=of.tree, candidates=tuple(candidates)), BOOLEAN)

    def _agree_keeping(self, of: Typed, candidate: Typed) -> tuple[Typed, Typed]:
        """Unify a candidate with the operand; if that fails, keep the operand's type for the next ones."""
        fitted, candidate = agree(of, candidate, self._names.scope, self._report)
        return (fitted if fitted.type is not None else of), candidate

    def _candidate(self, node: Expression) -> Typed:
        """Check a candidate and fold it to a constant; negative numbers included."""
        typed = self.value(node)
        constant = typed.tree.of if isinstance(typed.tree, Negative) else None
        if isinstance(constant, Constant) and isinstance(constant.value, Fraction):
            negated = Constant(-constant.value, constant.type, f"-{constant.shown}", span=node.span)
            return Typed(negated, typed.type)
        return typed

    def _if_else(self, node: IfElse) -> Typed:
        condition = self.condition(node.condition)
        then, otherwise = self._branches(self.value(node.then), self.value(node.otherwise))
        tree = replace(node, then=then.tree, condition=condition, otherwise=otherwise.tree)
        return Typed(tree, joined([then.type, otherwise.type]))

    def _branches(self, then: Typed, otherwise: Typed) -> tuple[Typed, Typed]:
        """Unify the branches of `if … else`; options of different features need no option in common."""
        if then.type and otherwise.type and kind_of(then.type) == kind_of(otherwise.type) == "an option":
            return then, otherwise
        return agree(then, otherwise, self._names.scope, self._report)

    def _present(self, node: Present) -> Typed:
        typed = self._node(node.of)
        if isinstance(typed.tree, StructureRef) and not typed.tree.path:
            source = self._report.source(typed.tree.span)
            message = f"`{source}` is an instance at hand and always present"
            self._report.add(
                codes.WRONG_ARGUMENTS, typed.tree.span, message, hint=f"ask for something in it: `{source}.…`"
            )
        return Typed(replace(node, of=typed.tree), BOOLEAN)

    # ── aggregates ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _listing(self, node: Listing) -> Typed:
        if node.function is AggregateFunction.COUNT and len(node.items) == 1:
            return self._count(node)
        items = [self._item(node.function, item) for item in node.items]
        if _folds_numbers(node.function):
            items = self._alike(items)
        tree = replace(node, items=tuple(item.tree for item in items))
        return Typed(tree, _folded(node.function, joined([item.type for item in items])))

    def _alike(self, items: list[Typed]) -> list[Typed]:
        """Unify all items with the first one that is not a bare zero."""
        first = next((item for item in items if not _is_zero(item)), items[0])
        return [item if item is first else agree(first, item, self._names.scope, self._report)[1] for item in items]

    def _item(self, function: AggregateFunction, node: Expression) -> Typed:
        """Check the operands of an aggregate: numbers or conditions."""
        return self._number(node) if _folds_numbers(function) else self._typed(node, BOOLEAN)

    def _count(self, node: Listing) -> Typed:
        """`count(cells)`, or a single condition."""
        typed = self._node(node.items[0])
        if not isinstance(typed.tree, StructureRef):
            typed = _expect(typed, BOOLEAN, self._names.scope, self._report)
            return Typed(replace(node, items=(typed.tree,)), NUMBER)
        if not typed.tree.path:
            self._note_structure(typed.tree)
        return Typed(Count(typed.tree, span=node.span), NUMBER)

    def _comprehension(self, node: Comprehension) -> Typed:
        inside, generators = self, []
        for generator in node.generators:
            inside, checked = inside._generator(generator)
            generators.append(checked)
        condition = None if node.condition is None else inside.condition(node.condition)
        body = inside._body(node)
        tree = replace(node, body=body.tree, generators=tuple(generators), condition=condition)
        return Typed(tree, _folded(node.function, body.type))

    def _body(self, node: Comprehension) -> Typed:
        """Check the operand of an aggregate; `count(c for c in cells if …)` counts every remaining instance."""
        counts = node.function is AggregateFunction.COUNT
        if counts and isinstance(node.body, Name) and node.body.name in self._names.variables:
            return Typed(Constant(True, BOOLEAN, "true", span=node.body.span), BOOLEAN)
        return self._item(node.function, node.body)

    def _generator(self, generator: Generator) -> tuple["_Checker", Generator]:
        """Check one loop; return the checker of its body."""
        source = self._node(generator.source)
        self._refuse_variable(generator)
        instance = self._instance(source)
        checker = _Checker(self._names.within(generator.variable, instance), self._report)
        return checker, Generator(generator.variable, source.tree)

    def _instance(self, source: Typed) -> InstanceType | None:
        """Return the instance type of a loop's source; report a problem and return None if it has none."""
        if isinstance(source.type, InstancesType):
            return source.type.instance
        if source.type is None:
            return None
        shown = self._report.source(source.tree.span)
        singleton = isinstance(source.type, InstanceType)
        hint = f"name what is in it directly: `{shown}.…`" if singleton else "give several values as `sum(a, b)`"
        message = f"`{shown}` is {source.type}, which no loop can go over"
        expected = "a structure of several instances"
        self._report.add(codes.WRONG_TYPE, source.tree.span, message, expected=expected, hint=hint)
        return None

    def _refuse_variable(self, generator: Generator) -> None:
        span = self._variable_span(generator)
        if self._names.means_something(generator.variable):
            message = f"the loop's `{generator.variable}` would hide what has this name already"
            hint = f"name it otherwise: `for {generator.variable}_ in …`"
            self._report.add(codes.SHADOWED_NAME, span, message, hint=hint)
        if len(self._names.variables) == MOST_NESTED_LOOPS:
            message = f"more than {MOST_NESTED_LOOPS} loops run inside one another"
            self._report.add(
                codes.TOO_MANY_LOOPS, span, message, hint="compute a part in a constraint of the structure"
            )

    def _variable_span(self, generator: Generator) -> SourceSpan:
        """Return the span of a loop's variable, found backwards from its source; nodes do not store it."""
        text = self._report.text
        start = text.rfind(generator.variable, 0, max(0, text.rfind("in", 0, generator.source.span.start)))
        return SourceSpan(start, start + len(generator.variable)) if start >= 0 else generator.source.span


def _folds_numbers(function: AggregateFunction) -> bool:
    return function in {AggregateFunction.SUM, AggregateFunction.MIN, AggregateFunction.MAX}


def _folded(function: AggregateFunction, body: Type | None) -> Type | None:
    """Return the type of an aggregate from the type of its operand."""
    if function is AggregateFunction.COUNT:
        return NUMBER
    return body if _folds_numbers(function) else BOOLEAN


def _is_zero(value: Typed) -> bool:
    return isinstance(value.tree, Constant) and value.tree.value == 0 and value.tree.shown == "0"


def _dimension_of(operator: ArithmeticOperator, left: Type | None, right: Type | None) -> Type | None:
    """Return the type of an arithmetic result: `//` gives a plain number, `%` keeps the dimension."""
    if not (isinstance(left, NumberType) and isinstance(right, NumberType)):
        return None
    match operator:
        case ArithmeticOperator.MULTIPLY:
            return NumberType(left.dimension * right.dimension)
        case ArithmeticOperator.DIVIDE:
            return NumberType(left.dimension / right.dimension)
        case ArithmeticOperator.FLOOR_DIVIDE:
            return NUMBER
        case _:
            return left
