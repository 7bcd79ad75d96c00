"""The engine over one compiled program: every answer is a pass or two over its diagram.

What a diagram cannot say (named constraints set aside, further sums) is asked of another solver, made when needed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program, Term, Wish
from configurator.solving.answers import nothing_possible
from configurator.solving.diagram.compiling import Compiled
from configurator.solving.diagram.completing import Completion
from configurator.solving.diagram.interning import Bools
from configurator.solving.diagram.passes import Plan, alive, counted, least, occurring
from configurator.solving.diagram.telling import Telling
from configurator.solving.diagram.witness import cheapest_sets, first_sets
from configurator.solving.diagram.wording import Wording, joined_term
from configurator.solving.port import (
    FREE,
    UNLIMITED,
    Assumptions,
    Best,
    Budget,
    Counted,
    Possible,
    Satisfiable,
    Solution,
    Solver,
    Unknown,
    Unsatisfiable,
    Verdict,
)
from configurator.solving.question import domains_under


class DiagramSolver:
    """Answers from a compiled program; `other` makes the solver for what it cannot answer."""

    def __init__(self, program: Program, compiled: Compiled, other: Callable[[Program], Solver]) -> None:
        self._program = program
        self._plan = Plan(compiled.diagram)
        self._wording = Wording(program, compiled.values)
        self._telling = Telling(compiled.values)
        self._determined = [place for place, each in enumerate(program.variables) if each.determined]
        self._named = frozenset(each.name for each in program.constraints if each.named)
        self._make_other = other
        self._other: Solver | None = None

    @property
    def program(self) -> Program:
        return self._program

    @property
    def other(self) -> Solver:
        """The solver for what the diagram cannot say."""
        if self._other is None:
            self._other = self._make_other(self._program)
        return self._other

    def _beyond(self, given: Assumptions) -> bool:
        return bool(given.also) or not self._named.isdisjoint(given.without)

    def solve(self, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        """Go up once, and down along the first branches that are alive."""
        if self._beyond(given):
            return self.other.solve(given, budget=budget)
        if budget.spent():
            return Unknown()
        values = self._wording.allowed(given.narrowed)
        found = self._first(values, given.narrowed)
        return Unsatisfiable() if found is None else Satisfiable(found)

    def possible(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        """Go up and down once."""
        if self._beyond(given):
            return self.other.possible(given, of=of, budget=budget)
        if budget.spent():
            domains = domains_under(self._program, given)
            return Possible((EMPTY,) * len(domains), domains)
        up = alive(self._plan, self._wording.allowed(given.narrowed))
        if not up.possible:
            return nothing_possible(len(self._program.variables))
        values = self._telling.told(occurring(self._plan, up)).copy()
        for place in self._wording.wide.intersection(given.narrowed):
            values[place] &= given.narrowed[place]
        left = [EMPTY] * len(values)
        for place in self._determined if of is None else set(range(len(values))).difference(of):
            values[place], left[place] = EMPTY, self._domain(place, given)
        return Possible(tuple(values), tuple(left))

    def _domain(self, place: int, given: Assumptions) -> IntSet:
        domain = self._program.variables[place].domain
        return domain & given.narrowed[place] if place in given.narrowed else domain

    def count(self, given: Assumptions = FREE, *, at_most: int | None = None, budget: Budget = UNLIMITED) -> Counted:
        """Go up once with whole numbers of any size."""
        if self._beyond(given):
            return self.other.count(given, at_most=at_most, budget=budget)
        if budget.spent():
            return Counted(0, exact=False)
        values = self._wording.allowed(given.narrowed)
        number = int(counted(self._plan, self._wording.weights(values, given.narrowed))[-1])
        if at_most is not None and number >= at_most:
            return Counted(at_most, exact=False)
        return Counted(number, exact=True)

    def least(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, budget: Budget = UNLIMITED
    ) -> Best | Unsatisfiable | Unknown:
        """Go up once with costs, and down along the cheapest branches."""
        if self._beyond(given):
            return self.other.least(objective, given, budget=budget)
        if budget.spent():
            return Unknown()
        up = alive(self._plan, self._wording.allowed(given.narrowed))
        if not up.possible:
            return Unsatisfiable()
        costs = least(self._plan, up, self._wording.costs(objective, given.narrowed))
        chosen = [
            min(self._values_in(number), key=lambda value: (int(costs.values[value]), value))
            for number in cheapest_sets(self._plan, costs)
        ]
        return Best(self._solution(chosen, given.narrowed, objective), costs.least, proved=True)

    def complete(self, wishes: Sequence[Wish], given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        """Narrow by the wishes, dozens of them in one pass, until one solution is left."""
        if self._beyond(given):
            return self.other.complete(wishes, given, budget=budget)
        if budget.spent():
            return Unknown()
        completion = Completion(self._plan, self._wording, self._wording.allowed(given.narrowed), dict(given.narrowed))
        if not completion.fulfil(wishes):
            return Unsatisfiable()
        found = self._first(completion.values, completion.narrowed)
        return Unsatisfiable() if found is None else Satisfiable(found)

    def _first(self, values: Bools, narrowed: Mapping[int, IntSet]) -> Solution | None:
        """Return the solution along the first branches, of the lowest values."""
        up = alive(self._plan, values)
        if not up.possible:
            return None
        sets = first_sets(self._plan, up)
        return self._solution([self._lowest(number, values) for number in sets], narrowed, ())

    def _values_in(self, number: int) -> list[int]:
        found: list[int] = self._plan.diagram.set_values[
            self._plan.diagram.sets[number] : self._plan.diagram.sets[number + 1]
        ].tolist()
        return found

    def _lowest(self, number: int, values: Bools) -> int:
        return next(value for value in self._values_in(number) if values[value])

    def _solution(self, chosen: Sequence[int], narrowed: Mapping[int, IntSet], objective: Sequence[Term]) -> Solution:
        """Return the solution of the chosen values; of a block that value which adds the least to the objective."""
        found = [0] * len(self._program.variables)
        for value in chosen:
            if value == self._wording.count:
                continue
            variable, block = self._wording.block(value)
            if variable in self._wording.wide:
                left = block & narrowed[variable] if variable in narrowed else block
                terms = [term for term in objective if term.variable == variable]
                found[variable] = self._wording.cheapest(joined_term(terms), left) if terms else left.low
            else:
                found[variable] = block.low
        return tuple(found)
