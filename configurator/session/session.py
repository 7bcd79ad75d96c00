"""The one surface of the room: an immutable session of a person choosing.

Every question takes a `budget`; where it ends too early the answer is *undecided*: as a state, or as the exception
`Undecided`, never as a no. What is refused is a normal answer (`Refusal`); what does not exist is an `InvalidRequest`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.model import Structure
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import InvalidRequest, Undecided
from configurator.program.compile import CompiledCatalog
from configurator.program.nodes import Term
from configurator.session import explain, instances
from configurator.session.alike import Alike
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.completion import Completed, cheapest_solution, configuration_of, default_solution
from configurator.session.explanation import Explanation, SubjectKind
from configurator.session.inquiry import Inquiry
from configurator.session.naming import Named
from configurator.session.nearest import Neighbourhood, neighbourhood
from configurator.session.repairs import MOST_REPAIRS, Repair, keeping_most, repairs
from configurator.session.standing import goes_together, standing_part
from configurator.session.states import States
from configurator.session.survey import survey
from configurator.solving.port import (
    Assumptions,
    Bound,
    CountSolutions,
    FindDomains,
    Solution,
    SolutionCount,
    Solver,
    ValidDomains,
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A change that cannot be made as the choices stand: why, and the smallest changes that would make it possible.

    `choices` are what was asked for. `repairs` may be empty because nothing helps, or because time ran out
    (`repairs_in_time` is then False).
    """

    choices: Choices
    explanation: Explanation
    repairs: tuple[Repair, ...] = ()
    repairs_in_time: bool = True


@dataclass(slots=True)
class _Known:
    """What a session has found out for certain; it never changes what is answered, only how soon."""

    possible: ValidDomains | None = None
    states: States | None = None


@dataclass(frozen=True)
class Session:
    """A person choosing from a catalog. Immutable: every change gives a new session, and the old one stays as it was.

    `choices` is all that was chosen, `standing` the part that states and completion count: everything, or, where a
    session was opened with choices that clash, the longest run of the first ones that go together. `history` holds the
    choices before each change. Make sessions with `Session.open`.
    """

    compiled: CompiledCatalog
    solver: Solver
    choices: Choices = NO_CHOICES
    standing: Choices = NO_CHOICES
    history: tuple[Choices, ...] = ()
    consistent: bool = True
    """Whether all choices go together; False too where the catalog has no product at all."""
    _known: _Known = field(init=False, default_factory=_Known, compare=False, repr=False)

    # ── opening ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @staticmethod
    def open(
        compiled: CompiledCatalog,
        solver: Solver,
        choices: Choices = NO_CHOICES,
        *,
        history: tuple[Choices, ...] = (),
        surveyed: bool = False,
        budget: Budget = UNLIMITED,
    ) -> "Session":
        """Return a session that holds these choices, consistent or not.

        Values may be written as text (`'4'`, `'2.5 m'`). Who will ask for states says so by `surveyed`: then one
        question tells both. Raises InvalidRequest where a path or a value is unknown, Undecided where it is not certain
        in time whether the choices go together.
        """
        inquiry = Inquiry(compiled, solver, choices)
        for structure in choices.instances:
            inquiry.naming.find_structure(structure)
        checked = {path: inquiry.checked(path, value) for path, value in choices.values.items()}
        inquiry = inquiry.with_choices(replace(choices, values=checked))
        if surveyed:
            hopeful = Session(compiled, solver, inquiry.choices, inquiry.choices, history)._asking(inquiry)
            if any(hopeful._possible(budget).values):
                return hopeful
        standing, consistent = standing_part(inquiry, budget=budget)
        return Session(compiled, solver, inquiry.choices, standing, history, consistent)._asking(inquiry)

    # ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def choose(
        self, path: str, value: FeatureValue, *, repairs: int = MOST_REPAIRS, budget: Budget = UNLIMITED
    ) -> "Session | Refusal":
        """Choose a value, in place of what was chosen at the path; the choice is refused where others forbid it.

        `repairs` is how many repairs a refusal should offer. In a session whose choices clash, everything is accepted
        until they go together again.
        """
        return self.choose_many({path: value}, repairs=repairs, budget=budget)

    def choose_many(
        self, values: Mapping[str, FeatureValue], *, repairs: int = MOST_REPAIRS, budget: Budget = UNLIMITED
    ) -> "Session | Refusal":
        """Choose several values at once: all of them, or none with the reason why they do not go together."""
        checked = {path: self.asked.checked(path, value) for path, value in values.items()}
        new = {path: value for path, value in checked.items() if self.choices.values.get(path) != value}
        if not new:
            return self
        choices = self.choices.retracting(*new).with_values(new)
        if self.consistent and self._is_known_possible(new):
            return self._next(self.asked.with_choices(choices))
        return self._changed(choices, checked, repairs, budget)

    def retract(self, *paths: str, budget: Budget = UNLIMITED) -> "Session":
        """Take choices back; raise InvalidRequest where a path was not chosen."""
        for path in paths:
            if path not in self.choices.values:
                self.asked.named(path)
                raise InvalidRequest(f"{path!r} was not chosen, so it cannot be taken back", field=path)
        return self._moved(self.choices.retracting(*paths), budget)

    def add_instance(
        self, structure: str, name: str | None = None, *, repairs: int = MOST_REPAIRS, budget: Budget = UNLIMITED
    ) -> "Session | Refusal":
        """Add an instance after those that there are, with an id of its own or the next one."""
        named, number = self._counted(structure, budget)
        if number >= _structure(named).high:
            return self._out_of_bounds(named)
        choices = instances.with_instance(self.choices, self.asked.naming, named, number, name)
        return self._changed(choices, {structure: number + 1}, repairs, budget)

    def remove_instance(
        self, instance: str, *, repairs: int = MOST_REPAIRS, budget: Budget = UNLIMITED
    ) -> "Session | Refusal":
        """Remove an instance (`cells[c2]`) with all that was chosen about it; the others keep their ids and choices."""
        structure, name = _split_instance(instance)
        named, number = self._counted(structure, budget)
        choices = instances.without_instance(self.choices, self.asked.naming, named, number, name)
        if number <= _structure(named).low:
            return self._out_of_bounds(named)
        return self._changed(choices, {structure: number - 1}, repairs, budget)

    def rename_instance(self, instance: str, name: str) -> "Session":
        """Give an instance (`cells[c2]`) another id; all that was chosen about it keeps its meaning."""
        structure, old = _split_instance(instance)
        named = self.asked.naming.find_structure(structure)
        choices, standing = (
            instances.with_name(each, self.asked.naming, named, old, name) for each in (self.choices, self.standing)
        )
        history = (*self.history, self.choices)
        return replace(self, choices=choices, standing=standing, history=history)

    def apply(self, repair: Repair, *, budget: Budget = UNLIMITED) -> "Session":
        """Make the changes of a repair, and the choice that it was for."""
        return self._moved(repair.choices, budget)

    def undo(self, steps: int = 1, *, budget: Budget = UNLIMITED) -> "Session":
        """Go back by so many changes; raise InvalidRequest where there were not so many."""
        if not 0 <= steps <= len(self.history):
            raise InvalidRequest(f"cannot undo {steps} changes; there were {len(self.history)}")
        return self.back_to(len(self.history) - steps, budget=budget)

    def back_to(self, position: int, *, budget: Budget = UNLIMITED) -> "Session":
        """Go back to the choices as they were before change number `position` (from 0)."""
        if position == len(self.history):
            return self
        if not 0 <= position < len(self.history):
            raise InvalidRequest(f"there is no point {position} to go back to; there were {len(self.history)} changes")
        return Session.open(
            self.compiled, self.solver, self.history[position], history=self.history[:position], budget=budget
        )

    # ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def states(self, *, budget: Budget = UNLIMITED) -> States:
        """Return the exact state of everything; what is not decided in time is called undecided."""
        if self._known.states is not None:
            return self._known.states
        set_aside = tuple(path for path in self.choices if path not in self.standing.values)
        found = replace(survey(self.stood, self._possible(budget), budget=budget), set_aside=set_aside)
        self._known.states = found if found.decided else None
        return found

    def conflict(self, *, budget: Budget = UNLIMITED) -> Explanation | None:
        """Say why the choices do not go together; None where they do."""
        return None if self.consistent else explain.why_inconsistent(self.asked, budget=budget)

    def why_not(self, path: str, value: FeatureValue, *, budget: Budget = UNLIMITED) -> Explanation | None:
        """Say why a value cannot be chosen, in place of what is chosen at the path; None where it can."""
        wish = {path: self.asked.checked(path, value)}
        return explain.why_not(self.stood, wish, SubjectKind.BLOCKED, budget=budget)

    def why(self, path: str, *, budget: Budget = UNLIMITED) -> Explanation | None:
        """Say why a value is implied, or why something is certainly absent or present; None where it is open.

        What the person chose themselves is not explained.
        """
        slot = self.stood.slot(path)
        if path in self.standing.values:
            return None
        possible = self._possible(budget)
        left = possible.values[slot.variable] | possible.undecided[slot.variable]
        return explain.why_only(self.stood, path, left, budget=budget) if left else None

    def repairs(
        self,
        path: str | None = None,
        value: FeatureValue | None = None,
        *,
        limit: int = MOST_REPAIRS,
        budget: Budget = UNLIMITED,
    ) -> tuple[Repair, ...]:
        """Return the smallest changes of choices that make a value possible, or, without one, all choices hold.

        See `session.repairs.repairs`. Of a value that can be chosen as it is, the only repair has no changes.
        """
        wish = {} if path is None or value is None else {path: self.asked.checked(path, value)}
        return repairs(self.asked, wish, limit=limit, budget=budget)

    def count(self, *, at_most: int | None = None, budget: Budget = UNLIMITED) -> SolutionCount:
        """Return how many configurations the standing choices leave."""
        return self.solver.ask(CountSolutions(Assumptions(self.stood.narrowed()), at_most=at_most), budget)

    # ── completing ───────────────────────────────────────────────────────────────────────────────────────────────────

    def complete(self, *, also: tuple[Bound, ...] = (), budget: Budget = UNLIMITED) -> Configuration | None:
        """Complete the standing choices by the owner's preferences and defaults; None where that is impossible.

        `also` are sums that must stay in bounds, opaque here (a price ceiling, say).
        """
        found = default_solution(self.stood, possible=self._known.possible, also=also, budget=budget)
        return None if found is None else configuration_of(self.stood, found, self._possible(budget))

    def complete_most(self, *, budget: Budget = UNLIMITED) -> Configuration | None:
        """Complete the choices, of which those that clash with earlier ones give way; what repairs are compared with.

        The same as `complete` where all go together. See `session.repairs.keeping_most`.
        """
        return self.complete(budget=budget) if self.consistent else keeping_most(self.asked, budget=budget)

    def cheapest(
        self, objective: Sequence[Term], *, also: tuple[Bound, ...] = (), budget: Budget = UNLIMITED
    ) -> Completed | None:
        """Complete the standing choices at the least sum of terms, which are opaque here; None where impossible."""
        found = cheapest_solution(self.stood, objective, also=also, budget=budget)
        if found is None:
            return None
        solution, proved = found
        cost = sum(term.weigh(solution[term.variable]) for term in objective)
        return Completed(configuration_of(self.stood, solution, self._possible(budget)), cost, proved)

    def configuration(self, solution: Solution) -> Configuration:
        """Return a solution of the session's program as a configuration; what was not chosen counts as a default."""
        return configuration_of(self.stood, solution)

    def neighbourhood(self, configuration: Configuration, *, budget: Budget = UNLIMITED) -> Neighbourhood:
        """Return a completion of the standing choices as something that can be asked for its nearest neighbours."""
        return neighbourhood(self.stood, configuration, budget=budget)

    def nearest(
        self, configuration: Configuration, path: str, value: FeatureValue, *, budget: Budget = UNLIMITED
    ) -> Configuration | None:
        """Return a completion with a value and the fewest other changes; see `Neighbourhood.having`."""
        value = self.stood.checked(path, value)
        return self.neighbourhood(configuration, budget=budget).having(path, value, budget=budget)

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def asked(self) -> Inquiry:
        """The inquiry under all choices."""
        return Inquiry(self.compiled, self.solver, self.choices)

    @cached_property
    def stood(self) -> Inquiry:
        """The inquiry under the standing choices."""
        return self.asked if self.consistent else self.asked.with_choices(self.standing)

    def _asking(self, inquiry: Inquiry) -> "Session":
        """Return this session with its inquiry given rather than made anew: it has named everything already."""
        self.__dict__["asked"] = inquiry
        return self

    def _possible(self, budget: Budget) -> ValidDomains:
        if self._known.possible is not None:
            return self._known.possible
        narrowed, asked = self.stood.narrowed(), range(len(self.compiled.encoding.slots))
        alike = Alike(self.compiled.encoding, narrowed)
        firsts = [variable for variable in asked if alike.first(variable) == variable]
        found = alike.spread(self.solver.ask(FindDomains(Assumptions(narrowed), of=firsts), budget))
        if not any(found.undecided[variable] for variable in asked):
            self._known.possible = found
        return found

    def _is_known_possible(self, wish: Mapping[str, FeatureValue]) -> bool:
        """Tell whether an earlier answer already says that one more choice is possible."""
        if self._known.possible is None or len(wish) != 1 or any(path in self.choices.values for path in wish):
            return False
        ((path, value),) = wish.items()
        literal = self.asked.literal(path, value)
        return literal.values.low in self._known.possible.values[literal.variable]

    def _changed(
        self, choices: Choices, wish: Mapping[str, FeatureValue], most: int, budget: Budget
    ) -> "Session | Refusal":
        if not self.consistent:
            return self._moved(choices, budget)
        inquiry = self.asked.with_choices(choices)
        if goes_together(inquiry, budget=budget):
            return self._next(inquiry)
        explanation = explain.why_not(inquiry, wish, SubjectKind.REFUSED, budget=budget)
        if explanation is None:
            raise Undecided("time ran out before it was certain why this is not possible; allow more time")
        try:
            return Refusal(choices, explanation, repairs(inquiry, wish, limit=most, budget=budget) if most else ())
        except Undecided:
            return Refusal(choices, explanation, repairs_in_time=False)

    def _next(self, inquiry: Inquiry) -> "Session":
        history = (*self.history, self.choices)
        return Session(self.compiled, self.solver, inquiry.choices, inquiry.choices, history)._asking(inquiry)

    def _moved(self, choices: Choices, budget: Budget) -> "Session":
        history = (*self.history, self.choices)
        return Session.open(self.compiled, self.solver, choices, history=history, budget=budget)

    def _counted(self, structure: str, budget: Budget) -> tuple[Named, int]:
        """Return a structure and how many instances it has: as chosen, or else as the completion has it."""
        named = self.asked.naming.find_structure(structure)
        chosen = self.choices.values.get(structure)
        if chosen is not None:
            return named, int(chosen)
        completed = default_solution(self.stood, budget=budget)
        return named, 0 if completed is None else completed[self.asked.slot(structure).variable]

    def _out_of_bounds(self, named: Named) -> Refusal:
        return Refusal(self.choices, explain.too_few_or_many(self.asked, named, SubjectKind.REFUSED))


def _structure(named: Named) -> Structure:
    if isinstance(named.target, Structure):
        return named.target
    raise InvalidRequest(f"{named.address!r} is a feature, not a structure")


def _split_instance(instance: str) -> tuple[str, str]:
    structure, bracket, name = instance.removesuffix("]").rpartition("[")
    if not bracket or not instance.endswith("]"):
        raise InvalidRequest(f"{instance!r} does not name an instance; write it like cells[c1]")
    return structure, name
