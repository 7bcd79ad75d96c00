"""The nearest solution by few changes: a search that looks only where a law is broken.

Between a solution and its nearest neighbours little differs, so the search starts from the solution, and mends what a
wish breaks by changing one more variable of a broken law. It finds all that may be nearest, or says that it did not.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import and_

from configurator.program.nodes import Literal, Wish
from configurator.session.formulas import listed
from configurator.session.landscape import MOST_VALUES, Landscape, bits
from configurator.solving.port import Solution

MOST_CHANGES = 7
"""Solutions that differ in more values, beside the wish, are left to the solver."""
MOST_LOOKS = 8_000
"""So many changes are tried at most."""
FEWER_LOOKS = 200
"""So many, where they were too few the last time: what was far away mostly still is, and the solver will be asked."""
MOST_FAR = 100_000
"""So many values are remembered as far away."""

Options = Mapping[int, Sequence[int]]
"""The values that variables may yet be changed to, the most liked first."""


class TooFar(Exception):
    """The search gave up: the nearest solutions are too far away, or there is none."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the search stands: values, the laws they break, the laws that look at a change, and what may still change.

    Laws and variables are told by a bit for each.
    """

    values: list[int]
    broken: int
    touched: int
    open: int
    left: Options
    """What is left to change to, of variables of which some changes were tried already."""
    changed: int
    """The variables changed so far, a bit for each, the higher the earlier they are to be kept."""


@dataclass
class FewChanges:
    """A solution, the variables that may change, and wishes that tell apart what changes the same variables."""

    landscape: Landscape
    solution: Solution
    free: Sequence[int]
    wishes: Sequence[Wish]
    _looks: int = field(default=0, init=False)
    _weights: Mapping[int, int] = field(default_factory=dict, init=False)
    _found: list[list[int]] = field(default_factory=list, init=False)
    _bound: int = field(default=0, init=False)
    """The variables that the best solutions found so far change, told as those of a spot."""

    def alone(self, literal: Literal) -> Solution | None:
        """Return the solution with a value and nothing else changed but intermediate results; None if laws break."""
        place, value = literal.variable, literal.values.low
        return None if self._broken_by(place, value) else tuple(self._moved(place, value) or ()) or None

    def nearest(self, literal: Literal, order: Sequence[int], wishes: Sequence[Wish]) -> Solution:
        """Return the solution with a value and the fewest other changes. Raises TooFar.

        Of equally near ones it is that which keeps the earlier variables of the order, and then follows the wishes, the
        first most. Both are the search's own, arranged as it is meant for this value.
        """
        place = literal.variable
        values, broken = self._moved(place, literal.values.low), self._broken_by(place, literal.values.low)
        if values is None or broken is None:
            raise TooFar
        others = sum(1 << other for other in self._options if other != place)
        start = _Spot(values, broken, self.landscape.watching[place], others, {}, 0)
        far, key = self.landscape.far, (place, literal.values.low)
        self._looks = MOST_LOOKS - FEWER_LOOKS if key in far else 0
        self._weights = {other: 1 << weight for weight, other in enumerate(reversed(order))}
        self._search(start)
        if not self._found:
            if len(far) < MOST_FAR:
                far.add(key)
            raise TooFar
        far.discard(key)
        best = self._found[0] if len(self._found) == 1 else min(self._found, key=_rank(wishes))
        return tuple(best)

    def _search(self, start: _Spot) -> None:
        """Find all solutions of which no others are nearer or keep more; none where that takes too many looks."""
        self._found, self._bound = [], sum(self._weights.values())
        try:
            start = self._forced(start)
            for changes in range(1, MOST_CHANGES + 1):
                self._within(start, changes)
                if self._found:
                    return
        except TooFar:
            self._found = []

    def _forced(self, spot: _Spot) -> _Spot:
        """Change what must change, and can only change to one value: these changes are in every solution."""
        found: _Spot | None = spot
        while found is not None:
            spot, found = found, None
            for mask, number in self._masks(spot):
                if mask & (mask - 1) == 0 and mask:
                    place = mask.bit_length() - 1
                    left = [values for values in self._each(spot, place) if self.landscape.laws[number].check(values)]
                    if len(left) == 1:
                        found = self._after(spot, place, left[0])
                        break
        return spot

    def _each(self, spot: _Spot, place: int) -> Iterator[list[int]]:
        for value in self._options[place]:
            values = self.landscape.moved(spot.values, place, value)
            if values is not None:
                yield values

    def _after(self, spot: _Spot, place: int, values: list[int]) -> _Spot:
        watching = self.landscape.watching[place]
        return _Spot(
            values,
            spot.broken & ~watching | self.landscape.broken(values, watching),
            spot.touched | watching,
            spot.open & ~(1 << place),
            spot.left,
            spot.changed | self._weights[place],
        )

    # ── searching ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _within(self, spot: _Spot, changes: int) -> None:
        """Find the solutions that change so many more values, given that none changes fewer.

        Of every broken law one variable must change, the last to be kept first. Once all changes of a variable were
        tried, it stays as it is.
        """
        if not spot.broken:
            self._keep(spot.values, spot.changed)
            return
        masks, weights = self._masks(spot), self._weights
        mask, number = masks[0]
        law, left, still = self.landscape.laws[number], spot.left, spot.open
        for place in sorted(bits(mask), key=weights.__getitem__):
            changed = spot.changed | weights[place]
            if changed > self._bound:
                return
            if not _can_be_mended([other for other, _ in masks if not other >> place & 1], changes - 1):
                continue
            options = left.get(place) or self._options[place]
            tried = law.mending(spot.values, place, options, last=changes == 1)
            still &= ~(1 << place)
            self._change(spot, place, tried, _Spot([], 0, 0, still, left, changed), changes)
            if changes > 1 and len(tried) < len(options):
                still, others = still | 1 << place, frozenset(tried)
                left = {**left, place: [value for value in options if value not in others]}

    def _keep(self, values: list[int], changed: int) -> None:
        if changed < self._bound:
            self._found, self._bound = [], changed
        if changed == self._bound:
            self._found.append(values)

    def _change(self, spot: _Spot, place: int, tried: Sequence[int], ahead: _Spot, changes: int) -> None:
        """Find the solutions in which a variable has one of the values tried, and `changes - 1` others change.

        Laws that look at no other change are broken as they are by this change alone, which is found out once.
        """
        landscape, watching = self.landscape, self.landscape.watching[place]
        untouched, shared = spot.broken & ~watching, watching & spot.touched
        for value in tried:
            self._looks += 1
            if self._looks > MOST_LOOKS:
                raise TooFar
            alone = self._broken_by(place, value)
            asked = watching if alone is None else shared
            broken = untouched | (0 if alone is None else alone & ~spot.touched)
            if not self._can_be_mended(broken, ahead.open, changes - 1):
                continue
            values = landscape.moved(spot.values, place, value)
            if values is None:
                continue
            if changes > 1:
                broken |= landscape.broken(values, asked & spot.broken)
                if self._can_be_mended(broken, ahead.open, changes - 1):
                    broken |= landscape.broken(values, asked & ~spot.broken)
                    touched = spot.touched | watching
                    self._within(replace(ahead, values=values, broken=broken, touched=touched), changes - 1)
            elif landscape.all_hold(values, asked & spot.broken) and landscape.all_hold(values, asked & ~spot.broken):
                self._keep(values, ahead.changed)
                if place not in self._entangled:
                    return

    def _can_be_mended(self, broken: int, may_change: int, changes: int) -> bool:
        laws = self.landscape.laws
        return _can_be_mended([laws[number].mask & may_change for number in self.landscape.listed(broken)], changes)

    def _masks(self, spot: _Spot) -> list[tuple[int, int]]:
        """Return the broken laws with the variables of each that may change, those with the fewest changes first."""
        laws, broken = self.landscape.laws, self.landscape.listed(spot.broken)
        if self._large and not all(self._large.isdisjoint(laws[number].rests_on) for number in broken):
            raise TooFar
        found = [(laws[number].mask & spot.open, number) for number in broken]
        if len(found) > 1:
            found.sort(key=lambda each: self._cost(each[0]))
        return found

    def _cost(self, mask: int) -> int:
        """Return how many changes variables have to offer."""
        if mask not in self._costs:
            self._costs[mask] = sum(len(self._options[place]) for place in bits(mask))
        return self._costs[mask]

    # ── one change alone ─────────────────────────────────────────────────────────────────────────────────────────────

    def _moved(self, place: int, value: int) -> list[int] | None:
        return self.landscape.moved(self.solution, place, value)

    def _broken_by(self, place: int, value: int) -> int | None:
        """Return the laws that one change breaks, a bit for each; None where an intermediate result has no value."""
        try:
            return self._known[place, value]
        except KeyError:
            values = self._moved(place, value)
            found = None if values is None else self.landscape.broken(values, self.landscape.watching[place])
            self._known[place, value] = found
            return found

    @cached_property
    def _known(self) -> dict[tuple[int, int], int | None]:
        return {}

    # ── prepared once ────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _costs(self) -> dict[int, int]:
        return {}

    @cached_property
    def _options(self) -> dict[int, Sequence[int]]:
        domains = ((place, self.landscape.program.variables[place].domain) for place in self.free)
        return {
            place: sorted((value for value in domain if value != self.solution[place]), key=self._liking(place))
            for place, domain in domains
            if len(domain) <= MOST_VALUES
        }

    @cached_property
    def _large(self) -> frozenset[int]:
        """Variables with too many values to try: laws that rest on them are left to the solver."""
        return frozenset(self.free) - self._options.keys()

    def _liking(self, place: int) -> Callable[[int], tuple[int, ...]]:
        """Return what ranks the values of a variable as the wishes about it alone do."""
        own = [wish for wish in self.wishes if wish.variable == place]
        return lambda value: tuple((value not in wish.values) if isinstance(wish, Literal) else value for wish in own)

    @cached_property
    def _entangled(self) -> frozenset[int]:
        """Variables whose values are wished for through intermediate results, too: all solutions are to be compared."""
        return frozenset(
            base for wish in self.wishes for base in self.landscape.under(wish.variable) if base != wish.variable
        )


def _rank(wishes: Sequence[Wish]) -> Callable[[list[int]], tuple[int, ...]]:
    """Return what is less for values that wishes prefer, the first most."""
    wished = [(wish.variable, listed(wish.values) if isinstance(wish, Literal) else None) for wish in wishes]
    return lambda values: tuple(
        [values[place] if wanted is None else values[place] not in wanted for place, wanted in wished]
    )


def _can_be_mended(masks: Sequence[int], changes: int) -> bool:
    """Tell whether so few changes may do: laws without a variable in common need one each."""
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
