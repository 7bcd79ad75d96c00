"""A program as a CP-SAT model: formulas become clauses, sums and implications under enforcement literals."""

from collections.abc import Container, Iterable, Sequence
from itertools import chain

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import Literal

from configurator.budget import UNLIMITED, Budget, BudgetMeter
from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Linear, Product, Program, Table, Term, Variable, leaves_in, variables_in
from configurator.solving.clausal_encoding import ClausalEncoding
from configurator.solving.cp_sat.limits import CP_SAT_LISTED_VALUES
from configurator.solving.port import Solution

Lit = Literal | bool
Sum = cp_model.LinearExpr | int


class EncodedVariable:
    """One variable: its integer, and literals for sets of its values.

    Only where its values are `told_apart` one by one is there a literal for each: a model of bounds is far smaller.
    """

    def __init__(self, model: cp_model.CpModel, variable: Variable, *, told_apart: bool = True) -> None:
        self._model = model
        self.domain = variable.domain
        self.listed = len(variable.domain) <= (CP_SAT_LISTED_VALUES if told_apart else 2)
        self._literals: dict[IntSet, Lit] = {}
        self._at_least: dict[int, Lit] = {}
        self._weighed: dict[Term, Sum] = {}
        self.integer = model.new_int_var_from_domain(cp_domain(variable.domain), "")
        self._equal: dict[int, Lit] = self._list_values() if self.listed else {}

    def on(self, model: cp_model.CpModel) -> "EncodedVariable":
        """Return the variable's counterpart in a copy of its model; additions stay in the copy."""
        copy = object.__new__(EncodedVariable)
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
        int_var = self._model.new_bool_var("")
        self._model.add_bool_or([self._equal[value] for value in inside]).only_enforce_if(int_var)
        self._model.add_bool_or([self._equal[value] for value in outside]).only_enforce_if(~int_var)
        return int_var

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
        int_var = self._model.new_bool_var("")
        self._model.add_bool_or(literals).only_enforce_if(int_var)
        for literal in literals:
            self._model.add_implication(literal, int_var)
        return int_var

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
    results: set[int] = set()
    for leaf in leaves_in(formula):
        match leaf:
            case Table(variables):
                results.update(variables)
            case Linear(terms):
                results.update(term.variable for term in terms if term.weights)
    return results


def negated(literal: Lit) -> Lit:
    """Return the literal that is true where this one is false, also of the constants True and False."""
    return not literal if isinstance(literal, bool) else ~literal


def cp_domain(values: IntSet) -> cp_model.Domain:
    """Return the set as CP-SAT writes it."""
    return cp_model.Domain.from_intervals([list(interval) for interval in values.intervals])


class CpSatModel(ClausalEncoding[Lit]):
    """The model of a program; with `optional` its named constraints hold only under their literals in `switches`.

    A condition is a literal that must be true for the demand to hold. Raises OutOfBudget where the budget is spent
    before the last demand.
    """

    def __init__(self, program: Program, *, optional: bool = False, budget: Budget = UNLIMITED) -> None:
        super().__init__(budget)
        self.program = program
        self.model = cp_model.CpModel()
        single = set().union(*(told_apart(constraint.formula) for constraint in program.constraints))
        self.variables = tuple(
            EncodedVariable(self.model, variable, told_apart=index in single)
            for index, variable in enumerate(program.variables)
        )
        self.switches: dict[str, cp_model.IntVar] = {}
        for constraint in program.constraints:
            budget.check()
            switch = optional and constraint.named
            self.require(constraint.formula, [self._switch(constraint.name)] if switch else [])
        self._meter = BudgetMeter(UNLIMITED)

    def copy(self) -> "CpSatModel":
        """Return a copy to add to: the model is cloned rather than built again."""
        copy = object.__new__(CpSatModel)
        copy.program, copy.model, copy.switches = self.program, self.model.clone(), self.switches
        copy.variables = tuple(encoded.on(copy.model) for encoded in self.variables)
        copy._implying, copy._meter = dict(self._implying), BudgetMeter(UNLIMITED)
        return copy

    def narrow(self, index: int, values: IntSet) -> None:
        """Leave the variable only these values, at least one of them in its domain."""
        give_domain(self.model, self.variables[index].integer, values & self.program.variables[index].domain)

    def set_aside(self, names: Container[str]) -> None:
        """Switch off the constraints of these names, and all others on."""
        for name, switch in self.switches.items():
            state = 0 if name in names else 1
            give_domain(self.model, switch, IntSet.of([state]))

    def minimise(self, objective: Sequence[Term]) -> None:
        """Ask for the least sum of the terms."""
        self.model.minimize(self._sum(objective))

    def prefer(self, index: int, value: int) -> None:
        """Hint that the variable may have this value."""
        self.model.add_hint(self.variables[index].integer, value)

    def witness(self, values: Sequence[int]) -> Solution:
        """Return the solution of the program in a solution of the model."""
        return tuple(values[encoded.integer.index] for encoded in self.variables)

    def _switch(self, name: str) -> cp_model.IntVar:
        if name not in self.switches:
            self.switches[name] = self.model.new_bool_var("")
        return self.switches[name]

    def _constant(self, value: bool) -> Lit:
        return value

    def _fresh(self) -> Lit:
        return self.model.new_bool_var("")

    def _opposite(self, literal: Lit) -> Lit:
        return negated(literal)

    def _where(self, literal: Lit) -> Lit:
        return literal

    def _any_of(self, variable: int, values: IntSet) -> list[Lit]:
        return self.variables[variable].any_of(values)

    def _add_clause(self, literals: Iterable[Lit], conditions: Sequence[Lit]) -> None:
        self.model.add_bool_or([*literals, *map(negated, conditions)])

    def _require_table(self, formula: Table, conditions: Sequence[Lit]) -> None:
        if formula.allowed:
            self._require_rows(formula.variables, formula.rows, conditions)
            return
        for row in formula.rows:
            self._meter.step()
            self._add_clause(chain.from_iterable(map(self._outside, formula.variables, row)), conditions)

    def _outside(self, variable: int, values: IntSet) -> list[Lit]:
        encoded = self.variables[variable]
        return encoded.any_of(encoded.domain - values)

    def _require_linear(self, formula: Linear, conditions: Sequence[Lit]) -> None:
        total = self._sum(formula.terms)
        low = cp_model.INT_MIN if formula.low is None else formula.low
        high = cp_model.INT_MAX if formula.high is None else formula.high
        if isinstance(total, int):
            self._add_clause([low <= total <= high], conditions)
            return
        self.model.add_linear_constraint(total, low, high).only_enforce_if(*conditions)

    def _require_product(self, formula: Product) -> None:
        product, left, right = (self.variables[each].integer for each in variables_in(formula))
        self.model.add_multiplication_equality(product, left, right)

    def _sum(self, terms: Sequence[Term]) -> Sum:
        return sum(self.variables[term.variable].weighed(term) for term in terms)

    def _require_rows(
        self, variables: Sequence[int], rows: Sequence[Sequence[IntSet]], conditions: Sequence[Lit]
    ) -> None:
        """Choose a row that the values lie in. Two columns need no choice: each set has the cells that go with it."""
        encoded = [self.variables[variable] for variable in variables]
        cells = [tuple(cell & one.domain for cell, one in zip(row, encoded, strict=True)) for row in rows]
        open_rows = list(dict.fromkeys(row for row in cells if all(row)))
        chosen = [self.model.new_bool_var("") for _ in open_rows]
        self._add_clause(chosen, conditions)
        for literal, row in zip(chosen, open_rows, strict=True):
            self._meter.step()
            for one, cell in zip(encoded, row, strict=True):
                if cell != one.domain:
                    self.model.add_bool_or([*one.any_of(cell), ~literal])
        for column, one in enumerate(encoded):
            if one.listed:
                for value in one.domain:
                    self._meter.look()
                    supports = [lit for lit, row in zip(chosen, open_rows, strict=True) if value in row[column]]
                    if len(supports) < len(chosen):
                        self._add_clause([*supports, negated(one.literal(IntSet.of([value])))], conditions)


def give_domain(model: cp_model.CpModel, variable: cp_model.IntVar, values: IntSet) -> None:
    """Leave the variable these values only, whatever it had before."""
    domain = model.proto.variables[variable.index].domain
    domain.clear()
    domain.extend([end for interval in values.intervals for end in interval])
