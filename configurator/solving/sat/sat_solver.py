"""Incremental SAT behind the port; CP-SAT proves optima, and counts come from the exact counter."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from configurator.budget import UNLIMITED, Budget, OutOfBudget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Literal, Lowest, Program, Wish
from configurator.solving.composite_queries import by_simple_queries
from configurator.solving.counting import count
from configurator.solving.local_search.layout import Mask, Positions
from configurator.solving.port import (
    FREE,
    Answer,
    AnyQuery,
    Assumptions,
    Complete,
    CountSolutions,
    FindDomains,
    Minimise,
    Satisfiable,
    Solve,
    Solver,
    Unknown,
    Unsatisfiable,
    ValidDomains,
    Verdict,
)
from configurator.solving.queries import asked_variables, domains_under, nothing_possible, only_asked
from configurator.solving.sat.incremental_sat import IncrementalSat
from configurator.solving.sat.limits import ENCODED_VALUES
from configurator.solving.sat.possible_values import SeenValues, ValueStates
from configurator.solving.sat.supports import SupportSearch


class SatCompletion:
    """The solution that fulfils the wishes lexicographically, on the way."""

    def __init__(
        self, sat: IncrementalSat, assumptions: Sequence[int], domains: Sequence[IntSet], budget: Budget
    ) -> None:
        self._sat = sat
        self._assumptions = list(assumptions)
        self._domains = list(domains)
        self._budget = budget
        self._witness: Positions | None = None

    def run(self, wishes: Sequence[Wish]) -> Verdict:
        """Return the solution, if there is any and the budget suffices."""
        self._sat.glucose.set_phases(self._wished(wishes))
        result = self._search(self._assumptions)
        for wish in wishes:
            if not result:
                break
            result = self._granted(wish)
        if self._witness is None or result is None:
            return Unknown() if result is None else Unsatisfiable()
        return Satisfiable(self._sat.layout.solution(self._witness))

    def _wished(self, wishes: Sequence[Wish]) -> list[int]:
        """Return phases towards the lowest values, overridden towards the wishes, the first wish last."""
        phases = [-rung for ladder in self._sat.encoding.ladders for rung in ladder.rungs]
        for wish in reversed(wishes):
            if isinstance(wish, Literal) and (preferred := wish.values & self._domains[wish.variable]):
                ladder = self._sat.encoding.ladders[wish.variable]
                first = ladder.spans(preferred)[0][0]
                phases += [rung if number <= first else -rung for number, rung in enumerate(ladder.rungs, start=1)]
        return phases

    def _granted(self, wish: Wish) -> bool | None:
        """Grant the wish if possible; None if undecided."""
        match wish:
            case Literal(variable, values):
                return None if self._grant(variable, values & self._domains[variable]) is None else True
            case Lowest(variable):
                return self._lower(variable)

    def _grant(self, index: int, preferred: IntSet) -> bool | None:
        """Keep to the preferred values if there is a model with one of them, else to the others."""
        if not preferred or preferred == self._domains[index]:
            return bool(preferred)
        granted: bool | None = self._value(index) in preferred
        if not granted:
            granted = self._search([*self._assumptions, *self._sat.only({index: preferred})])
        if granted is not None:
            self._domains[index] = preferred if granted else self._domains[index] - preferred
            self._assumptions += self._sat.only({index: self._domains[index]})
        return granted

    def _lower(self, index: int) -> bool | None:
        """Find the lowest value by bisection below the witness."""
        while below := [value for value in self._domains[index] if value < self._value(index)]:
            if self._grant(index, IntSet.of(below[: (len(below) + 1) // 2])) is None:
                return None
        self._grant(index, IntSet.of([self._value(index)]))
        return True

    def _value(self, index: int) -> int:
        layout = self._sat.layout
        return (
            0 if self._witness is None else layout.variables[index].values[self._witness[index] - layout.offsets[index]]
        )

    def _search(self, assumptions: Sequence[int]) -> bool | None:
        result = self._sat.glucose.solve(assumptions, self._budget)
        if result:
            self._witness = self._sat.rungs.positions(self._sat.glucose.model())
        return result


class SatSolver(Solver):
    """Keeps the clauses of a program in a running solver, and in a second one with named constraints under switches.

    The `prover` is asked for optima and most completions, and where an assumption adds a sum that clauses say badly.
    """

    def __init__(self, program: Program, prover: Callable[[Program], Solver]) -> None:
        self._program = program
        self._load_prover = prover
        self._known_prover: Solver | None = None
        self._grounds: dict[bool, IncrementalSat] = {}
        self._states: ValueStates | None = None
        self._empty = not all(variable.domain for variable in program.variables)
        self._too_wide = sum(len(variable.domain) for variable in program.variables) > ENCODED_VALUES

    @property
    def program(self) -> Program:
        return self._program

    @property
    def size(self) -> int:
        """Return the number of the program's clauses."""
        return self._sat(FREE).glucose.size

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Query the clauses, or a better method; undecided where there is no time to write the clauses."""
        try:
            return self._answer(query, budget)
        except OutOfBudget:
            if isinstance(query, FindDomains):
                domains = domains_under(self._program, query.given)
                return only_asked(
                    self._program, query.of, domains, ValidDomains((EMPTY,) * len(domains), tuple(domains))
                )
            return Unknown()

    def _answer(self, query: AnyQuery, budget: Budget) -> Answer:
        match query:
            case Solve(given):
                return self._solve(given, budget)
            case FindDomains(given, of=of):
                return self._domains(given, of, budget)
            case CountSolutions():
                return count(self._program, query, budget)
            case Minimise():
                return self._prover().ask(query, budget)
            case Complete():
                return self._complete(query, budget)
            case _:
                return by_simple_queries(self, query, budget)

    def _solve(self, given: Assumptions, budget: Budget) -> Verdict:
        """Search once; hard arithmetic is left to CP-SAT."""
        if self._is_empty(given):
            return Unsatisfiable()
        literals = self._literals(given, budget)
        if literals is None:
            return self._prover().ask(Solve(given), budget)
        sat = self._sat(given)
        verdict = sat.verdict(literals, budget, easily=sat.adds_numbers)
        if isinstance(verdict, Unknown) and sat.adds_numbers:
            return self._searched_incrementally(sat, given, budget)
        return Unsatisfiable(sat.core(given)) if isinstance(verdict, Unsatisfiable) else verdict

    def _searched_incrementally(self, sat: IncrementalSat, given: Assumptions, budget: Budget) -> Verdict:
        if sat.incremental_model is None or given.also:
            return self._prover().ask(Solve(given), budget)
        return sat.incremental_model.solve(domains_under(self._program, given), budget)

    def _domains(self, given: Assumptions, of: Collection[int] | None, budget: Budget) -> ValidDomains:
        """Ask by regions where only values are chosen, else search for all values."""
        if self._is_empty(given):
            return nothing_possible(len(self._program.variables))
        literals = self._literals(given, budget)
        if literals is None:
            return self._prover().ask(FindDomains(given, of=of), budget)
        sat = self._sat(given)
        layout, queried = sat.layout, sat.layout.of(asked_variables(self._program, of))
        if not (given.without or given.also):
            answer = self._known_states().under(given.narrowed, queried, budget)
        elif sat.adds_numbers:
            return self._prover().ask(FindDomains(given, of=of), budget)
        else:
            answer = self._covered(given, literals, queried, budget)
        if answer is None:
            return nothing_possible(len(self._program.variables))
        seen = answer.seen if answer.alive else np.zeros_like(answer.seen)
        unknown = answer.open if answer.alive else answer.open | answer.seen
        unasked = layout.mask(given.narrowed) & ~queried
        return ValidDomains(layout.sets(seen), layout.sets(unknown | unasked))

    def _complete(self, query: Complete, budget: Budget) -> Verdict:
        """Walk the wishes by searches where every variable has two values; else descents of the prover are faster."""
        given = query.given
        if self._is_empty(given):
            return Unsatisfiable()
        literals = self._literals(given, budget)
        if literals is None or not (sat := self._sat(given)).is_binary:
            return self._prover().ask(query, budget)
        return SatCompletion(sat, literals, domains_under(self._program, given), budget).run(query.wishes)

    def _is_empty(self, given: Assumptions) -> bool:
        """Return whether a variable has no value left."""
        variables = self._program.variables
        return self._empty or not all(variables[index].domain & values for index, values in given.narrowed.items())

    def _literals(self, given: Assumptions, budget: Budget) -> list[int] | None:
        """Return the assumptions as literals; None if the program or one of their bounds is left to the prover."""
        if self._too_wide:
            return None
        self._make_room(optional=bool(given.without))
        sat = self._sat(given, budget)
        guards = [sat.guard(bound) for bound in given.also]
        known = [guard for guard in guards if guard is not None]
        if len(known) < len(guards):
            return None
        return [*sat.switches(given.without), *sat.only(given.narrowed), *known]

    def _make_room(self, *, optional: bool) -> None:
        """Drop a solver to which too many bounds were added."""
        if optional in self._grounds and self._grounds[optional].is_full():
            del self._grounds[optional]
            self._states = self._states if optional else None

    def _sat(self, given: Assumptions, budget: Budget = UNLIMITED) -> IncrementalSat:
        optional = bool(given.without)
        if optional not in self._grounds:
            self._grounds[optional] = IncrementalSat(self._program, optional=optional, budget=budget)
        return self._grounds[optional]

    def _known_states(self) -> ValueStates:
        if self._states is None:
            sat = self._sat(FREE)
            self._states = ValueStates(sat, sat.layout.of(asked_variables(self._program, None)))
        return self._states

    def _covered(self, given: Assumptions, literals: Sequence[int], queried: Mask, budget: Budget) -> SeenValues | None:
        sat = self._sat(given)
        cover = SupportSearch.under(sat, literals, sat.layout.mask(given.narrowed), queried, whole=False)
        cover.look(budget)
        return None if cover.alive is False else SeenValues(cover.seen, cover.open, bool(cover.alive))

    def _prover(self) -> Solver:
        if self._known_prover is None:
            self._known_prover = self._load_prover(self._program)
        return self._known_prover
