"""A program made ready for SAT, with all that is learned of it from question to question."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from configurator.budget import UNLIMITED, Budget
from configurator.program.bounds import linears_in
from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Linear, Program, Table, Term, leaves_in
from configurator.solving.cp_sat.running import IncrementalModel
from configurator.solving.local_search.bounded_search import BoundedSearch
from configurator.solving.local_search.clause_arrays import ClauseArrays, MinConflicts
from configurator.solving.local_search.descent import BacktrackLimits
from configurator.solving.local_search.layout import Layout, Mask, Positions
from configurator.solving.port import Assumptions, Bound, Core, Satisfiable, Unknown, Unsatisfiable, Verdict
from configurator.solving.sat.clause_encoding import ClauseEncoding
from configurator.solving.sat.glucose import GlucoseSolver
from configurator.solving.sat.limits import (
    ASSUMED_SUM_EDGES,
    ASSUMED_SUMS_KEPT,
    MODEL_BYTES,
    MODELS_KEPT,
    REPAIRED_ARRAY_ENTRIES,
    SAT_NARROWING_ROUNDS,
    SMALL_PROGRAM_PARTS,
)
from configurator.solving.sat.order_encoding import Rungs


def adds_numbers(program: Program) -> bool:
    """Return whether some sum has a term that can be something other than 0 and 1."""
    sums = (each for constraint in program.constraints for each in linears_in(constraint.formula))
    return any(_is_number(program, term) for each in sums for term in each.terms)


def is_small(program: Program) -> bool:
    """Return whether all formulas together have few parts: literals, terms, and cells of tables."""
    return sum(_size(constraint.formula) for constraint in program.constraints) <= SMALL_PROGRAM_PARTS


def _size(formula: Formula) -> int:
    return sum(map(_size_of_leaf, leaves_in(formula)))


def _size_of_leaf(leaf: Formula) -> int:
    match leaf:
        case Linear(terms):
            return len(terms)
        case Table(variables, rows):
            return len(variables) * len(rows)
        case _:
            return 1


def _is_number(program: Program, term: Term) -> bool:
    domain = program.variables[term.variable].domain
    if len(domain) > 2:
        return True
    return any(term.weigh(value) not in (0, 1) for value in domain)


class ModelPool:
    """The last models of a program, each as the positions of its values and as bits over all positions."""

    def __init__(self, variables: int, values: int) -> None:
        self._room = max(16, min(MODELS_KEPT, MODEL_BYTES // (4 * variables + values // 8 + 1)))
        self._values = values
        self._positions = np.zeros((self._room, variables), dtype=np.int32)
        self._bits = np.zeros((self._room, -(-values // 8)), dtype=np.uint8)
        self._used = 0
        self._next = 0

    def add(self, positions: Positions, seen: Mask) -> None:
        """Keep a model and the values seen with it, in the place of the oldest where there is no room."""
        self._positions[self._next] = positions
        self._bits[self._next] = np.packbits(seen)
        self._used = max(self._used, self._next + 1)
        self._next = (self._next + 1) % self._room

    def fitting(self, allowed: Mask, variables: Sequence[int]) -> NDArray[np.intp]:
        """Return the rows whose values of these variables are allowed."""
        rows = self._positions[: self._used]
        return np.flatnonzero(allowed[rows[:, list(variables)]].all(axis=1))

    def last(self, count: int) -> list[Positions]:
        """Return the models added last, the last first."""
        return [self._positions[(self._next - 1 - back) % self._room] for back in range(min(count, self._used))]

    def seen(self, rows: NDArray[np.intp]) -> Mask:
        """Return the values of these rows."""
        if not len(rows):
            return np.zeros(self._values, dtype=np.bool_)
        bits = np.bitwise_or.reduce(self._bits[rows], axis=0)
        return np.unpackbits(bits, count=self._values).astype(np.bool_)


Literals = NDArray[np.int32]


class IncrementalSat:
    """The solver of a program, the models met, and what follows from single values.

    With `optional`, named constraints hold only under their switches. Raises OutOfBudget where the budget is spent
    before all is written as clauses.
    """

    def __init__(self, program: Program, *, optional: bool = False, budget: Budget = UNLIMITED) -> None:
        self._program = program
        self._optional = optional
        self.encoding = ClauseEncoding(program, optional=optional, budget=budget)
        self.glucose = GlucoseSolver(self.encoding.clauses, budget)
        self.layout = Layout(self.encoding.ladders)
        self.rungs = Rungs(self.layout, self.encoding.ladders)
        self.pool = ModelPool(len(program.variables), self.layout.count)
        self._implied: dict[int, Literals | None] = {}
        self._guards: dict[Bound, int | None] = {}

    @cached_property
    def is_binary(self) -> bool:
        """Return whether no variable has more than two values, as in a feature model."""
        return all(ladder.size <= 2 for ladder in self.encoding.ladders)

    @cached_property
    def clause_arrays(self) -> ClauseArrays | None:
        """The neighbourhood of a model; None if every variable has two values, because searching is then as fast.

        Constraints under switches have no neighbourhood.
        """
        if self._optional or self.is_binary:
            return None
        return ClauseArrays(self.layout, (constraint.formula for constraint in self._program.constraints))

    @cached_property
    def min_conflicts(self) -> MinConflicts | None:
        """The way to models nearby; None where its steps take longer than most searches."""
        return (
            MinConflicts(self.clause_arrays)
            if self.clause_arrays and self.clause_arrays.size <= REPAIRED_ARRAY_ENTRIES
            else None
        )

    @cached_property
    def adds_numbers(self) -> bool:
        """Return whether there are arithmetic sums: hard searches by clauses are then easier by other methods."""
        return adds_numbers(self._program)

    @cached_property
    def incremental_model(self) -> IncrementalModel | None:
        """What searches instead of clauses where few formulas add up numbers, and all constraints hold."""
        is_useful = not self._optional and self.adds_numbers and is_small(self._program)
        return IncrementalModel(self._program) if is_useful else None

    @cached_property
    def descents(self) -> BoundedSearch | None:
        """The first method before a long search, for arithmetic in a program too large for CP-SAT."""
        is_useful = not self._optional and self.adds_numbers and self.incremental_model is None
        return BoundedSearch.of(self._program, BacktrackLimits()) if is_useful else None

    def exactly(self, position: int) -> list[int]:
        """Return literals for the value at this position."""
        owner = int(self.layout.owner[position])
        return self.encoding.ladders[owner].exactly(int(self.layout.number[position]))

    def between(self, first: int, last: int) -> list[int]:
        """Return literals for the values of one variable from one position to another."""
        number = int(self.layout.number[first])
        return self.encoding.ladders[int(self.layout.owner[first])].only([(number, number + last - first)])

    def implied(self, position: int) -> Literals | None:
        """Return what follows at once from the value at this position, itself included; None if it is in no model."""
        if position not in self._implied:
            own = self.exactly(position)
            results = self.glucose.propagate(own)
            self._implied[position] = None if results is None else np.array([*own, *results], dtype=np.int32)
        return self._implied[position]

    def only(self, narrowed: Mapping[int, IntSet]) -> list[int]:
        """Return literals that leave the variables these values, at least one of them in the domain."""
        results: list[int] = []
        for index, values in narrowed.items():
            ladder = self.encoding.ladders[index]
            results += ladder.only(ladder.spans(values))
        return results

    def narrowed(self, assumptions: Sequence[int], allowed: Mask) -> tuple[list[int], Mask] | None:
        """Return the assumptions and values after propagation of clauses and sums; None where they clash.

        What sums say is added to the assumptions, as their clauses may say it later.
        """
        results = list(assumptions)
        for _ in range(SAT_NARROWING_ROUNDS):
            implied = self.glucose.propagate(results)
            if implied is None:
                return None
            left = allowed & self.rungs.left_by([*results, *implied], self.glucose.top)
            if self.layout.lacks(left):
                return None
            allowed = self.clause_arrays.narrowed(left) if self.clause_arrays else left
            if self.layout.lacks(allowed):
                return None
            if np.array_equal(allowed, left):
                break
            results += self.rungs.bounds_of(allowed, left)
        return results, allowed

    def guard(self, bound: Bound) -> int | None:
        """Return a literal under which the bound holds; None where it is not easily said in clauses."""
        if bound not in self._guards:
            literal = self.encoding.clauses.fresh()
            small = self.encoding.sums.require_small(bound, (-literal,), most_edges=ASSUMED_SUM_EDGES)
            self._guards[bound] = literal if small else None
        return self._guards[bound]

    def is_full(self) -> bool:
        """Return whether so many bounds were added that rebuilding is better."""
        return len(self._guards) > ASSUMED_SUMS_KEPT

    def switches(self, without: frozenset[str]) -> Sequence[int]:
        """Return literals that set these named constraints aside and demand all others."""
        return [-switch if name in without else switch for name, switch in self.encoding.switches.items()]

    def core(self, given: Assumptions) -> Core:
        """Return which part of the assumptions the last search needed to fail."""
        needed = frozenset(self.glucose.core())
        indices = (
            index for index, values in given.narrowed.items() if not needed.isdisjoint(self.only({index: values}))
        )
        names = frozenset(name for name, switch in self.encoding.switches.items() if switch in needed)
        return Core(frozenset(indices), names if self._optional else None)

    def verdict(self, assumptions: Sequence[int], budget: Budget, *, easily: bool = False) -> Verdict:
        """Search once under the assumptions; `easily` gives up after many conflicts."""
        if budget.spent():
            return Unknown()
        match self.glucose.easily(assumptions) if easily else self.glucose.solve(assumptions, budget):
            case True:
                return Satisfiable(self.layout.solution(self.rungs.positions(self.glucose.model())))
            case False:
                return Unsatisfiable()
            case _:
                return Unknown()
