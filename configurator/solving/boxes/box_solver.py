"""The solver of programs with wide numbers: it narrows and halves boxes, and compiles nothing.

A question that takes too many boxes goes to another engine, which is loaded at that moment.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import cast

from configurator.budget import Budget, OutOfBudget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Literal, Lowest, Program
from configurator.solving.boxes.box_arrays import Boxes, NotBoxable
from configurator.solving.boxes.box_completion import BoxCompletion
from configurator.solving.boxes.box_optimum import BoxOptimum
from configurator.solving.boxes.box_program import BoxProgram, BoxQuestion
from configurator.solving.boxes.box_search import BoxMeter, BoxSearch, TooManyBoxes
from configurator.solving.boxes.box_values import ValueSearch
from configurator.solving.boxes.limits import BOX_BRANCHES
from configurator.solving.composite_queries import by_simple_queries
from configurator.solving.deferring_solver import DeferringSolver
from configurator.solving.port import (
    Answer,
    AnyQuery,
    Assumptions,
    Complete,
    CountSolutions,
    FindAlternatives,
    FindDomains,
    Minimise,
    Minimum,
    Optimum,
    Satisfiable,
    Solution,
    SolutionCount,
    Solve,
    Solver,
    Unsatisfiable,
    ValidDomains,
    Verdict,
)
from configurator.solving.queries import asked_variables, domains_under


class BoxSolver(DeferringSolver):
    """Answers by boxes; `other` creates the solver for questions that take too many. Raises NotBoxable."""

    def __init__(self, program: Program, other: Callable[[Program], Solver]) -> None:
        super().__init__(program, other)
        self._boxes = BoxProgram(program)
        self._near: Solution | None = None
        """The last solution found: the next question is mostly about its neighbours."""

    def _answered(self, query: AnyQuery, budget: Budget) -> Answer:
        match query:
            case Solve(given):
                return _verdict(self._first(given, budget))
            case FindDomains(given, of=of):
                return self._domains(given, asked_variables(self.program, of), (), budget)
            case FindAlternatives():
                return self._alternatives(query, budget)
            case CountSolutions(given, at_most=at_most):
                return self._count(given, at_most, budget)
            case Minimise():
                return self._minimum(query, budget)
            case Complete():
                return _verdict(self._completion(query, budget))
            case _:
                return by_simple_queries(self, query, budget)

    def _search(self, given: Assumptions, budget: Budget) -> BoxSearch | None:
        """Return a search; None where nothing is left of a domain, so that there is no solution."""
        question = BoxQuestion(self._boxes, given)
        return BoxSearch(question, BoxMeter(budget)) if all(question.domains) else None

    def _first(self, given: Assumptions, budget: Budget) -> Solution | None:
        """Return the last solution if it is one, else one near it, else any."""
        search = self._search(given, budget)
        if search is None:
            return None
        near = None if self._near is None else search.question.solution(list(self._near))
        if near is None:
            near = self._found(search)
        self._near = near or self._near
        return near

    def _found(self, search: BoxSearch) -> Solution | None:
        decided = self._boxes.layout.decided
        last = self._near
        wishes = [] if last is None else [Literal(index, IntSet.of((last[index],))) for index in decided]
        start = search.question.start()
        try:
            return BoxCompletion(search, [*wishes, *map(Lowest, decided)]).best(start, BOX_BRANCHES)
        except TooManyBoxes:
            return search.first(start)

    def _completion(self, query: Complete, budget: Budget) -> Solution | None:
        if any(self.program.variables[wish.variable].determined for wish in query.wishes):
            raise TooManyBoxes
        search = self._search(query.given, budget)
        best = None if search is None else BoxCompletion(search, query.wishes).best(search.question.start())
        self._near = best or self._near
        return best

    def _count(self, given: Assumptions, at_most: int | None, budget: Budget) -> SolutionCount:
        search = self._search(given, budget)
        number = 0 if search is None else search.volume(search.question.start(), at_most)
        if at_most is not None and number >= at_most:
            return SolutionCount(at_most, exact=False)
        return SolutionCount(number, exact=True)

    def _minimum(self, query: Minimise, budget: Budget) -> Minimum:
        search = self._search(query.given, budget)
        if search is None:
            return Unsatisfiable()
        optimum = BoxOptimum(search, query.objective)
        optimum.run(search.question.start())
        return Unsatisfiable() if optimum.best is None else Optimum(optimum.best, optimum.cost, proved=True)

    def _alternatives(self, query: FindAlternatives, budget: Budget) -> ValidDomains:
        """Look for the values of each narrowed variable in a box of its own, without its narrowing."""
        given, of = query.given, query.of
        asked = asked_variables(self.program, of) | (given.narrowed.keys() if of is None else frozenset())
        alone = asked & given.narrowed.keys()
        if any(not self._is_plain(index, given) for index in alone):
            return cast(ValidDomains, by_simple_queries(self, query, budget))
        return self._domains(given, asked, alone, budget, others=of is None)

    def _is_plain(self, index: int, given: Assumptions) -> bool:
        """Return whether the ends of a box say what a variable is narrowed to."""
        domain = self.program.variables[index].domain & given.narrowed[index]
        return not self.program.variables[index].determined and (
            index in self._boxes.layout.set_of or len(domain.intervals) <= 1
        )

    def _domains(
        self, given: Assumptions, asked: Collection[int], alone: Collection[int], budget: Budget, *, others: bool = True
    ) -> ValidDomains:
        """Return the values of the asked variables, those `alone` without their own narrowing.

        If there is no solution at all, nothing is undecided of any of the `others`.
        """
        if any(self.program.variables[index].determined for index in asked):
            raise TooManyBoxes
        domains = domains_under(self.program, given)
        wanted = {index: self.program.variables[index].domain if index in alone else domains[index] for index in asked}
        seen, left = self._values(given, wanted, alone, budget)
        shared = [index for index in asked if index not in alone]
        if shared:
            possible = any(seen[index] or left[index] for index in shared)
        else:
            possible = not others or self._first(given, budget) is not None
        rest = domains if possible else (EMPTY,) * len(domains)
        return ValidDomains(
            tuple(seen.get(index, EMPTY) for index in range(len(domains))),
            tuple(left.get(index, rest[index]) for index in range(len(domains))),
        )

    def _values(
        self, given: Assumptions, wanted: Mapping[int, IntSet], alone: Collection[int], budget: Budget
    ) -> tuple[dict[int, IntSet], dict[int, IntSet]]:
        """Return the values that have a solution, and those undecided."""
        question = BoxQuestion(self._boxes, given)
        starts = {index: self._start(question, index, wanted[index]) for index in wanted}
        search = ValueSearch(BoxSearch(question, BoxMeter(budget)), wanted, alone)
        left: dict[int, IntSet] = dict.fromkeys(wanted, EMPTY)
        try:
            search.run(starts, self._near)
        except OutOfBudget:
            left = {index: IntSet.of(open_.tolist()) for index, open_ in search.open.items()}
        except TooManyBoxes:
            return self._by_other(given, wanted, search, budget)
        return {index: search.seen(index) for index in wanted}, left

    def _by_other(
        self, given: Assumptions, wanted: Mapping[int, IntSet], search: ValueSearch, budget: Budget
    ) -> tuple[dict[int, IntSet], dict[int, IntSet]]:
        """Return the values seen, and what the other solver says of those open, variable by variable."""
        seen, left = dict[int, IntSet](), dict[int, IntSet]()
        for index in wanted:
            open_ = IntSet.of(search.open[index].tolist())
            seen[index], left[index] = search.seen(index), EMPTY
            if open_:
                narrowed = replace(given, narrowed={**given.narrowed, index: open_})
                answer = self._other.ask(FindDomains(narrowed, of=[index]), budget)
                seen[index], left[index] = seen[index] | answer.values[index], answer.undecided[index]
        return seen, left

    def _start(self, question: BoxQuestion, index: int, values: IntSet) -> Boxes | None:
        """Return the box that looks for values of a variable; None where nothing is left of another one's domain."""
        domains = tuple(values if other == index else domain for other, domain in enumerate(question.domains))
        return Boxes.of(self._boxes.layout, domains) if all(domains) else None


def _verdict(solution: Solution | None) -> Verdict:
    return Unsatisfiable() if solution is None else Satisfiable(solution)


def by_boxes(program: Program, other: Callable[[Program], Solver]) -> Solver | None:
    """Return a solver over boxes, None where they are no form for the program; `other` loads one for what is beyond."""
    try:
        return BoxSolver(program, other)
    except NotBoxable:
        return None
