"""A program as a CP-SAT model: formulas become clauses, sums and implications under enforcement literals."""

from collections.abc import Container, Iterable, Sequence
from itertools import chain

from ortools.sat.python import cp_model

from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Program, Table, Term
from configurator.solving.clausal import Clausal
from configurator.solving.cp_sat.values import Encoded, Lit, Sum, negated, told_apart
from configurator.solving.port import Solution


class Encoding(Clausal[Lit]):
    """The model of a program; with `optional` its named constraints hold only under their literals in `switches`.

    A condition is a literal that must be true for the demand to hold.
    """

    def __init__(self, program: Program, *, optional: bool = False) -> None:
        super().__init__()
        self.program = program
        self.model = cp_model.CpModel()
        single = set().union(*(told_apart(constraint.formula) for constraint in program.constraints))
        self.variables = tuple(
            Encoded(self.model, variable, told_apart=place in single)
            for place, variable in enumerate(program.variables)
        )
        self.switches: dict[str, cp_model.IntVar] = {}
        for constraint in program.constraints:
            switch = optional and constraint.named
            self.require(constraint.formula, [self._switch(constraint.name)] if switch else [])

    def copy(self) -> "Encoding":
        """Return a copy to add to: the model is cloned rather than built again."""
        copy = object.__new__(Encoding)
        copy.program, copy.model, copy.switches = self.program, self.model.clone(), self.switches
        copy.variables = tuple(encoded.on(copy.model) for encoded in self.variables)
        copy._implying = dict(self._implying)
        return copy

    def narrow(self, place: int, values: IntSet) -> None:
        """Leave the variable only these values, at least one of them in its domain."""
        give_domain(self.model, self.variables[place].integer, values & self.program.variables[place].domain)

    def set_aside(self, names: Container[str]) -> None:
        """Switch off the constraints of these names, and all others on."""
        for name, switch in self.switches.items():
            wanted = 0 if name in names else 1
            give_domain(self.model, switch, IntSet.of([wanted]))

    def minimise(self, objective: Sequence[Term]) -> None:
        """Ask for the least sum of the terms."""
        self.model.minimize(self._sum(objective))

    def prefer(self, place: int, value: int) -> None:
        """Hint that the variable may have this value."""
        self.model.add_hint(self.variables[place].integer, value)

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
            for one, cell in zip(encoded, row, strict=True):
                if cell != one.domain:
                    self.model.add_bool_or([*one.any_of(cell), ~literal])
        for column, one in enumerate(encoded):
            if one.listed:
                for value in one.domain:
                    supports = [lit for lit, row in zip(chosen, open_rows, strict=True) if value in row[column]]
                    if len(supports) < len(chosen):
                        self._add_clause([*supports, negated(one.literal(IntSet.of([value])))], conditions)


def give_domain(model: cp_model.CpModel, variable: cp_model.IntVar, values: IntSet) -> None:
    """Leave the variable these values only, whatever it had before."""
    domain = model.proto.variables[variable.index].domain
    domain.clear()
    domain.extend([end for interval in values.intervals for end in interval])
