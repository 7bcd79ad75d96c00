"""The interface of the room: an immutable configuration session.

Every query takes a `budget`. If it runs out, the answer is *undecided*, as a state or as the exception `Undecided`,
never "no". A refusal is a normal answer (`Refusal`); an unknown name is an `InvalidRequest`. A session only delegates
to the module named after each answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from configurator.budget import UNLIMITED, Budget
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import InvalidRequest
from configurator.program.compile import CompiledCatalog
from configurator.program.nodes import Term
from configurator.session import completion, explain, repairs
from configurator.session.choices import NO_CHOICES, Choices, split_instance, with_instance, with_name, without_instance
from configurator.session.completion import Completed
from configurator.session.conflicts import Refusal, out_of_bounds, refusal_of
from configurator.session.explanation import Explanation, SubjectKind
from configurator.session.limits import REPAIRS_OFFERED
from configurator.session.next_completions import NextCompletions, next_completions
from configurator.session.option_states import CertainStates
from configurator.session.partial_assignment import PartialAssignment
from configurator.session.repairs import Repair
from configurator.session.states import OptionStates
from configurator.short_repr import short_repr
from configurator.solving.port import Assumptions, Bound, CountSolutions, Solution, SolutionCount, Solver


@short_repr
@dataclass(frozen=True)
class Session:
    """A person choosing from a catalog. Immutable: every change gives a new session, and the old one stays as it was.

    `assignment` holds all that was chosen, `standing_assignment` the part that states and completion count: everything,
    or, where a session was opened with choices that clash, the longest run of the first ones that go together.
    `history` holds the choices before each change. Make sessions with `Session.open`.
    """

    assignment: PartialAssignment
    standing_assignment: PartialAssignment
    history: tuple[Choices, ...] = ()
    consistent: bool = True
    """Whether all choices go together; False too where the catalog has no product at all."""
    _certain: CertainStates = field(init=False, default_factory=CertainStates, compare=False, repr=False)

    @staticmethod
    def open(
        compiled: CompiledCatalog,
        solver: Solver,
        choices: Choices = NO_CHOICES,
        *,
        history: tuple[Choices, ...] = (),
        expecting_states: bool = False,
        budget: Budget = UNLIMITED,
    ) -> "Session":
        """Return a session that holds these choices, consistent or not.

        Values may be text (`'4'`, `'2.5 m'`). With `expecting_states`, one query answers this and `states`. Raises
        InvalidRequest if a path or a value is unknown, Undecided if consistency is not certain in time.
        """
        assignment = PartialAssignment(compiled, solver, choices).all_checked()
        if expecting_states:
            hopeful = Session(assignment, assignment, history)
            if any(hopeful._certain.possible(assignment, budget).values):
                return hopeful
        standing, consistent = assignment.consistent_prefix(budget=budget)
        return Session(assignment, assignment.with_choices(standing), history, consistent)

    @property
    def compiled(self) -> CompiledCatalog:
        """The catalog that is chosen from."""
        return self.assignment.compiled

    @property
    def solver(self) -> Solver:
        """The solver of the catalog's program."""
        return self.assignment.solver

    @property
    def choices(self) -> Choices:
        """All that was chosen."""
        return self.assignment.choices

    @property
    def standing(self) -> Choices:
        """The choices that states and completion count."""
        return self.standing_assignment.choices

    # ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def choose(
        self, path: str, value: FeatureValue, *, repairs: int = REPAIRS_OFFERED, budget: Budget = UNLIMITED
    ) -> "Session | Refusal":
        """Choose a value, in place of the choice at the path; it is refused if other choices forbid it.

        `repairs` is the number of repairs offered with a refusal. A session with conflicting choices accepts everything
        until they are consistent again.
        """
        return self.choose_many({path: value}, repairs=repairs, budget=budget)

    def choose_many(
        self, values: Mapping[str, FeatureValue], *, repairs: int = REPAIRS_OFFERED, budget: Budget = UNLIMITED
    ) -> "Session | Refusal":
        """Choose several values at once: all of them, or none with the reason why they do not go together."""
        checked = {path: self.assignment.checked(path, value) for path, value in values.items()}
        new = {path: value for path, value in checked.items() if self.choices.values.get(path) != value}
        if not new:
            return self
        changed = self.assignment.with_choices(self.choices.retracting(*new).with_values(new))
        if self.consistent and self._certain.allows(self.assignment, new):
            return self._accepted(changed)
        return self._changed(changed, checked, repairs, budget)

    def retract(self, *paths: str, budget: Budget = UNLIMITED) -> "Session":
        """Take choices back; raise InvalidRequest where a path was not chosen."""
        for path in paths:
            if path not in self.choices.values:
                self.assignment.member(path)
                raise InvalidRequest(f"{path!r} was not chosen, so it cannot be taken back", field=path)
        return self._reopened(self.choices.retracting(*paths), budget)

    def add_instance(
        self, structure: str, name: str | None = None, *, repairs: int = REPAIRS_OFFERED, budget: Budget = UNLIMITED
    ) -> "Session | Refusal":
        """Add an instance after those that there are, with an id of its own or the next one."""
        member = self.assignment.naming.find_structure(structure)
        number = completion.instance_count(self.assignment, self.standing_assignment, structure, budget)
        if number >= member.structure.high:
            return out_of_bounds(self.assignment, member)
        choices = with_instance(self.choices, self.assignment.naming, member, number, name)
        return self._changed(self.assignment.with_choices(choices), {structure: number + 1}, repairs, budget)

    def remove_instance(
        self, instance: str, *, repairs: int = REPAIRS_OFFERED, budget: Budget = UNLIMITED
    ) -> "Session | Refusal":
        """Remove an instance (`cells[c2]`) with all that was chosen about it; the others keep their ids and choices."""
        structure, name = split_instance(instance)
        member = self.assignment.naming.find_structure(structure)
        number = completion.instance_count(self.assignment, self.standing_assignment, structure, budget)
        choices = without_instance(self.choices, self.assignment.naming, member, number, name)
        if number <= member.structure.low:
            return out_of_bounds(self.assignment, member)
        return self._changed(self.assignment.with_choices(choices), {structure: number - 1}, repairs, budget)

    def rename_instance(self, instance: str, name: str) -> "Session":
        """Give an instance (`cells[c2]`) another id; all that was chosen about it keeps its meaning."""
        structure, old = split_instance(instance)
        naming = self.assignment.naming
        member = naming.find_structure(structure)
        renamed, standing = (
            each.with_choices(with_name(each.choices, naming, member, old, name))
            for each in (self.assignment, self.standing_assignment)
        )
        return replace(self, assignment=renamed, standing_assignment=standing, history=(*self.history, self.choices))

    def apply(self, repair: Repair, *, budget: Budget = UNLIMITED) -> "Session":
        """Make the changes of a repair, and the choice that it was for."""
        return self._reopened(repair.choices, budget)

    def undo(self, steps: int = 1, *, budget: Budget = UNLIMITED) -> "Session":
        """Undo a number of changes; raise InvalidRequest if there are fewer."""
        if not 0 <= steps <= len(self.history):
            raise InvalidRequest(f"cannot undo {steps} changes; there were {len(self.history)}")
        return self.back_to(len(self.history) - steps, budget=budget)

    def back_to(self, position: int, *, budget: Budget = UNLIMITED) -> "Session":
        """Go back to the choices as they were before change number `position` (from 0)."""
        if position == len(self.history):
            return self
        if not 0 <= position < len(self.history):
            raise InvalidRequest(f"there is no point {position} to go back to; there were {len(self.history)} changes")
        earlier, history = self.history[position], self.history[:position]
        return Session.open(self.compiled, self.solver, earlier, history=history, budget=budget)

    # ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def states(self, *, budget: Budget = UNLIMITED) -> OptionStates:
        """Return the exact state of everything; states not decided in time are undecided."""
        set_aside = tuple(path for path in self.choices if path not in self.standing.values)
        return self._certain.states(self.standing_assignment, set_aside, budget)

    def conflict(self, *, budget: Budget = UNLIMITED) -> Explanation | None:
        """Explain why the choices conflict; None if they do not."""
        return None if self.consistent else explain.why_inconsistent(self.assignment, budget=budget)

    def why_not(self, path: str, value: FeatureValue, *, budget: Budget = UNLIMITED) -> Explanation | None:
        """Explain why a value cannot replace the choice at the path; None if it can."""
        wish = {path: self.assignment.checked(path, value)}
        return explain.why_not(self.standing_assignment, wish, SubjectKind.BLOCKED, budget=budget)

    def why(self, path: str, *, budget: Budget = UNLIMITED) -> Explanation | None:
        """Explain why a value is implied, or why a member is certainly absent or present; None if it is open.

        Choices themselves are not explained.
        """
        standing = self.standing_assignment
        standing.member(path)
        if path in standing.choices.values:
            return None
        return explain.why_only(standing, path, self._certain.possible(standing, budget), budget=budget)

    def repairs(
        self,
        path: str | None = None,
        value: FeatureValue | None = None,
        *,
        limit: int = REPAIRS_OFFERED,
        budget: Budget = UNLIMITED,
    ) -> tuple[Repair, ...]:
        """Return the smallest changes of choices that make a value possible, or, without one, all choices hold.

        See `repairs.smallest_repairs`. Of a value that can be chosen as it is, the only repair has no changes.
        """
        wish = {} if path is None or value is None else {path: self.assignment.checked(path, value)}
        return repairs.smallest_repairs(self.assignment, wish, limit=limit, budget=budget)

    def count(self, *, at_most: int | None = None, budget: Budget = UNLIMITED) -> SolutionCount:
        """Return how many configurations the standing choices leave."""
        return self.solver.ask(
            CountSolutions(Assumptions(self.standing_assignment.narrowed()), at_most=at_most), budget
        )

    # ── completing ───────────────────────────────────────────────────────────────────────────────────────────────────

    def complete(self, *, also: tuple[Bound, ...] = (), budget: Budget = UNLIMITED) -> Configuration | None:
        """Complete the consistent choices by the owner's preferences and defaults; None if that is impossible.

        `also` are bounded sums, opaque here (a price ceiling, say).
        """
        standing = self.standing_assignment
        settled = self._certain.settled(standing, budget) if self._certain.known else ()
        solution = completion.default_solution(standing, settled=settled, also=also, budget=budget)
        return None if solution is None else self._configuration(solution, budget)

    def complete_most(self, *, budget: Budget = UNLIMITED) -> Configuration | None:
        """Complete the choices without those that conflict with earlier ones; repairs are compared with the result.

        Equals `complete` for consistent choices. See `repairs.keeping_most`.
        """
        return self.complete(budget=budget) if self.consistent else repairs.keeping_most(self.assignment, budget=budget)

    def cheapest(
        self, objective: Sequence[Term], *, also: tuple[Bound, ...] = (), budget: Budget = UNLIMITED
    ) -> Completed | None:
        """Complete the standing choices at the least sum of terms, which are opaque here; None where impossible."""
        best = completion.cheapest_solution(self.standing_assignment, objective, also=also, budget=budget)
        return None if best is None else Completed(self._configuration(best.witness, budget), best.cost, best.proved)

    def configuration(self, solution: Solution) -> Configuration:
        """Return a solution of the session's program as a configuration; unchosen values count as defaults."""
        return completion.configuration_of(self.standing_assignment, solution)

    def next_completions(
        self, configuration: Configuration, *, objective: Sequence[Term] | None = None, budget: Budget = UNLIMITED
    ) -> NextCompletions:
        """Return the completions after one more choice; `configuration` is that of now, by default or the cheapest."""
        standing, possible = self.standing_assignment, self._certain.known
        return next_completions(standing, configuration, objective=objective, possible=possible, budget=budget)

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _configuration(self, solution: Solution, budget: Budget) -> Configuration:
        settled = self._certain.settled(self.standing_assignment, budget)
        return completion.configuration_of(self.standing_assignment, solution, settled)

    def _changed(
        self, changed: PartialAssignment, wish: Mapping[str, FeatureValue], most: int, budget: Budget
    ) -> "Session | Refusal":
        if not self.consistent:
            return self._reopened(changed.choices, budget)
        if changed.is_consistent(budget=budget):
            return self._accepted(changed)
        return refusal_of(changed, wish, most, budget)

    def _accepted(self, assignment: PartialAssignment) -> "Session":
        return Session(assignment, assignment, (*self.history, self.choices))

    def _reopened(self, choices: Choices, budget: Budget) -> "Session":
        history = (*self.history, self.choices)
        return Session.open(self.compiled, self.solver, choices, history=history, budget=budget)
