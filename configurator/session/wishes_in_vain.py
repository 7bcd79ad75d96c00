"""Which wishes a completion may fulfil better after one more choice: mostly none, as laws that still hold exclude it.

Wishes are granted in order, so all that earlier ones settle stays as it is. A wish in vain stays in vain if every value
that would fulfil it better fails a law whatever the open variables are. What was shown once is kept with the variables
it rests on, and serves all clicks that change none of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Wish
from configurator.program.semantics import fulfilled
from configurator.session.limits import BETTER_VALUES_TRIED, OTHER_VALUES_TRIED
from configurator.solving.local_search.incremental_evaluation import CheckedLaw, IncrementalEvaluation
from configurator.solving.port import Solution


@dataclass(slots=True)
class _Tries:
    """How many values may still be tried."""

    left: int

    def spend(self, values: int) -> bool:
        """Count values that are about to be tried; return whether so many were left."""
        self.left -= values
        return self.left >= 0


@dataclass
class WishesInVain:
    """The wishes that a completion does not fulfil, and what excludes that another one does.

    `narrowed` are the values that the choices leave to the variables they are about, `domains` those that variables
    may have under all of them, or more.
    """

    evaluation: IncrementalEvaluation
    solution: Solution
    narrowed: Mapping[int, IntSet]
    domains: Sequence[IntSet]
    _laws: dict[int, CheckedLaw] = field(default_factory=dict, init=False)
    _exclusions: dict[int, list[int]] = field(default_factory=dict, init=False)
    """By wish in vain: sets of variables, as bits, that as they are exclude every value that fulfils it better."""

    @property
    def wishes(self) -> Sequence[Wish]:
        """The owner's wishes, the first one most."""
        return self.evaluation.program.wishes

    def first_doubtful(self, solution: Solution, literal: Literal) -> int | None:
        """Return the number of the first wish that a solution with the value may fulfil better; None: there is none.

        Only wishes from the first one given up on are looked at: all before it are fulfilled as well as can be.
        """
        changed = [variable for variable, value in enumerate(self.solution) if solution[variable] != value]
        lost: int | None = min(
            (
                number
                for variable in changed
                for number in self._wishes_about.get(variable, ())
                if fulfilled(self.wishes[number], solution) < fulfilled(self.wishes[number], self.solution)
            ),
            default=None,
        )
        return None if lost is None else self.first_doubtful_from(solution, lost, frozenset(changed), literal.variable)

    def first_doubtful_from(
        self, solution: Solution, start: int, changed: frozenset[int] = frozenset(), fixed: int | None = None
    ) -> int | None:
        """Return the same of a solution that fulfils all wishes before number `start` as well as can be.

        `changed` are the variables that differ from the completion, `fixed` the one with the clicked value.
        """
        again = {number for variable in changed for number in self._wishes_about.get(variable, ()) if number >= start}
        before = (number for number in self._in_vain if number >= start and number not in again)
        decided = self._chosen if fixed is None else self._chosen | 1 << fixed
        touched = sum(1 << variable for variable in changed)
        for number in sorted((*before, *again)):
            wish = self.wishes[number]
            if wish.variable == fixed or self._is_pinned(wish, solution, number):
                continue
            settled = self._settled_before[number] | decided
            if not self._stays_in_vain(number, solution, settled, touched):
                return number
        return None

    def _stays_in_vain(self, number: int, solution: Solution, settled: int, touched: int) -> bool:
        """Return whether laws exclude all better values while the settled variables keep their values.

        Variables are given by a bit for each; `touched` are those that differ from the completion. What was shown once
        holds for all solutions with the same values of what it rests on.
        """
        wish = self.wishes[number]
        known = self._exclusions.setdefault(number, [])
        alike = not touched >> wish.variable & 1
        if alike and any(not rests_on & touched and not rests_on & ~settled for rests_on in known):
            return True
        better = self._better_values(wish, solution)
        if better is None:
            return False
        rests_on, tries = 0, _Tries(OTHER_VALUES_TRIED)
        for value in better:
            reason = self._excluded(wish.variable, value, settled, solution, tries)
            if reason is None:
                return False
            rests_on |= reason
        if alike and not rests_on & touched:
            known.append(rests_on)
        return True

    @cached_property
    def _in_vain(self) -> tuple[int, ...]:
        """The wishes that the solution does not fulfil as well as their domains allow."""
        return tuple(
            number for number, wish in enumerate(self.wishes) if self._better_values(wish, self.solution) != ()
        )

    def _better_values(self, wish: Wish, solution: Solution) -> Sequence[int] | None:
        """Return the values that would fulfil a wish better; None where they are too many to try one by one."""
        now = solution[wish.variable]
        domain = self._domain(wish.variable)
        if isinstance(wish, Lowest):
            if now == domain.low:
                return ()
            better = domain & IntSet.between(domain.low, now - 1)
        else:
            if now in wish.values:
                return ()
            better = domain & wish.values
        return tuple(better) if len(better) <= BETTER_VALUES_TRIED else None

    def _is_pinned(self, wish: Wish, solution: Solution, number: int) -> bool:
        """Return whether wishes before this one leave its variable one value: a default that is kept, say."""
        variable = wish.variable
        if self.narrowed.get(variable) == IntSet.of((solution[variable],)):
            return True
        for earlier in self._wishes_about.get(variable, ()):
            if earlier >= number:
                return False
            other = self.wishes[earlier]
            if isinstance(other, Lowest) or (len(other.values) == 1 and solution[variable] in other.values):
                return True
        return False

    def _excluded(self, variable: int, value: int, settled: int, solution: Solution, tries: "_Tries") -> int | None:
        """Return the settled variables that exclude a value, all as bits; None where it may be possible."""
        evaluation, own = self.evaluation, 1 << variable
        bases = sum(1 << base for base in evaluation.bases(variable))
        if bases != own:
            return None if bases & ~settled else bases
        values = evaluation.changed(solution, variable, value)
        if values is None:
            return None
        violated = evaluation.violated(values, evaluation.watching[variable])
        rests_on = self._refuted(values, violated, settled | own, tries)
        return None if rests_on is None else rests_on & ~own

    def _refuted(self, values: Sequence[int], violated: int, settled: int, tries: "_Tries") -> int | None:
        """Return the settled variables because of which no values of the open ones mend the violated laws, or None.

        None also where there are too many values to try. A law fails for good, or one of its open variables is given
        each of its values in turn, and every one of them is refuted.
        """
        evaluation, laws = self.evaluation, self.evaluation.laws
        numbers = evaluation.listed(violated)
        for number in numbers:
            if not self._law(number).may_hold(values, settled):
                return laws[number].mask & settled
        if not numbers:
            return None
        open_variables = min((laws[number].mask & ~settled for number in numbers), key=int.bit_count)
        variable = min(evaluation.listed(open_variables), key=lambda each: len(self._domain(each)))
        own, rests_on = 1 << variable, 0
        if not tries.spend(len(self._domain(variable))):
            return None
        for value in self._domain(variable):
            changed = evaluation.changed(values, variable, value)
            if changed is None:
                return None
            still = evaluation.violated(changed, violated | evaluation.watching[variable])
            reason = self._refuted(changed, still, settled | own, tries)
            if reason is None:
                return None
            rests_on |= reason
        return rests_on & ~own

    # ── prepared once ────────────────────────────────────────────────────────────────────────────────────────────────

    def _law(self, number: int) -> CheckedLaw:
        """Return a law that knows what is left of the domains."""
        if number not in self._laws:
            self._laws[number] = self.evaluation.laws[number].within(self.domains)
        return self._laws[number]

    def _domain(self, variable: int) -> IntSet:
        return self.domains[variable]

    @cached_property
    def _chosen(self) -> int:
        """The variables that the choices leave one value, a bit for each."""
        return sum(1 << variable for variable, values in self.narrowed.items() if len(values) == 1)

    @cached_property
    def _wishes_about(self) -> Mapping[int, Sequence[int]]:
        about: dict[int, list[int]] = {}
        for number, wish in enumerate(self.wishes):
            about.setdefault(wish.variable, []).append(number)
        return about

    @cached_property
    def _settled_before(self) -> Sequence[int]:
        """By wish: the variables whose value the wishes before it settle, a bit for each."""
        settled, before = 0, []
        for wish in self.wishes:
            before.append(settled)
            if isinstance(wish, Lowest):
                settled |= 1 << wish.variable
        return before
