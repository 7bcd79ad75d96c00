"""The products that clicks lead to: the default completion after one more choice.

A completion fulfils the owner's wishes in order. After one more choice it agrees with the running one up to the first
wish that the choice gives up, and beyond that wherever no wish that was in vain becomes possible. Most clicks need no
search: the running product with the one value changed is shown to be the completion. For the others only the wishes
from the first doubtful one on are asked of the solver, all before it being settled.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from configurator.budget import UNLIMITED, Budget
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import InvalidRequest
from configurator.program.compile import CountSlot, Slot
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Literal, Lowest, Term, Wish
from configurator.program.semantics import weigh
from configurator.session.catalog_view import evaluation_of, is_fixed
from configurator.session.choices import Choices
from configurator.session.completion import cheapest_solution, configuration_of, neighbour_of, witness_of
from configurator.session.completion_trails import CompletionTrails
from configurator.session.consistency import narrowed_by
from configurator.session.lexicographic_sum import CompletionsThrough, CompletionThrough, completions_through, ranks_of
from configurator.session.partial_assignment import PartialAssignment
from configurator.session.wishes_in_vain import WishesInVain
from configurator.solving.local_search.minimal_change import MinimalChangeSearch, TooFar
from configurator.solving.port import (
    AlikeCompletions,
    Assumptions,
    Bound,
    Complete,
    Satisfiable,
    Solution,
    Solve,
    Unknown,
    Unsatisfiable,
    ValidDomains,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A solution with the clicked value that agrees with the completion on all wishes before number `settled`.

    None for `settled`: it is the completion.
    """

    solution: Solution
    settled: int | None


@dataclass
class Completion:
    """A completion of some choices, and what follows from it for the completions after one more choice.

    `also` bounds sums in the completion and in all that follow it. `possible` are the values that the choices leave to
    variables, where they are known.
    """

    assignment: PartialAssignment
    solution: Solution
    also: tuple[Bound, ...] = ()
    possible: ValidDomains | None = None
    _changed_only: dict[Literal, Candidate | None] = field(default_factory=dict, init=False)

    @property
    def wishes(self) -> Sequence[Wish]:
        """The owner's wishes, the first one most."""
        return self.assignment.compiled.program.wishes

    def changed_only(self, literal: Literal) -> Candidate | None:
        """Return the candidate in which only this value, and what is determined by it, changes; worked out once.

        None where that violates a law.
        """
        if literal not in self._changed_only:
            self._changed_only[literal] = self._candidate(self._search.with_only(literal), literal)
        return self._changed_only[literal]

    def changed_little(self, literal: Literal) -> Candidate | None:
        """Return a candidate that is a few changes away; None where the search gives up."""
        try:
            return self._candidate(self._search.nearest(literal, self._free, self.wishes), literal)
        except TooFar:
            return None

    def _candidate(self, solution: Solution | None, literal: Literal) -> Candidate | None:
        return None if solution is None else Candidate(solution, self._in_vain.first_doubtful(solution, literal))

    def completed(self, literal: Literal | None, candidate: Candidate | None, budget: Budget) -> Solution | None:
        """Return the completion with a value; None where there is none. Raises Undecided where the budget ends."""
        if candidate is not None and candidate.settled is None:
            return candidate.solution
        settled = 0 if candidate is None else candidate.settled or 0
        given = list(self.assignment.wanted.values())
        if literal is not None:
            given.append(literal)
        if candidate is not None:
            given.extend(self._kept(candidate.solution, settled))
        assumptions = Assumptions(narrowed_by(given), also=self.also)
        near = None if candidate is None else candidate.solution
        query = Complete(self.wishes[settled:], assumptions, near=near)
        return witness_of(self.assignment.solver.ask(query, budget), budget)

    def improved(self, budget: Budget) -> Solution:
        """Return the completion of the choices where `solution` is any product that has them."""
        doubtful = self._in_vain.first_doubtful_from(self.solution, 0)
        completed = self.completed(None, Candidate(self.solution, doubtful), budget)
        return self.solution if completed is None else completed

    def _kept(self, solution: Solution, settled: int) -> Iterator[Literal]:
        """Yield how the completion fulfils the wishes before number `settled`, as a solution does."""
        variables = self.assignment.compiled.program.variables
        for wish in self.wishes[:settled]:
            value = solution[wish.variable]
            if isinstance(wish, Lowest):
                yield Literal(wish.variable, IntSet.of((value,)))
            elif value in wish.values:
                yield wish
            else:
                yield Literal(wish.variable, variables[wish.variable].domain - wish.values)

    # ── prepared once ────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _narrowed(self) -> Mapping[int, IntSet]:
        return self.assignment.narrowed()

    @cached_property
    def _search(self) -> MinimalChangeSearch:
        return MinimalChangeSearch(evaluation_of(self.assignment.compiled), self.solution, self._free, self.wishes)

    @cached_property
    def _free(self) -> tuple[int, ...]:
        slots = self.assignment.compiled.encoding.slots
        return tuple(slot.variable for slot in slots if slot.variable not in self._narrowed)

    @cached_property
    def _in_vain(self) -> WishesInVain:
        evaluation, variables = evaluation_of(self.assignment.compiled), self.assignment.compiled.program.variables
        domains = [variable.domain for variable in variables]
        if self.possible is not None:
            domains = [
                value | open_ for value, open_ in zip(self.possible.values, self.possible.undecided, strict=True)
            ]
        return WishesInVain(evaluation, self.solution, self._narrowed, domains)


@dataclass(frozen=True)
class LeastCost:
    """A sum that is kept least before any wish counts, and its least value under the current choices."""

    terms: tuple[Term, ...]
    least: int


@dataclass(frozen=True, slots=True)
class AlikeClicks:
    """Clicks on values of a path after which nothing but the value differs; `configuration` follows the first."""

    path: str
    values: Sequence[FeatureValue]
    configuration: Configuration


@dataclass
class NextCompletions:
    """The completions after one more choice, near the completion of the current choices. Make it once for all of them.

    With a `least_cost` completions are those of the least cost.
    """

    current: Completion
    least_cost: LeastCost | None = None
    _others: dict[str, Completion] = field(default_factory=dict, init=False)
    """Completions without one of the choices, by its path."""
    _through: dict[str, CompletionsThrough | None] = field(default_factory=dict, init=False)
    """Completions through every value without one of the choices, by its path; under all choices by an empty one."""

    def together(
        self, values: Mapping[str, Sequence[FeatureValue]], *, budget: Budget = UNLIMITED
    ) -> Iterator[AlikeClicks]:
        """Yield those of the clicks, given as values by path, whose completions the solver finds together."""
        if self.least_cost is not None:
            return
        assignment, chosen = self.current.assignment, [path for path in values if path in self._chosen]
        yield from self._together(
            assignment.narrowed(), [path for path in values if path not in chosen], values, budget
        )
        for path in chosen:
            yield from self._together(assignment.narrowed(path), [path], values, budget)

    def _together(
        self,
        narrowed: Mapping[int, IntSet],
        paths: Sequence[str],
        values: Mapping[str, Sequence[FeatureValue]],
        budget: Budget,
    ) -> Iterator[AlikeClicks]:
        assignment = self.current.assignment
        slots = {path: assignment.slot(path) for path in paths}
        completed = assignment.solver.alike_completions(
            self.current.wishes, Assumptions(narrowed), [slot.variable for slot in slots.values()], budget
        )
        for path, slot in slots.items():
            yield from self._alike(path, slot, values[path], completed.get(slot.variable, ()))

    def _alike(
        self, path: str, slot: Slot, values: Iterable[FeatureValue], completed: Sequence[AlikeCompletions]
    ) -> Iterator[AlikeClicks]:
        """Yield values by their completion; each number of instances has one of its own, with these instances."""
        numbers = {held: number for number, each in enumerate(completed) for held in each.values}
        alike: dict[object, list[tuple[FeatureValue, int]]] = {}
        for value in values:
            held = slot.held(value)
            if held is not None and held in numbers:
                key = held if isinstance(slot, CountSlot) else (numbers[held],)
                alike.setdefault(key, []).append((value, held))
        for own in alike.values():
            first, held = own[0]
            solution = list(completed[numbers[held]].solution)
            solution[slot.variable] = held
            configuration = self._configuration(path, first, tuple(solution))
            yield AlikeClicks(path, [value for value, _ in own], configuration)

    def without_search(self, path: str, value: FeatureValue, *, budget: Budget = UNLIMITED) -> Configuration | None:
        """Return the completion after a value is chosen, where that takes no search; None where it does."""
        known = self._known(path, value, budget)
        if known is not None and known.solution is not None:
            return self._configuration(path, value, known.solution)
        base = self._known_base(path)
        if base is None:
            return None
        candidate = base.changed_only(self._literal(path, value))
        if candidate is None or candidate.settled is not None or not self._is_least(candidate.solution):
            return None
        return self._configuration(path, value, candidate.solution)

    def after(self, path: str, value: FeatureValue, *, budget: Budget = UNLIMITED) -> Configuration | None:
        """Return the completion after a value is chosen in place of the choice at the path; None if it is not possible.

        Raises Undecided if the budget ends first.
        """
        literal = self._literal(path, value)
        if (known := self._known(path, value, budget)) is not None:
            return None if known.solution is None else self._configuration(path, value, known.solution)
        if self.least_cost is not None and path in self._chosen:
            return self._cheapest(path, value, self.least_cost.terms, budget)
        base = self._base(path, budget)
        candidate = base.changed_only(literal) or base.changed_little(literal)
        if self.least_cost is not None and (candidate is None or not self._is_least(candidate.solution)):
            return self._cheapest(path, value, self.least_cost.terms, budget)
        solution = base.completed(literal, candidate, budget)
        return None if solution is None else self._configuration(path, value, solution)

    def _known(self, path: str, value: FeatureValue, budget: Budget) -> CompletionThrough | None:
        """Return the completion with a value if it takes passes or a greedy descent; None if it has to be searched."""
        known = self._in_passes(path, value, budget)
        if known is not None or self.least_cost is not None:
            return known
        return self._trails.through(path if path in self._chosen else "", self._literal(path, value), budget)

    def _in_passes(self, path: str, value: FeatureValue, budget: Budget) -> CompletionThrough | None:
        """Return the completion with a value if the solver tells all of them at once; None if it has to search."""
        if self.least_cost is not None:
            return None
        replaced = path if path in self._chosen else ""
        if replaced not in self._through:
            assignment = self.current.assignment
            ranks, narrowed = ranks_of(assignment.compiled), assignment.narrowed(replaced)
            self._through[replaced] = completions_through(ranks, assignment.solver, narrowed, budget)
        through = self._through[replaced]
        return None if through is None else through.through(self._literal(path, value), self.current.solution)

    def _cheapest(
        self, path: str, value: FeatureValue, objective: Sequence[Term], budget: Budget
    ) -> Configuration | None:
        least = cheapest_solution(self._choosing(path, value), objective, budget=budget)
        if least is not None and not least.proved:
            raise budget.undecided("the cheapest completion was proved")
        return None if least is None else self._configuration(path, value, least.witness)

    @property
    def _chosen(self) -> Collection[str]:
        return self.current.assignment.choices.values.keys()

    def _literal(self, path: str, value: FeatureValue) -> Literal:
        return self.current.assignment.literal(path, value)

    def _is_least(self, solution: Solution) -> bool:
        return self.least_cost is None or weigh(self.least_cost.terms, solution) <= self.least_cost.least

    def _known_base(self, path: str) -> Completion | None:
        return self._others.get(path) if path in self._chosen else self.current

    def _base(self, path: str, budget: Budget) -> Completion:
        """Return the completion that a choice at the path starts from: without the one that it takes the place of."""
        base = self._known_base(path)
        if base is None:
            assignment = self.current.assignment
            fewer = assignment.with_choices(assignment.choices.retracting(path))
            base = Completion(fewer, self.current.solution, self.current.also)
            base = self._others[path] = replace(base, solution=base.improved(budget))
        return base

    def _configuration(self, path: str, value: FeatureValue, solution: Solution) -> Configuration:
        neighbour = neighbour_of(self.current.assignment, path, self._running, solution)
        return configuration_of(self._choosing(path, value), solution) if neighbour is None else neighbour

    def _choosing(self, path: str, value: FeatureValue) -> PartialAssignment:
        return self.current.assignment.with_choices(self.current.assignment.choices.choosing(path, value))

    @cached_property
    def _trails(self) -> CompletionTrails:
        return CompletionTrails(self.current.assignment, self.current.solution)

    @cached_property
    def _running(self) -> tuple[Configuration, Solution]:
        return configuration_of(self.current.assignment, self.current.solution), self.current.solution


def next_completions(
    assignment: PartialAssignment,
    configuration: Configuration,
    *,
    objective: Sequence[Term] | None = None,
    possible: ValidDomains | None = None,
    budget: Budget = UNLIMITED,
) -> NextCompletions:
    """Return what follows the completion of some choices, which `configuration` is, by default or of least `objective`.

    `possible` are the values that the choices leave, if they are known: fewer options then need a search. Raises
    InvalidRequest where it is not valid or disagrees with the choices, Undecided where that is not certain in time.
    """
    choices = Choices(assignment.choices.values, {**assignment.choices.instances, **configuration.instances})
    named = assignment.with_choices(choices)
    given = Assumptions(narrowed_by((*named.wanted.values(), *_held_values(named, configuration))))
    match assignment.solver.ask(Solve(given), budget):
        case Satisfiable(solution):
            if objective is None:
                return NextCompletions(Completion(named, solution, possible=possible))
            least = LeastCost(tuple(objective), weigh(objective, solution))
            also = (Bound(least.terms, high=least.least),)
            return NextCompletions(Completion(named, solution, also, possible), least)
        case Unsatisfiable():
            raise InvalidRequest("the configuration does not hold with these choices; complete the choices first")
        case Unknown():
            raise budget.undecided("the configuration was checked")


def _held_values(assignment: PartialAssignment, configuration: Configuration) -> Iterator[Literal]:
    """Yield every variable of a slot with its value in a configuration; unnamed ones are absent."""
    encoding = assignment.compiled.encoding
    for member in assignment.naming.by_slot.values():
        slot, value = encoding.slot(member.slot), configuration.values.get(member.address)
        if value is not None or not is_fixed(slot):
            yield Literal(slot.variable, _held(slot, value))


def _held(slot: Slot, value: FeatureValue | None) -> IntSet:
    """Return the one held value; nothing where the slot can never have it."""
    none = 0 if isinstance(slot, CountSlot) else slot.absent
    held = none if value is None else slot.held(value)
    return EMPTY if held is None else IntSet.of((held,))
