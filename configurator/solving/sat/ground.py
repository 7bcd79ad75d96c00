"""A program made ready for SAT, with all that is learned of it from question to question."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from configurator.budget import Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Program
from configurator.solving.cp_sat.prompt import Prompt
from configurator.solving.local_search.bounded_search import BoundedSearch
from configurator.solving.local_search.clause_arrays import ClauseArrays, MinConflicts
from configurator.solving.local_search.descent import BacktrackLimits
from configurator.solving.local_search.layout import Layout, Mask
from configurator.solving.port import Assumptions, Bound, Core, Satisfiable, Unknown, Unsatisfiable, Verdict
from configurator.solving.sat.encoding import Encoding
from configurator.solving.sat.machine import Machine
from configurator.solving.sat.pool import Pool
from configurator.solving.sat.rungs import Rungs
from configurator.solving.weighing import adds_numbers, is_small

Literals = NDArray[np.int32]

MOST_MENDED = 10_000
"""Clause arrays of more entries than this are not used to repair solutions step by step."""
MOST_EDGES = 4_000
"""A bound that an assumption adds is said in clauses if its diagram has no more edges than this."""
MOST_ROUNDS = 6
"""So often clauses and sums take turns in narrowing values."""
MOST_GUARDS = 200
"""So many bounds are kept in one solver."""


class Ground:
    """The solver of a program, the models met, and what follows from single values.

    With `optional`, named constraints hold only under their switches.
    """

    def __init__(self, program: Program, *, optional: bool = False) -> None:
        self._program = program
        self._optional = optional
        self.encoding = Encoding(program, optional=optional)
        self.machine = Machine(self.encoding.clauses)
        self.layout = Layout(self.encoding.ladders)
        self.rungs = Rungs(self.layout, self.encoding.ladders)
        self.pool = Pool(len(program.variables), self.layout.count)
        self._implied: dict[int, Literals | None] = {}
        self._guards: dict[Bound, int | None] = {}

    @cached_property
    def is_binary(self) -> bool:
        """Tell whether no variable has more than two values, as in a feature model."""
        return all(ladder.size <= 2 for ladder in self.encoding.ladders)

    @cached_property
    def clause_arrays(self) -> ClauseArrays | None:
        """What lies near a model; None where every variable has two values, as searching is then as fast.

        Constraints under switches are not looked at in this way.
        """
        if self._optional or self.is_binary:
            return None
        return ClauseArrays(self.layout, (constraint.formula for constraint in self._program.constraints))

    @cached_property
    def min_conflicts(self) -> MinConflicts | None:
        """The way to models nearby; None where its steps take longer than most searches."""
        return (
            MinConflicts(self.clause_arrays) if self.clause_arrays and self.clause_arrays.size <= MOST_MENDED else None
        )

    @cached_property
    def adds_numbers(self) -> bool:
        """Tell whether sums add up numbers: then searches that are not easy by clauses are easier by other means."""
        return adds_numbers(self._program)

    @cached_property
    def prompt(self) -> Prompt | None:
        """What searches instead of clauses where few formulas add up numbers, and all constraints hold."""
        wanted = not self._optional and self.adds_numbers and is_small(self._program)
        return Prompt(self._program) if wanted else None

    @cached_property
    def descents(self) -> BoundedSearch | None:
        """What is asked before a long search where numbers are added up, but too much hangs on them for a prompt."""
        wanted = not self._optional and self.adds_numbers and self.prompt is None
        return BoundedSearch.of(self._program, BacktrackLimits()) if wanted else None

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
            found = self.machine.propagate(own)
            self._implied[position] = None if found is None else np.array([*own, *found], dtype=np.int32)
        return self._implied[position]

    def only(self, narrowed: Mapping[int, IntSet]) -> list[int]:
        """Return literals that leave the variables these values, at least one of them in the domain."""
        found: list[int] = []
        for place, values in narrowed.items():
            ladder = self.encoding.ladders[place]
            found += ladder.only(ladder.spans(values))
        return found

    def narrowed(self, assumptions: Sequence[int], allowed: Mask) -> tuple[list[int], Mask] | None:
        """Return the assumptions and values after propagation of clauses and sums; None where they clash.

        What sums say is added to the assumptions, as their clauses may say it later.
        """
        found = list(assumptions)
        for _ in range(MOST_ROUNDS):
            implied = self.machine.propagate(found)
            if implied is None:
                return None
            left = allowed & self.rungs.left_by([*found, *implied], self.machine.top)
            if self.layout.lacks(left):
                return None
            allowed = self.clause_arrays.narrowed(left) if self.clause_arrays else left
            if self.layout.lacks(allowed):
                return None
            if np.array_equal(allowed, left):
                break
            found += self.rungs.bounds_of(allowed, left)
        return found, allowed

    def guard(self, bound: Bound) -> int | None:
        """Return a literal under which the bound holds; None where it is not easily said in clauses."""
        if bound not in self._guards:
            literal = self.encoding.clauses.fresh()
            small = self.encoding.sums.require_small(bound, (-literal,), most_edges=MOST_EDGES)
            self._guards[bound] = literal if small else None
        return self._guards[bound]

    def is_full(self) -> bool:
        """Tell whether so many bounds were added that the ground is better made anew."""
        return len(self._guards) > MOST_GUARDS

    def switches(self, without: frozenset[str]) -> Sequence[int]:
        """Return literals that set these named constraints aside and demand all others."""
        return [-switch if name in without else switch for name, switch in self.encoding.switches.items()]

    def core(self, given: Assumptions) -> Core:
        """Return which part of the assumptions the last search needed to fail."""
        needed = frozenset(self.machine.core())
        places = (
            place for place, values in given.narrowed.items() if not needed.isdisjoint(self.only({place: values}))
        )
        names = frozenset(name for name, switch in self.encoding.switches.items() if switch in needed)
        return Core(frozenset(places), names if self._optional else None)

    def verdict(self, assumptions: Sequence[int], budget: Budget, *, easily: bool = False) -> Verdict:
        """Search once under the assumptions; `easily` ends undecided what takes many conflicts."""
        if budget.spent():
            return Unknown()
        match self.machine.easily(assumptions) if easily else self.machine.solve(assumptions, budget):
            case True:
                return Satisfiable(self.layout.solution(self.rungs.positions(self.machine.model())))
            case False:
                return Unsatisfiable()
            case _:
                return Unknown()
