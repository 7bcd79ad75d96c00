"""The nearest solution by few changes: a search that looks only where a law is broken.

Between a solution and its nearest neighbours little differs, so the search starts from the solution, and mends what a
wish breaks by changing one more variable of a broken law. It finds all that may be nearest, or says that it did not.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_

from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Wish
from configurator.session.formulas import listed
from configurator.session.landscape import MOST_VALUES, Landscape
from configurator.solving.port import Solution

MOST_CHANGES = 7
"""Solutions that differ in more values, beside the wish, are left to the solver."""
MOST_LOOKS = 4_000
"""So many changes are tried at most."""
FEWER_LOOKS = 200
"""So many, where they were too few the last time: what was far away mostly still is, and the solver will be asked."""
MOST_FAR = 100_000
"""So many values are remembered as far away."""

Options = Mapping[int, Sequence[int]]
"""The values that a variable may yet be changed to, the most liked first."""


class TooFar(Exception):
    """The search gave up: the nearest solutions are too far away, or there is none."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the search stands: values, the laws they break, and what may still change (a bit for each variable)."""

    values: list[int]
    broken: list[int]
    open: int
    options: Options


@dataclass
class FewChanges:
    """A solution, the variables that may change, and what tells equally near ones apart: the wishes, the first most."""

    landscape: Landscape
    solution: Solution
    free: Sequence[int]
    wishes: Sequence[Wish]
    _looks: int = field(default=0, init=False)

    def nearest(self, literal: Literal) -> Solution:
        """Return the solution with a value and the fewest other changes that the wishes prefer. Raises TooFar."""
        values = self.landscape.moved(self.solution, literal.variable, literal.values.low)
        if values is None:
            raise TooFar
        broken = self.landscape.broken(values, self.landscape.watching[literal.variable])
        others = sum(1 << place for place in self._options if place != literal.variable)
        start = _Spot(values, broken, others, self._options)
        far, key = self.landscape.far, (literal.variable, literal.values.low)
        self._looks = MOST_LOOKS - FEWER_LOOKS if key in far else 0
        found = self._searched(start)
        if found is None:
            if len(far) < MOST_FAR:
                far.add(key)
            raise TooFar
        far.discard(key)
        return tuple(found)

    def _searched(self, start: _Spot) -> list[int] | None:
        try:
            for changes in range(MOST_CHANGES + 1):
                found = min(self._within(start, changes), key=self._rank, default=None)
                if found is not None:
                    return found
        except TooFar:
            return None
        return None

    # ── searching ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _within(self, spot: _Spot, changes: int) -> Iterator[list[int]]:
        """Yield the solutions that change so many more values, given that none changes fewer.

        Of every broken law one variable must change. Once all changes of a variable were tried, it stays as it is.
        """
        if not spot.broken:
            yield spot.values
            return
        masks = self._masks(spot)
        mask, number = masks[0]
        law, options, still = self.landscape.laws[number], dict(spot.options), spot.open
        for place in _bits(mask):
            left = [other for other, _ in masks if not other >> place & 1]
            if not _can_be_mended(left, changes - 1):
                continue
            tried = law.mending(spot.values, place, options[place])
            if len(tried) == len(options[place]):
                still &= ~(1 << place)
            options[place] = [value for value in options[place] if value not in tried]
            yield from self._changed(spot, place, tried, _Spot([], [], still & ~(1 << place), dict(options)), changes)

    def _changed(
        self, spot: _Spot, place: int, tried: Sequence[int], ahead: _Spot, changes: int
    ) -> Iterator[list[int]]:
        """Yield the solutions in which a variable has one of the values tried, and `changes - 1` others change."""
        landscape, laws = self.landscape, self.landscape.laws
        watching = landscape.watching[place]
        for value in tried:
            self._looks += 1
            if self._looks > MOST_LOOKS:
                raise TooFar
            values = landscape.moved(spot.values, place, value)
            if values is None:
                continue
            if changes > 1:
                broken = landscape.broken(values, spot.broken)
                if _can_be_mended([laws[number].mask & ahead.open for number in broken], changes - 1):
                    broken += landscape.broken(values, [number for number in watching if number not in spot.broken])
                    yield from self._within(_Spot(values, broken, ahead.open, ahead.options), changes - 1)
            elif landscape.all_hold(values, spot.broken) and landscape.all_hold(values, watching):
                yield values
                if place not in self._entangled:
                    return

    def _masks(self, spot: _Spot) -> list[tuple[int, int]]:
        """Return the broken laws with the variables of each that may change, those with the fewest changes first."""
        laws = self.landscape.laws
        if self._large and not all(self._large.isdisjoint(laws[number].rests_on) for number in spot.broken):
            raise TooFar
        found = [(laws[number].mask & spot.open, number) for number in spot.broken]
        if len(found) > 1:
            found.sort(key=lambda each: self._cost(each[0]))
        return found

    def _cost(self, mask: int) -> int:
        """Return how many changes variables have to offer."""
        if mask not in self._costs:
            self._costs[mask] = sum(len(self._options[place]) for place in _bits(mask))
        return self._costs[mask]

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
    def _wished(self) -> list[tuple[int, frozenset[int] | IntSet | None]]:
        """The variables of the wishes, each with the values wished for; None where the lowest is."""
        return [(wish.variable, listed(wish.values) if isinstance(wish, Literal) else None) for wish in self.wishes]

    @cached_property
    def _entangled(self) -> frozenset[int]:
        """Variables whose values are wished for through intermediate results, too: all solutions are to be compared."""
        return frozenset(
            base for wish in self.wishes for base in self.landscape.under(wish.variable) if base != wish.variable
        )

    def _rank(self, values: Sequence[int]) -> tuple[int, ...]:
        return tuple(
            [values[place] if wanted is None else values[place] not in wanted for place, wanted in self._wished]
        )


def _bits(mask: int) -> list[int]:
    """Return the places of the bits, the lowest first."""
    found = []
    while mask:
        bit = mask & -mask
        found.append(bit.bit_length() - 1)
        mask ^= bit
    return found


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
