"""The solution nearest to another by few changes: a search that changes only what a violated law rests on.

Between a solution and its nearest neighbours little differs, so the search starts from the solution, and repairs what a
wish violates by changing one more variable of a violated law. It finds all that may be nearest, or gives up.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import and_

from configurator.program.formula_checks import listed
from configurator.program.nodes import Literal, Wish
from configurator.solving.local_search.domains import bits
from configurator.solving.local_search.incremental_evaluation import IncrementalEvaluation
from configurator.solving.local_search.limits import (
    CHANGED_VALUES,
    FAR_VALUES_REMEMBERED,
    TRIED_CHANGES,
    TRIED_CHANGES_AGAIN,
    TRIED_VALUES,
)
from configurator.solving.port import Solution

Options = Mapping[int, Sequence[int]]
"""The values that variables may yet be changed to, the most liked first."""


class TooFar(Exception):
    """The search gave up: the nearest solutions are too far away, or there is none."""


@dataclass(frozen=True, slots=True)
class _SearchNode:
    """Where the search stands: values, laws they violate, laws that look at a change, and what may still change.

    Laws and variables are given by a bit for each.
    """

    values: list[int]
    violated: int
    touched: int
    open: int
    left: Options
    """The remaining candidate values of variables with some changes already tried."""
    changed: int
    """The variables changed so far, a bit for each, the higher the earlier they are to be kept."""


@dataclass
class MinimalChangeSearch:
    """A solution, the variables that may change, and wishes that break ties between changes of the same variables."""

    evaluation: IncrementalEvaluation
    solution: Solution
    free: Sequence[int]
    wishes: Sequence[Wish]
    _tried: int = field(default=0, init=False)
    _weights: Mapping[int, int] = field(default_factory=dict, init=False)
    _nearest: list[list[int]] = field(default_factory=list, init=False)
    _bound: int = field(default=0, init=False)
    """The variables that the best solutions so far change, as `changed` of a search node."""
    _violations: dict[tuple[int, int], int | None] = field(default_factory=dict, init=False)
    """The laws that one change alone violates, as far as it was tried."""
    _costs: dict[int, int] = field(default_factory=dict, init=False)
    """How many changes sets of variables have to offer."""

    def with_only(self, literal: Literal) -> Solution | None:
        """Return the solution with a value and only derived changes; None if laws are violated."""
        variable, value = literal.variable, literal.values.low
        return None if self._violated_by(variable, value) else tuple(self._changed(variable, value) or ()) or None

    def nearest(self, literal: Literal, order: Sequence[int], wishes: Sequence[Wish]) -> Solution:
        """Return the solution with a value and the fewest other changes. Raises TooFar.

        Ties prefer the earlier variables of the order, then the wishes, the first one most. Both are the search's own,
        arranged for this value.
        """
        variable = literal.variable
        values, violated = self._changed(variable, literal.values.low), self._violated_by(variable, literal.values.low)
        if values is None or violated is None:
            raise TooFar
        others = sum(1 << other for other in self._options if other != variable)
        start = _SearchNode(values, violated, self.evaluation.watching[variable], others, {}, 0)
        far, key = self.evaluation.far, (variable, literal.values.low)
        self._tried = TRIED_CHANGES - TRIED_CHANGES_AGAIN if key in far else 0
        self._weights = {other: 1 << weight for weight, other in enumerate(reversed(order))}
        self._search(start)
        if not self._nearest:
            if len(far) < FAR_VALUES_REMEMBERED:
                far.add(key)
            raise TooFar
        far.discard(key)
        best = self._nearest[0] if len(self._nearest) == 1 else min(self._nearest, key=_rank(wishes))
        return tuple(best)

    def _search(self, start: _SearchNode) -> None:
        """Find all solutions of which no others are nearer or keep more; none where that takes too many tries."""
        self._nearest, self._bound = [], sum(self._weights.values())
        try:
            start = self._forced(start)
            for changes in range(1, CHANGED_VALUES + 1):
                self._within(start, changes)
                if self._nearest:
                    return
        except TooFar:
            self._nearest = []

    def _forced(self, node: _SearchNode) -> _SearchNode:
        """Change what must change, and can only change to one value: these changes are in every solution."""
        following: _SearchNode | None = node
        while following is not None:
            node, following = following, None
            for mask, number in self._masks(node):
                if mask & (mask - 1) == 0 and mask:
                    variable = mask.bit_length() - 1
                    left = [
                        values for values in self._each(node, variable) if self.evaluation.laws[number].check(values)
                    ]
                    if len(left) == 1:
                        following = self._after(node, variable, left[0])
                        break
        return node

    def _each(self, node: _SearchNode, variable: int) -> Iterator[list[int]]:
        for value in self._options[variable]:
            values = self.evaluation.changed(node.values, variable, value)
            if values is not None:
                yield values

    def _after(self, node: _SearchNode, variable: int, values: list[int]) -> _SearchNode:
        watching = self.evaluation.watching[variable]
        return _SearchNode(
            values,
            node.violated & ~watching | self.evaluation.violated(values, watching),
            node.touched | watching,
            node.open & ~(1 << variable),
            node.left,
            node.changed | self._weights[variable],
        )

    # ── searching ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _within(self, node: _SearchNode, changes: int) -> None:
        """Find the solutions that change so many more values, given that none changes fewer.

        Of every violated law one variable must change, the last to be kept first. Once all changes of a variable were
        tried, it stays as it is.
        """
        if not node.violated:
            self._keep(node.values, node.changed)
            return
        masks, weights = self._masks(node), self._weights
        mask, number = masks[0]
        law, left, still = self.evaluation.laws[number], node.left, node.open
        for variable in sorted(bits(mask), key=weights.__getitem__):
            changed = node.changed | weights[variable]
            if changed > self._bound:
                return
            if not _repairable([other for other, _ in masks if not other >> variable & 1], changes - 1):
                continue
            options = left.get(variable) or self._options[variable]
            helping = law.helping(node.values, variable, options, last=changes == 1)
            still &= ~(1 << variable)
            self._change(node, variable, helping, _SearchNode([], 0, 0, still, left, changed), changes)
            if changes > 1 and len(helping) < len(options):
                still, others = still | 1 << variable, frozenset(helping)
                left = {**left, variable: [value for value in options if value not in others]}

    def _keep(self, values: list[int], changed: int) -> None:
        if changed < self._bound:
            self._nearest, self._bound = [], changed
        if changed == self._bound:
            self._nearest.append(values)

    def _change(self, node: _SearchNode, variable: int, tried: Sequence[int], ahead: _SearchNode, changes: int) -> None:
        """Find the solutions in which a variable has one of the values tried, and `changes - 1` others change.

        Laws that look at no other change are violated as by this change alone, which is computed once.
        """
        evaluation, watching = self.evaluation, self.evaluation.watching[variable]
        all_hold = evaluation.all_hold
        untouched, shared = node.violated & ~watching, watching & node.touched
        for value in tried:
            self._tried += 1
            if self._tried > TRIED_CHANGES:
                raise TooFar
            by_change = self._violated_by(variable, value)
            number = watching if by_change is None else shared
            violated = untouched | (0 if by_change is None else by_change & ~node.touched)
            if not self._repairable(violated, ahead.open, changes - 1):
                continue
            values = evaluation.changed(node.values, variable, value)
            if values is None:
                continue
            if changes > 1:
                violated |= evaluation.violated(values, number & node.violated)
                if self._repairable(violated, ahead.open, changes - 1):
                    violated |= evaluation.violated(values, number & ~node.violated)
                    touched = node.touched | watching
                    self._within(replace(ahead, values=values, violated=violated, touched=touched), changes - 1)
            elif all_hold(values, number & node.violated) and all_hold(values, number & ~node.violated):
                self._keep(values, ahead.changed)
                if variable not in self._entangled:
                    return

    def _repairable(self, violated: int, may_change: int, changes: int) -> bool:
        laws = self.evaluation.laws
        return _repairable([laws[number].mask & may_change for number in self.evaluation.listed(violated)], changes)

    def _masks(self, node: _SearchNode) -> list[tuple[int, int]]:
        """Return the violated laws with the variables of each that may change, the fewest changes first."""
        laws, violated = self.evaluation.laws, self.evaluation.listed(node.violated)
        if self._large and not all(self._large.isdisjoint(laws[number].rests_on) for number in violated):
            raise TooFar
        masks = [(laws[number].mask & node.open, number) for number in violated]
        if len(masks) > 1:
            masks.sort(key=lambda each: self._cost(each[0]))
        return masks

    def _cost(self, mask: int) -> int:
        """Return how many changes variables have to offer."""
        if mask not in self._costs:
            self._costs[mask] = sum(len(self._options[variable]) for variable in bits(mask))
        return self._costs[mask]

    # ── one change alone ─────────────────────────────────────────────────────────────────────────────────────────────

    def _changed(self, variable: int, value: int) -> list[int] | None:
        return self.evaluation.changed(self.solution, variable, value)

    def _violated_by(self, variable: int, value: int) -> int | None:
        """Return the laws that one change violates, a bit for each; None where a derived variable has no value."""
        try:
            return self._violations[variable, value]
        except KeyError:
            values = self._changed(variable, value)
            laws = None if values is None else self.evaluation.violated(values, self.evaluation.watching[variable])
            self._violations[variable, value] = laws
            return laws

    # ── prepared once ────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _options(self) -> dict[int, Sequence[int]]:
        domains = ((variable, self.evaluation.program.variables[variable].domain) for variable in self.free)
        return {
            variable: sorted(
                (value for value in domain if value != self.solution[variable]), key=self._liking(variable)
            )
            for variable, domain in domains
            if len(domain) <= TRIED_VALUES
        }

    @cached_property
    def _large(self) -> frozenset[int]:
        """Variables with too many values to try: laws that rest on them are left to the solver."""
        return frozenset(self.free) - self._options.keys()

    def _liking(self, variable: int) -> Callable[[int], tuple[int, ...]]:
        """Return what ranks the values of a variable as the wishes about it alone do."""
        own = [wish for wish in self.wishes if wish.variable == variable]
        return lambda value: tuple((value not in wish.values) if isinstance(wish, Literal) else value for wish in own)

    @cached_property
    def _entangled(self) -> frozenset[int]:
        """Variables whose values are wished for through determined variables, too: all solutions are to be compared."""
        return frozenset(
            base for wish in self.wishes for base in self.evaluation.bases(wish.variable) if base != wish.variable
        )


def _rank(wishes: Sequence[Wish]) -> Callable[[list[int]], tuple[int, ...]]:
    """Return a key that is less for values that wishes prefer, the first one most."""
    wished = [(wish.variable, listed(wish.values) if isinstance(wish, Literal) else None) for wish in wishes]
    return lambda values: tuple(
        [values[variable] if preferred is None else values[variable] not in preferred for variable, preferred in wished]
    )


def _repairable(masks: Sequence[int], changes: int) -> bool:
    """Return whether so few changes may do: laws without a variable in common need one each."""
    if changes < 2:
        return not masks or (changes == 1 and reduce(and_, masks) != 0)
    if 0 in masks:
        return False
    taken = 0
    for mask in masks:
        if not mask & taken:
            taken |= mask
            changes -= 1
    return changes >= 0
