"""Incremental SAT behind the port; CP-SAT proves optima, and counts come from the exact counter."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from configurator.budget import Budget
from configurator.program.nodes import Program, Wish
from configurator.solving.answers import asked_variables, nothing_possible
from configurator.solving.counting import count
from configurator.solving.local_search.layout import Mask
from configurator.solving.one_by_one import one_by_one
from configurator.solving.port import (
    FREE,
    Answer,
    AnyQuery,
    Assumptions,
    Complete,
    CountSolutions,
    FindDomains,
    Minimise,
    Solve,
    Solver,
    Unknown,
    Unsatisfiable,
    ValidDomains,
    Verdict,
)
from configurator.solving.question import domains_under
from configurator.solving.sat.completing import Completing
from configurator.solving.sat.cover import Cover
from configurator.solving.sat.ground import Ground
from configurator.solving.sat.states import SeenValues, ValueStates


class SatSolver(Solver):
    """Keeps the clauses of a program in a running solver, and in a second one with named constraints under switches.

    The `prover` is asked for optima and most completions, and where an assumption adds a sum that clauses say badly.
    """

    def __init__(self, program: Program, prover: Callable[[Program], Solver]) -> None:
        self._program = program
        self._load_prover = prover
        self._known_prover: Solver | None = None
        self._grounds: dict[bool, Ground] = {}
        self._states: ValueStates | None = None
        self._empty = not all(variable.domain for variable in program.variables)

    @property
    def program(self) -> Program:
        return self._program

    @property
    def size(self) -> int:
        """Return how many clauses the program takes."""
        return self._ground(FREE).machine.size

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Ask the clauses, or whoever is better at it."""
        match query:
            case Solve(given):
                return self._solve(given, budget)
            case FindDomains(given, of=of):
                return self._domains(given, of, budget)
            case CountSolutions():
                return count(self._program, query, budget)
            case Minimise():
                return self._prover().ask(query, budget)
            case Complete(wishes, given):
                return self._complete(wishes, given, budget)
            case _:
                return one_by_one(self, query, budget)

    def _solve(self, given: Assumptions, budget: Budget) -> Verdict:
        """Search once; what is not easy is left to CP-SAT where numbers are added up."""
        if self._is_empty(given):
            return Unsatisfiable()
        literals = self._literals(given)
        if literals is None:
            return self._prover().ask(Solve(given), budget)
        ground = self._ground(given)
        verdict = ground.verdict(literals, budget, easily=ground.adds_numbers)
        if isinstance(verdict, Unknown) and ground.adds_numbers:
            return self._prompted(ground, given, budget)
        return Unsatisfiable(ground.core(given)) if isinstance(verdict, Unsatisfiable) else verdict

    def _prompted(self, ground: Ground, given: Assumptions, budget: Budget) -> Verdict:
        if ground.prompt is None or given.also:
            return self._prover().ask(Solve(given), budget)
        return ground.prompt.solve(domains_under(self._program, given), budget)

    def _domains(self, given: Assumptions, of: Collection[int] | None, budget: Budget) -> ValidDomains:
        """Ask by regions where only values are chosen, else search for all values."""
        if self._is_empty(given):
            return nothing_possible(len(self._program.variables))
        literals = self._literals(given)
        if literals is None:
            return self._prover().ask(FindDomains(given, of=of), budget)
        ground = self._ground(given)
        layout, wanted = ground.layout, ground.layout.of(asked_variables(self._program, of))
        if not (given.without or given.also):
            answer = self._known_states().under(given.narrowed, wanted, budget)
        elif ground.adds_numbers:
            return self._prover().ask(FindDomains(given, of=of), budget)
        else:
            answer = self._covered(given, literals, wanted, budget)
        if answer is None:
            return nothing_possible(len(self._program.variables))
        seen = answer.seen if answer.alive else np.zeros_like(answer.seen)
        unknown = answer.open if answer.alive else answer.open | answer.seen
        unasked = layout.mask(given.narrowed) & ~wanted
        return ValidDomains(layout.sets(seen), layout.sets(unknown | unasked))

    def _complete(self, wishes: Sequence[Wish], given: Assumptions, budget: Budget) -> Verdict:
        """Walk the wishes by searches where every variable has two values; else descents of the prover are faster."""
        if self._is_empty(given):
            return Unsatisfiable()
        literals = self._literals(given)
        ground = self._ground(given)
        if literals is None or not ground.is_binary:
            return self._prover().ask(Complete(wishes, given), budget)
        return Completing(ground, literals, domains_under(self._program, given), budget).run(wishes)

    def _is_empty(self, given: Assumptions) -> bool:
        """Tell whether a variable has no value left."""
        variables = self._program.variables
        return self._empty or not all(variables[place].domain & values for place, values in given.narrowed.items())

    def _literals(self, given: Assumptions) -> list[int] | None:
        """Return the assumptions in literals; None where a sum among them is better left to the prover."""
        self._make_room(optional=bool(given.without))
        ground = self._ground(given)
        guards = [ground.guard(bound) for bound in given.also]
        known = [guard for guard in guards if guard is not None]
        if len(known) < len(guards):
            return None
        return [*ground.switches(given.without), *ground.only(given.narrowed), *known]

    def _make_room(self, *, optional: bool) -> None:
        """Forget a solver that was given too many sums."""
        if optional in self._grounds and self._grounds[optional].is_full():
            del self._grounds[optional]
            self._states = self._states if optional else None

    def _ground(self, given: Assumptions) -> Ground:
        optional = bool(given.without)
        if optional not in self._grounds:
            self._grounds[optional] = Ground(self._program, optional=optional)
        return self._grounds[optional]

    def _known_states(self) -> ValueStates:
        if self._states is None:
            ground = self._ground(FREE)
            self._states = ValueStates(ground, ground.layout.of(asked_variables(self._program, None)))
        return self._states

    def _covered(self, given: Assumptions, literals: Sequence[int], wanted: Mask, budget: Budget) -> SeenValues | None:
        ground = self._ground(given)
        cover = Cover.under(ground, literals, ground.layout.mask(given.narrowed), wanted, whole=False)
        cover.look(budget)
        return None if cover.alive is False else SeenValues(cover.seen, cover.open, bool(cover.alive))

    def _prover(self) -> Solver:
        if self._known_prover is None:
            self._known_prover = self._load_prover(self._program)
        return self._known_prover
