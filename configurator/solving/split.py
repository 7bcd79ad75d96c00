"""A solver made of solvers: one for each component of the program, their answers put together."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import prod
from random import Random

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program, Term, Wish
from configurator.solving.answers import cost_of, nothing_possible
from configurator.solving.parts import Part, moved_assumptions, moved_terms, moved_wishes, parts_of
from configurator.solving.port import (
    FREE,
    UNLIMITED,
    Assumptions,
    Best,
    Bound,
    Budget,
    Core,
    Counted,
    Possible,
    Satisfiable,
    Several,
    Solution,
    Solver,
    Through,
    Unknown,
    Unsatisfiable,
    Verdict,
)
from configurator.solving.question import domains_under

MOST_JOINS = 8
"""So many sets of components, joined by sums that assumptions add, are kept ready."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of the program with its solver."""

    part: Part
    solver: Solver


class SplitSolver:
    """Asks every component alone. Sums in the assumptions that reach over several components join them first."""

    def __init__(
        self, program: Program, load: Callable[[Program], Solver], *, parts: Sequence[Asked] | None = None
    ) -> None:
        """Load a solver for each component, unless `parts` are loaded already; joined ones are always loaded."""
        self._program = program
        self._load = load
        if parts is None:
            parts = [Asked(part, load(part.program)) for part in parts_of(program)]
        self._parts = tuple(parts)
        self._before: dict[tuple[int, ...], tuple[Assumptions, list[int] | None, Possible]] = {}
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
        bounds: list[int | None] = []
        for each in self._parts_under(given):
            terms = moved_terms(objective, each.part.index)
            match each.solver.least(terms, moved_assumptions(given, each.part.index), budget=budget):
                case Unsatisfiable():
                    return Unsatisfiable()
                case Unknown():
                    unknown = True
                case Best(witness, part_cost, part_proved, bound):
                    found.append((each, witness))
                    cost, proved = cost + part_cost, proved and part_proved
                    bounds.append(part_cost if part_proved else bound)
        return Unknown() if unknown else Best(self._whole(found), cost, proved, _added(bounds))

    def possible(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        """Ask all components; without a solution of one of them, nothing is possible."""
        size = len(self._program.variables)
        values, undecided = [EMPTY] * size, [EMPTY] * size
        certain = True
        for each in self._parts_under(given):
            index = each.part.index
            under = moved_assumptions(given, index)
            answer = self._possible(each, under, _asked(of, each.part), budget)
            satisfiable = _satisfiable(each, under, answer, budget)
            if satisfiable is False:
                return nothing_possible(size)
            certain = certain and satisfiable is True
            for position, place in enumerate(each.part.places):
                values[place], undecided[place] = answer.values[position], answer.undecided[position]
        return Possible(tuple(values), tuple(undecided)) if certain else _doubted(values, undecided)

    def _possible(self, each: Asked, under: Assumptions, of: list[int] | None, budget: Budget) -> Possible:
        """Ask one component, unless it was asked just the same before: a click is mostly about one component."""
        if budget.spent():
            return each.solver.possible(under, of=of, budget=budget)
        before = self._before.get(each.part.places)
        if before is not None and before[:2] == (under, of):
            return before[2]
        answer = each.solver.possible(under, of=of, budget=budget)
        if not budget.spent():
            self._before[each.part.places] = under, of, answer
        return answer

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

    def through(
        self,
        objective: Sequence[Term],
        given: Assumptions = FREE,
        *,
        of: Collection[int] | None = None,
        budget: Budget = UNLIMITED,
    ) -> Through:
        """Add to the costs of each component the least costs of the others."""
        parts = self._parts_under(given)
        domains = domains_under(self._program, given)
        least = []
        for each in parts:
            under, terms = moved_assumptions(given, each.part.index), moved_terms(objective, each.part.index)
            best = each.solver.least(terms, under, budget=budget)
            if isinstance(best, Unsatisfiable):
                return Through(({},) * len(domains), (EMPTY,) * len(domains))
            least.append(best.cost if isinstance(best, Best) and best.proved else None)
        if None in least:
            return Through(({},) * len(domains), domains)
        whole = sum(cost for cost in least if cost is not None)
        costs: list[Mapping[int, int]] = [{} for _ in domains]
        undecided = list(domains)
        for each, own in zip(parts, least, strict=True):
            under, terms = moved_assumptions(given, each.part.index), moved_terms(objective, each.part.index)
            answer = each.solver.through(terms, under, of=_asked(of, each.part), budget=budget)
            for position, place in enumerate(each.part.places):
                others = whole - (own or 0)
                costs[place] = {value: cost + others for value, cost in answer.costs[position].items()}
                undecided[place] = answer.undecided[position]
        return Through(tuple(costs), tuple(undecided))

    def cheapest(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, number: int, budget: Budget = UNLIMITED
    ) -> Several:
        """Combine the cheapest of each component, the cheapest pairs first."""
        found: list[Solution] = [(0,) * len(self._program.variables)]
        for each in self._parts_under(given):
            under, terms = moved_assumptions(given, each.part.index), moved_terms(objective, each.part.index)
            answer = each.solver.cheapest(terms, under, number=number, budget=budget)
            if not answer.complete:
                return Several((), False)
            together = (_put(one, each.part, other) for one in found for other in answer.solutions)
            found = nsmallest(number, together, key=lambda solution: cost_of(objective, solution))
        return Several(tuple(found[: max(number, 0)]), True)

    def sample(self, given: Assumptions = FREE, *, number: int, seed: int, budget: Budget = UNLIMITED) -> Several:
        """Draw from each component by itself."""
        chance = Random(seed)
        found: list[Solution] = [(0,) * len(self._program.variables)] * number
        complete = True
        for each in self._parts_under(given):
            under = moved_assumptions(given, each.part.index)
            answer = each.solver.sample(under, number=number, seed=chance.randrange(2**32), budget=budget)
            complete = complete and answer.complete
            found = [_put(one, each.part, other) for one, other in zip(found, answer.solutions, strict=False)]
            if not found and answer.complete:
                return Several((), True)
        return Several(tuple(found), complete)

    def alternatives(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        """Ask every component; where one has no solution, only what is in it can help."""
        size = len(self._program.variables)
        parts = self._parts_under(given)
        unders = [moved_assumptions(given, each.part.index) for each in parts]
        stands = [self._stands(each, under, budget) for each, under in zip(parts, unders, strict=True)]
        impossible = [number for number, standing in enumerate(stands) if standing is False]
        values, undecided = [EMPTY] * size, [EMPTY] * size
        certain = None not in stands
        for number, (each, under) in enumerate(zip(parts, unders, strict=True)):
            if any(other != number for other in impossible):
                continue
            answer = each.solver.alternatives(under, of=_asked(of, each.part), budget=budget)
            for position, place in enumerate(each.part.places):
                values[place], undecided[place] = answer.values[position], answer.undecided[position]
        return Possible(tuple(values), tuple(undecided)) if certain else _doubted(values, undecided)

    def _stands(self, each: Asked, under: Assumptions, budget: Budget) -> bool | None:
        """Tell whether a component has a solution; None where that is not known in time."""
        before = self._before.get(each.part.places)
        if before is not None and before[0] == under and any(before[2].values):
            return True
        verdict = each.solver.solve(under, budget=budget)
        return None if isinstance(verdict, Unknown) else isinstance(verdict, Satisfiable)

    def _put_together(self, answers: Iterator[tuple[Asked, Verdict]]) -> Verdict:
        found: list[tuple[Asked, Solution]] = []
        unknown = False
        for each, verdict in answers:
            match verdict:
                case Unsatisfiable(core):
                    return Unsatisfiable(core and Core(each.part.named(core.narrowed), core.constraints))
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


def _asked(of: Collection[int] | None, part: Part) -> list[int] | None:
    return None if of is None else [part.index[place] for place in of if place in part.index]


def _added(bounds: Sequence[int | None]) -> int | None:
    known = [bound for bound in bounds if bound is not None]
    return sum(known) if len(known) == len(bounds) else None


def _put(whole: Solution, part: Part, own: Solution) -> Solution:
    """Return a solution with the values of one part put in."""
    values = list(whole)
    for place, value in zip(part.places, own, strict=True):
        values[place] = value
    return tuple(values)


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
