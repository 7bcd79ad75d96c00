"""A solver made of solvers: one for each component of the program, their answers put together."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import prod

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program, Term, Wish
from configurator.solving.answers import nothing_possible
from configurator.solving.parts import Part, moved_assumptions, moved_terms, moved_wishes, parts_of
from configurator.solving.port import (
    FREE,
    UNLIMITED,
    Assumptions,
    Best,
    Bound,
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

MOST_JOINS = 8
"""So many sets of components, joined by sums that assumptions add, are kept ready."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of the program with its solver."""

    part: Part
    solver: Solver


class SplitSolver:
    """Asks every component alone. Sums in the assumptions that reach over several components join them first."""

    def __init__(self, program: Program, load: Callable[[Program], Solver]) -> None:
        self._program = program
        self._load = load
        self._parts = tuple(Asked(part, load(part.program)) for part in parts_of(program))
        self._joined: OrderedDict[frozenset[frozenset[int]], tuple[Asked, ...]] = OrderedDict()

    @property
    def program(self) -> Program:
        return self._program

    def solve(self, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        """Ask all components; one without a solution settles it."""
        return self._put_together(
            (each, each.solver.solve(moved_assumptions(given, each.part.index), budget=budget))
            for each in self._parts_under(given)
        )

    def complete(self, wishes: Sequence[Wish], given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        """Complete every component by the wishes about it."""
        return self._put_together(
            (
                each,
                each.solver.complete(
                    moved_wishes(wishes, each.part.index), moved_assumptions(given, each.part.index), budget=budget
                ),
            )
            for each in self._parts_under(given)
        )

    def least(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, budget: Budget = UNLIMITED
    ) -> Best | Unsatisfiable | Unknown:
        """Add the least costs of the components."""
        found: list[tuple[Asked, Solution]] = []
        cost, proved, unknown = 0, True, False
        for each in self._parts_under(given):
            terms = moved_terms(objective, each.part.index)
            match each.solver.least(terms, moved_assumptions(given, each.part.index), budget=budget):
                case Unsatisfiable():
                    return Unsatisfiable()
                case Unknown():
                    unknown = True
                case Best(witness, part_cost, part_proved):
                    found.append((each, witness))
                    cost, proved = cost + part_cost, proved and part_proved
        return Unknown() if unknown else Best(self._whole(found), cost, proved)

    def possible(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        """Ask all components; without a solution of one of them, nothing is possible."""
        size = len(self._program.variables)
        values, undecided = [EMPTY] * size, [EMPTY] * size
        certain = True
        for each in self._parts_under(given):
            index = each.part.index
            asked = None if of is None else [index[place] for place in of if place in index]
            under = moved_assumptions(given, index)
            answer = each.solver.possible(under, of=asked, budget=budget)
            satisfiable = _satisfiable(each, under, answer, budget)
            if satisfiable is False:
                return nothing_possible(size)
            certain = certain and satisfiable is True
            for position, place in enumerate(each.part.places):
                values[place], undecided[place] = answer.values[position], answer.undecided[position]
        return Possible(tuple(values), tuple(undecided)) if certain else _doubted(values, undecided)

    def count(self, given: Assumptions = FREE, *, at_most: int | None = None, budget: Budget = UNLIMITED) -> Counted:
        """Multiply the counts of the components."""
        counts = []
        for each in self._parts_under(given):
            under = moved_assumptions(given, each.part.index)
            counts.append(each.solver.count(under, at_most=at_most, budget=budget))
            if counts[-1] == Counted(0, exact=True):
                return Counted(0, exact=at_most != 0)
        number = prod(count.number for count in counts)
        exact = all(count.exact for count in counts)
        if at_most is not None and number >= at_most:
            return Counted(at_most, exact=False)
        return Counted(number, exact)

    def _put_together(self, answers: Iterator[tuple[Asked, Verdict]]) -> Verdict:
        found: list[tuple[Asked, Solution]] = []
        unknown = False
        for each, verdict in answers:
            match verdict:
                case Unsatisfiable():
                    return verdict
                case Unknown():
                    unknown = True
                case Satisfiable(witness):
                    found.append((each, witness))
        return Unknown() if unknown else Satisfiable(self._whole(found))

    def _whole(self, found: Sequence[tuple[Asked, Solution]]) -> Solution:
        """Return the solution of the program that the solutions of its components make up."""
        values = [0] * len(self._program.variables)
        for each, witness in found:
            for place, value in zip(each.part.places, witness, strict=True):
                values[place] = value
        return tuple(values)

    def _parts_under(self, given: Assumptions) -> tuple[Asked, ...]:
        """Return the components, those joined that a sum of the assumptions reaches over."""
        reach = frozenset(frozenset(term.variable for term in bound.terms) for bound in given.also)
        if all(any(each.part.index.keys() >= places for each in self._parts) for places in reach):
            return self._parts
        if reach not in self._joined:
            self._joined[reach] = self._join(given.also)
            if len(self._joined) > MOST_JOINS:
                self._joined.popitem(last=False)
        self._joined.move_to_end(reach)
        return self._joined[reach]

    def _join(self, bounds: Iterable[Bound]) -> tuple[Asked, ...]:
        known = {each.part.places: each for each in self._parts}
        return tuple(
            known.get(part.places) or Asked(part, self._load(part.program)) for part in parts_of(self._program, bounds)
        )


def _satisfiable(each: Asked, under: Assumptions, answer: Possible, budget: Budget) -> bool | None:
    """Tell from its answer whether a component has a solution; None where that is undecided."""
    if any(answer.values):
        return True
    if any(answer.undecided) or not each.part.places:
        verdict = each.solver.solve(under, budget=budget)
        return None if isinstance(verdict, Unknown) else isinstance(verdict, Satisfiable)
    return False


def _doubted(values: Sequence[IntSet], undecided: Sequence[IntSet]) -> Possible:
    """Return the answer where one component may have no solution at all: what the others can do is undecided too."""
    return Possible((EMPTY,) * len(values), tuple(seen | left for seen, left in zip(values, undecided, strict=True)))
