"""Determined variables: names for intermediate results, each defined exactly, each made once."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import gcd, lcm, prod

from configurator.budget import BudgetMeter
from configurator.language.tree import Expression
from configurator.problems import ProblemCode
from configurator.program.bounds import product_range, sum_range
from configurator.program.codes import TOO_MANY_COMBINATIONS
from configurator.program.compile.catalog_encoding import FeatureSlot
from configurator.program.compile.lowered import Joint, LoweredNumber, ValueWeight
from configurator.program.compile.program_draft import ProgramDraft
from configurator.program.intset import IntSet
from configurator.program.limits import CATALOG_COMBINATIONS, EXACT_SUMS, TABULATED_COMBINATIONS
from configurator.program.logic import Logic
from configurator.program.nodes import Formula, Linear, Literal, Product, ProgramConstraint, Same, Term, Variable


class CannotCompile(Exception):
    """An expression has no exact form within the budgets. Caught where its location is known, and reported as a
    problem."""

    def __init__(self, code: ProblemCode, message: str, *, expected: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.expected = expected
        self.hint = hint
        self.node: Expression | None = None


class Definitions:
    """Variables of a draft, and those added to it while expressions are compiled.

    `law` names the current constraint; its auxiliary variables are named after it.
    """

    def __init__(self, draft: ProgramDraft) -> None:
        self.variables = list(draft.variables)
        self.constraints: list[ProgramConstraint] = []
        self.law = ""
        presence = {
            slot.variable: slot.present_with
            for slot in draft.encoding.slots
            if isinstance(slot, FeatureSlot) and slot.present_with is not None
        }
        self.logic = Logic([variable.domain for variable in draft.variables], presence)
        self._made: dict[Hashable, int] = {}
        self._numbers: dict[str, int] = {}
        self._looked_at = 0
        self._budget = draft.budget

    def check(self) -> None:
        """Raise OutOfBudget where the budget of compiling is spent."""
        self._budget.check()

    def size(self, variables: tuple[int, ...]) -> int:
        """Return the number of combinations of the variables' values."""
        return prod(self.logic.domains[variable].size for variable in variables)

    def look_at(self, combinations: int) -> None:
        """Count combinations before they are enumerated; raise CannotCompile if there are too many.

        Raises OutOfBudget where the budget of compiling is spent.
        """
        self._budget.check()
        self._looked_at += combinations
        if combinations > TABULATED_COMBINATIONS or self._looked_at > CATALOG_COMBINATIONS:
            raise too_many_combinations(combinations)

    def truth_of(self, formula: Formula) -> Literal:
        """Return an equivalent literal of a variable that is 1 where the formula, or its negation, holds."""
        if isinstance(formula, Literal):
            return formula
        if formula not in self._made:
            opposite = self.logic.negation(formula)
            if opposite in self._made:
                return Literal(self._made[opposite], IntSet.of((0,)))
        return Literal(self.truth_variable(formula), IntSet.of((1,)))

    def truth_variable(self, formula: Formula) -> int:
        """Return a variable that is 1 where the formula holds, else 0."""
        return self.defined(formula, IntSet.between(0, 1), lambda made: Same(Literal(made, IntSet.of((1,))), formula))

    def held_as_weights(self, number: LoweredNumber) -> Mapping[int, ValueWeight]:
        """Return the contributions of single variables to the number without its constant; joint terms get
        variables."""
        value_weights = dict(number.weights)
        for group, joint in number.joints.items():
            variable, weight = self._of_joint(group, joint)
            known = value_weights.get(variable)
            value_weights[variable] = weight if known is None else known.plus(weight)
        return value_weights

    def sum_of(self, number: LoweredNumber) -> LoweredNumber:
        """Return an equal number that depends on one variable only."""
        weights = self.held_as_weights(number)
        if len(weights) <= 1:
            return LoweredNumber(number.constant, weights, absent=number.absent, undefined=number.undefined)
        scale = scale_of(weights.values())
        terms = terms_of(weights, scale)

        def define() -> int:
            variable = self._fresh(self.reach(terms))
            self._define(variable, Linear((Term(variable, -1), *terms), 0, 0))
            return variable

        weight = ValueWeight(Fraction(1, scale))
        return LoweredNumber(number.constant, {self._once(terms, define): weight}, {}, number.absent, number.undefined)

    def product_of(self, left: LoweredNumber, right: LoweredNumber) -> LoweredNumber:
        """Return the product of two numbers that are whole, without listing their values."""
        ((one, mine),) = left.weights.items()
        ((other, theirs),) = right.weights.items()
        if one == other:
            other = self._made_whole((Term(one, 1),), 0)
        one, other = sorted((one, other))
        reach = IntSet.between(*product_range(self.logic.domains[one], self.logic.domains[other]))
        variable = self.defined(("product", one, other), reach, lambda made: Product(made, one, other))
        return LoweredNumber(weights={variable: ValueWeight(mine.slope * theirs.slope)})

    def whole_of(self, number: LoweredNumber) -> LoweredNumber:
        """Return an equal number that is a multiple of one variable; never absent nor undefined."""
        weights = self.held_as_weights(number)
        scale = scale_of((*weights.values(), ValueWeight(number.constant)))
        terms, constant = terms_of(weights, scale), int(number.constant * scale)
        if len(terms) == 1 and not terms[0].weights and not constant:
            return LoweredNumber(weights=weights)
        divisor = gcd(constant, *amounts_of(terms)) or 1
        variable = self._made_whole(tuple(divided(term, divisor) for term in terms), constant // divisor)
        return LoweredNumber(weights={variable: ValueWeight(Fraction(divisor, scale))})

    def _made_whole(self, terms: tuple[Term, ...], constant: int) -> int:
        """Return a variable that is the sum of terms and a constant."""

        def define() -> int:
            reach = IntSet(tuple((low + constant, high + constant) for low, high in self.reach(terms).intervals))
            variable = self._fresh(reach)
            self._define(variable, Linear((Term(variable, -1), *terms), -constant, -constant))
            return variable

        return self._once(("whole", terms, constant), define)

    def chosen(self, number: LoweredNumber, condition: Formula) -> LoweredNumber:
        """Return the number where the condition holds, else 0; one new variable, whatever the number's size."""
        weights = self.held_as_weights(number)
        scale = scale_of((*weights.values(), ValueWeight(number.constant)))
        terms, constant = terms_of(weights, scale), int(number.constant * scale)

        def define() -> int:
            reach = IntSet(tuple((low + constant, high + constant) for low, high in self.reach(terms).intervals))
            variable = self._fresh(reach | IntSet.of((0,)))
            equal = Linear((Term(variable, 1), *(_opposite(term) for term in terms)), constant, constant)
            zero = Literal(variable, IntSet.of((0,)))
            self._define(variable, self.logic.any_of((self.logic.negation(condition), equal)))
            self._define(variable, self.logic.any_of((condition, zero)))
            return variable

        return LoweredNumber(
            weights={self._once((condition, terms, constant), define): ValueWeight(Fraction(1, scale))}
        )

    def floor_of(self, number: LoweredNumber) -> int:
        """Return a variable that holds the greatest integer not above the number."""
        weights = self.held_as_weights(number)
        scale = scale_of((*weights.values(), ValueWeight(number.constant)))
        terms, constant = terms_of(weights, scale), int(number.constant * scale)

        def define() -> int:
            reach = self.reach(terms)
            variable = self._fresh(IntSet.between((reach.low + constant) // scale, (reach.high + constant) // scale))
            remainder = (*terms, Term(variable, -scale))
            self._define(variable, Linear(remainder, -constant, scale - 1 - constant))
            return variable

        return self._once(("floor", terms, constant, scale), define)

    def defined(self, key: Hashable, domain: IntSet, *definitions: Callable[[int], Formula]) -> int:
        """Return the variable known by `key`, or make it; each definition yields a formula that speaks of it."""

        def define() -> int:
            variable = self._fresh(domain)
            for definition in definitions:
                self._define(variable, definition(variable))
            return variable

        return self._once(key, define)

    def reach(self, terms: tuple[Term, ...]) -> IntSet:
        """Return the values a sum can have: exactly while they are few, then an interval around them."""
        exact = {0}
        for term in terms:
            domain = self.logic.domains[term.variable]
            if len(exact) * len(domain) > EXACT_SUMS:
                return IntSet.between(*sum_range(terms, self.logic.domains))
            weights = {term.weigh(value) for value in domain}
            exact = {total + weight for total in exact for weight in weights}
        return IntSet.of(exact)

    def _of_joint(self, group: tuple[int, ...], joint: Joint) -> tuple[int, ValueWeight]:
        unit = _unit_of(joint)
        held = [int(amount / unit) for amount in joint]

        def define() -> int:
            variable = self._fresh(IntSet.of(set(held)))
            self._define(variable, self.logic.table((*group, variable), self._rows(group, held)))
            return variable

        return self._once((group, tuple(held)), define), ValueWeight(unit)

    def _rows(self, group: tuple[int, ...], results: Iterable[int]) -> Iterator[tuple[IntSet, ...]]:
        """Yield every combination of a group's values, with its result."""
        meter = BudgetMeter(self._budget)
        for values, result in zip(product(*(self.logic.domains[each] for each in group)), results, strict=True):
            meter.step()
            yield tuple(IntSet.of((each,)) for each in (*values, result))

    def _once(self, key: Hashable, define: Callable[[], int]) -> int:
        if key not in self._made:
            self._made[key] = define()
        return self._made[key]

    def _fresh(self, domain: IntSet) -> int:
        self._budget.check()
        self._numbers[self.law] = number = self._numbers.get(self.law, 0) + 1
        self.variables.append(Variable(f"{self.law}#{number}", domain, determined=True))
        self.logic.domains.append(domain)
        return len(self.variables) - 1

    def _define(self, variable: int, formula: Formula) -> None:
        self.constraints.append(ProgramConstraint(self.variables[variable].name, formula, named=False))


def _unit_of(joint: Joint) -> Fraction:
    """Return the greatest amount of which all are multiples, with the sign of the first that is not 0."""
    divided = lcm(*(amount.denominator for amount in joint))
    sign = next((1 if amount > 0 else -1 for amount in joint if amount), 1)
    return Fraction(sign * (gcd(*(int(amount * divided) for amount in joint)) or 1), divided)


def scale_of(weights: Iterable[ValueWeight]) -> int:
    """Return the least factor that makes all the weights integers."""
    return lcm(*(each.denominator for weight in weights for each in (weight.slope, *weight.listed.values())))


def terms_of(weights: Mapping[int, ValueWeight], scale: int) -> tuple[Term, ...]:
    """Return the terms of a sum of weights multiplied by a scale, in the order of the variables."""
    return tuple(
        Term(
            variable,
            int(weight.slope * scale),
            tuple(sorted((held, int(amount * scale)) for held, amount in weight.listed.items())),
        )
        for variable, weight in sorted(weights.items())
    )


def too_many_combinations(combinations: int) -> CannotCompile:
    """Return the error for too many combinations to enumerate."""
    return CannotCompile(
        TOO_MANY_COMBINATIONS,
        f"combines open values in {combinations:,} ways",
        expected=f"at most {TABULATED_COMBINATIONS:,} for one operation, {CATALOG_COMBINATIONS:,} in the whole catalog",
        hint="divide by fixed numbers or few options, narrow the ranges, or enlarge the steps",
    )


def amounts_of(terms: Iterable[Term]) -> list[int]:
    """Return the coefficients and weights of a sum."""
    return [each for term in terms for each in (term.coefficient, *(weight for _, weight in term.weights))]


def divided(term: Term, divisor: int) -> Term:
    """Return a term divided by a divisor of all of its amounts."""
    weights = tuple((held, weight // divisor) for held, weight in term.weights)
    return Term(term.variable, term.coefficient // divisor, weights)


def _opposite(term: Term) -> Term:
    return Term(term.variable, -term.coefficient, tuple((held, -weight) for held, weight in term.weights))
