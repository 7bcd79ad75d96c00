"""Compiles expressions onto a draft; an expression that has no exact form becomes a problem with its location."""

from dataclasses import replace

from configurator.language.checked import CheckedExpression
from configurator.language.show import show
from configurator.language.tree import ArithmeticExpression, ArithmeticOperator, Constant, Expression, walk
from configurator.problems import Problem, ProblemCode, in_order
from configurator.program.codes import DIVISION_BY_ZERO
from configurator.program.compile.definitions import CannotCompile, Definitions
from configurator.program.compile.lowered import Lowered, LoweredCondition, LoweredNumber
from configurator.program.compile.lowering import Bindings, Lowering
from configurator.program.compile.program_draft import Origin, OwnerLaw, ProgramDraft
from configurator.program.limits import TABULATED_COMBINATIONS
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Formula, ProgramConstraint, Wish
from configurator.source import Location


class ProgramBuilder:
    """Compiles expressions onto a draft. `begin` starts every constraint, so that problems have its location."""

    def __init__(self, draft: ProgramDraft) -> None:
        self._draft = draft
        self.encoding = draft.encoding
        self.definitions = Definitions(draft)
        self.logic = self.definitions.logic
        self._lowering = Lowering(draft.encoding, self.definitions)
        self._constraints: list[ProgramConstraint] = []
        self._wishes: list[Wish] = []
        self._laws: dict[str, OwnerLaw] = {}
        self._origins: dict[str, Origin] = {}
        self._problems: list[Problem] = []

    def begin(self, name: str, location: Location, where: str) -> None:
        """Set the name and location of the rule compiled next. Raises OutOfBudget if the budget is spent."""
        self._draft.budget.check()
        self.definitions.law = name
        self._origins[name] = Origin(location, where)

    def condition(self, checked: CheckedExpression | None, at: Bindings, *, given: Formula = TRUE) -> LoweredCondition:
        """Compile a condition that is evaluated only where `given` holds; None is true."""
        result = None if checked is None else self.value(checked, at, given=given)
        return result if isinstance(result, LoweredCondition) else LoweredCondition(TRUE)

    def number(self, checked: CheckedExpression, at: Bindings) -> LoweredNumber:
        """Compile a number."""
        result = self.value(checked, at)
        return result if isinstance(result, LoweredNumber) else LoweredNumber()

    def value(self, checked: CheckedExpression, at: Bindings, *, given: Formula = TRUE) -> Lowered | None:
        """Compile an expression of any type; report a problem and return None if it cannot be compiled."""
        self._draft.budget.check()
        try:
            result = self._lowering.value(checked.tree, at)
        except CannotCompile as refusal:
            node = refusal.node or checked.tree
            self._refuse(checked, node, refusal.code, refusal.message, refusal.expected, refusal.hint)
            return None
        if result.undefined != FALSE and self.logic.possible(
            self.logic.all_of((given, result.undefined)), budget=TABULATED_COMBINATIONS
        ):
            division = _division_in(checked.tree)
            guard = f"guard it: `… if {show(division.right)} != 0 else …`, or leave 0 out of the range"
            self._refuse(checked, division, DIVISION_BY_ZERO, "can divide by zero", "a divisor that is never 0", guard)
            return None
        return result

    def _refuse(
        self, checked: CheckedExpression, node: Expression, code: ProblemCode, message: str, expected: str, hint: str
    ) -> None:
        location = checked.location.right(node.span.start)
        where = self._origins[self.definitions.law].where
        self._problems.append(Problem(code, location, where, f"`{show(node)}` {message}", expected, hint))

    def law(self, name: str, formula: Formula, source: OwnerLaw) -> None:
        """Add a named constraint of the catalog; a tautology is dropped."""
        self._laws[name] = source
        if formula != TRUE:
            self._constraints.append(ProgramConstraint(name, formula, named=True))

    def build(self, name: str, formula: Formula) -> None:
        """Add an unnamed structural constraint, which no explanation cites."""
        if formula != TRUE:
            self._constraints.append(ProgramConstraint(name, formula, named=False))

    def wish(self, wish: Wish) -> None:
        """Append a wish."""
        self._wishes.append(wish)

    @property
    def parameters(self) -> dict[str, Lowered]:
        """The values of expression parameters; callers that compile parametrised expressions set it."""
        return self._lowering.parameters

    def problem(self, problem: Problem) -> None:
        """Report a problem."""
        self._problems.append(problem)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems reported so far, in order."""
        return tuple(self._problems)

    def finished(self) -> ProgramDraft:
        """Return the draft with everything added; definitions precede their uses."""
        draft = self._draft
        return replace(
            draft,
            variables=tuple(self.definitions.variables),
            constraints=(*draft.constraints, *self.definitions.constraints, *self._constraints),
            wishes=(*draft.wishes, *self._wishes),
            laws={**draft.laws, **self._laws},
            origins={**draft.origins, **self._origins},
            problems=in_order((*draft.problems, *self._problems)),
        )


_DIVISIONS = (ArithmeticOperator.DIVIDE, ArithmeticOperator.FLOOR_DIVIDE, ArithmeticOperator.REMAINDER)


def _division_in(tree: Expression) -> ArithmeticExpression:
    """Return the first division by something that is not a fixed number; there is one."""
    divisions = (node for node in walk(tree) if isinstance(node, ArithmeticExpression) and node.operator in _DIVISIONS)
    return next(node for node in divisions if not isinstance(node.right, Constant))
