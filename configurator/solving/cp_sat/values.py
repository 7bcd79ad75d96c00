"""Variables of a program as CP-SAT sees them: a literal for "has one of these values", made once and shared."""

from collections.abc import Sequence

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import Literal

from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Linear, Table, Term, Variable, leaves_in

Lit = Literal | bool
Sum = cp_model.LinearExpr | int
LARGEST_LISTED = 96
"""Up to so many values a domain may be listed, one literal a value; else literals are about bounds."""


class Encoded:
    """One variable: its integer, and literals for sets of its values.

    Only where its values are `told_apart` one by one is there a literal for each: a model of bounds is far smaller.
    """

    def __init__(self, model: cp_model.CpModel, variable: Variable, *, told_apart: bool = True) -> None:
        self._model = model
        self.domain = variable.domain
        self.listed = len(variable.domain) <= (LARGEST_LISTED if told_apart else 2)
        self._literals: dict[IntSet, Lit] = {}
        self._at_least: dict[int, Lit] = {}
        self._weighed: dict[Term, Sum] = {}
        self.integer = model.new_int_var_from_domain(cp_domain(variable.domain), "")
        self._equal: dict[int, Lit] = self._list_values() if self.listed else {}

    def on(self, model: cp_model.CpModel) -> "Encoded":
        """Return the variable as it is in a copy of its model; what is made there stays there."""
        copy = object.__new__(Encoded)
        copy._model, copy.domain, copy.listed, copy.integer = model, self.domain, self.listed, self.integer
        copy._literals, copy._at_least, copy._equal = dict(self._literals), dict(self._at_least), self._equal
        copy._weighed = dict(self._weighed)
        return copy

    def _list_values(self) -> dict[int, Lit]:
        """Make a literal for each value; one boolean serves both values of a domain of two."""
        values = list(self.domain)
        if len(values) == 1:
            return {values[0]: True}
        if len(values) == 2:
            second = self._model.new_bool_var("")
            low, high = values
            self._model.add(self.integer == low + (high - low) * second)
            return {low: ~second, high: second}
        equal: dict[int, Lit] = {value: self._model.new_bool_var("") for value in values}
        self._model.add_exactly_one(equal.values())
        for value, literal in equal.items():
            self._model.add(self.integer == value).only_enforce_if(literal)
            self._model.add(self.integer != value).only_enforce_if(negated(literal))
        return equal

    def any_of(self, values: IntSet) -> list[Lit]:
        """Return literals whose disjunction says that the variable has one of the values."""
        inside = values & self.domain
        if self.listed and 2 * len(inside) <= len(self.domain):
            return [self._equal[value] for value in inside]
        return [self.literal(inside)]

    def literal(self, values: IntSet) -> Lit:
        """Return the literal that is true just if the variable has one of the values."""
        inside = values & self.domain
        if inside not in self._literals:
            outside = self.domain - inside
            known = self._literals.get(outside)
            self._literals[inside] = self._make(inside, outside) if known is None else negated(known)
        return self._literals[inside]

    def _make(self, inside: IntSet, outside: IntSet) -> Lit:
        if not inside or not outside:
            return not outside
        if self.listed:
            return self._listed_literal(inside, outside)
        if len(inside.intervals) == 1:
            return self._within(*inside.intervals[0])
        return self._union([self._within(low, high) for low, high in inside.intervals])

    def _listed_literal(self, inside: IntSet, outside: IntSet) -> Lit:
        if len(inside) == 1:
            return self._equal[inside.low]
        if len(outside) == 1:
            return negated(self._equal[outside.low])
        found = self._model.new_bool_var("")
        self._model.add_bool_or([self._equal[value] for value in inside]).only_enforce_if(found)
        self._model.add_bool_or([self._equal[value] for value in outside]).only_enforce_if(~found)
        return found

    def _within(self, low: int, high: int) -> Lit:
        """Return the literal of `low ≤ variable ≤ high`."""
        if low <= self.domain.low:
            return negated(self._least(high + 1))
        if high >= self.domain.high:
            return self._least(low)
        above, below = self._least(low), negated(self._least(high + 1))
        return negated(self._union([negated(above), negated(below)]))

    def _least(self, value: int) -> Lit:
        """Return the literal of `variable ≥ value`."""
        if value not in self._at_least:
            literal = self._model.new_bool_var("")
            self._model.add(self.integer >= value).only_enforce_if(literal)
            self._model.add(self.integer < value).only_enforce_if(~literal)
            self._at_least[value] = literal
        return self._at_least[value]

    def _union(self, literals: Sequence[Lit]) -> Lit:
        found = self._model.new_bool_var("")
        self._model.add_bool_or(literals).only_enforce_if(found)
        for literal in literals:
            self._model.add_implication(literal, found)
        return found

    def weighed(self, term: Term) -> Sum:
        """Return what the variable adds to a sum by the term."""
        if term not in self._weighed:
            self._weighed[term] = self._weigh(term)
        return self._weighed[term]

    def _weigh(self, term: Term) -> Sum:
        weights = {value: weight for value, weight in term.weights if value in self.domain}
        if not weights:
            return term.coefficient * self.integer
        if self.listed:
            return self._looked_up({value: weights.get(value, term.coefficient * value) for value in self.domain})
        return term.coefficient * self.integer + sum(
            (weight - term.coefficient * value) * self.literal(IntSet.of([value])) for value, weight in weights.items()
        )

    def _looked_up(self, weights: dict[int, int]) -> Sum:
        """Return the weight of the value: a straight line where it is one, else an integer tied to the literals."""
        slope = _slope(weights)
        if slope is not None:
            return slope * self.integer + (weights[self.domain.low] - slope * self.domain.low)
        if len(weights) == 2:
            return (
                weights[self.domain.low]
                + (weights[self.domain.high] - weights[self.domain.low]) * self._equal[self.domain.high]
            )
        return self._tied(weights)

    def _tied(self, weights: dict[int, int]) -> Sum:
        weight = self._model.new_int_var_from_domain(cp_domain(IntSet.of(weights.values())), "")
        for each in sorted(set(weights.values())):
            literal = self.literal(IntSet.of(value for value, own in weights.items() if own == each))
            self._model.add(weight == each).only_enforce_if(literal)
            self._model.add(weight != each).only_enforce_if(negated(literal))
        return weight


def _slope(weights: dict[int, int]) -> int | None:
    """Return the whole slope of the straight line through all (value, weight), if there is one."""
    (first, low), *rest = sorted(weights.items())
    if not rest:
        return 0
    slope, left = divmod(rest[0][1] - low, rest[0][0] - first)
    straight = left == 0 and all(weight - low == slope * (value - first) for value, weight in rest)
    return slope if straight else None


def told_apart(formula: Formula) -> set[int]:
    """Return the variables of which single values matter: those in tables, and those whose weights are listed."""
    found: set[int] = set()
    for leaf in leaves_in(formula):
        match leaf:
            case Table(variables):
                found.update(variables)
            case Linear(terms):
                found.update(term.variable for term in terms if term.weights)
    return found


def negated(literal: Lit) -> Lit:
    """Return the literal that is true where this one is false, also of the constants True and False."""
    return not literal if isinstance(literal, bool) else ~literal


def cp_domain(values: IntSet) -> cp_model.Domain:
    """Return the set as CP-SAT writes it."""
    return cp_model.Domain.from_intervals([list(interval) for interval in values.intervals])
