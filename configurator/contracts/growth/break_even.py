"""From which steady use on another contract is the cheaper one: the break-even between two contracts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from configurator.contracts.growth.comparison import chosen_contracts
from configurator.contracts.growth.compiled_plan import CompiledPlan, compile_plan
from configurator.contracts.growth.months import months_of
from configurator.contracts.limits import FINEST_DEMAND, SEARCH_POINTS
from configurator.contracts.model import Offer
from configurator.money import Rounding, round_to


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Up to `at` units of steady use one contract costs less, and from there on the other.

    Where `equal`, both cost the same there; otherwise the order changes between `at` and the next hundredth of a unit.
    `percent` is `at` a percentage of the most that is compared.
    """

    below: str
    above: str
    at: Fraction
    percent: Fraction
    equal: bool


@dataclass(frozen=True, slots=True)
class CheapestRange:
    """For steady use from `low` to `high` units a contract is the cheapest of all, as far as was looked."""

    contract: str
    low: Fraction
    high: Fraction


class SteadyUse:
    """The cost of contracts over some months of steady usage.

    Every figure is cached, by contract and usage.
    """

    def __init__(
        self, offer: Offer, resource: str, start: date, months: int, contracts: Sequence[str] | None = None
    ) -> None:
        self.offer, self.resource, self.length = offer, resource, months
        self.contracts = chosen_contracts(offer, resource, contracts)
        self.most = round_to(offer.resources[resource].most, FINEST_DEMAND, Rounding.CEILING)
        self._months = months_of(offer, start, months)
        self._plans: dict[str, CompiledPlan] = {}
        self._costs: dict[tuple[str, Fraction], int] = {}

    def cost(self, contract: str, units: Fraction) -> int:
        """Return the total, in rounding steps, for a usage (a multiple of FINEST_DEMAND)."""
        if (contract, units) not in self._costs:
            flow = self._plan(contract).cash_flow([units] * self.length)
            self._costs[contract, units] = sum(flow)
        return self._costs[contract, units]

    def points(self) -> tuple[Fraction, ...]:
        """Return the uses that are looked at first."""
        spread = (
            round_to(self.most * number / SEARCH_POINTS, FINEST_DEMAND, Rounding.HALF_UP)
            for number in range(SEARCH_POINTS + 1)
        )
        return tuple(dict.fromkeys(spread))

    def break_evens(self, one: str, other: str) -> Iterator[BreakEven]:
        """Yield where the order of two contracts changes, the lowest use first."""
        differences = [(units, self._difference(one, other, units)) for units in self.points()]
        marked = [each for each in differences if each[1]]
        for (low, before), (high, after) in pairwise(marked):
            if (before < 0) is not (after < 0):
                at, equal = self._between(one, other, low, high, before < 0)
                below, above = (one, other) if before < 0 else (other, one)
                yield BreakEven(below, above, at, at * 100 / self.most, equal)

    def cheapest(self) -> tuple[CheapestRange, ...]:
        """Return which contract is the cheapest over which use; of equally cheap ones the first of the offer."""
        ranges: list[CheapestRange] = []
        for units in self.points():
            best = min(self.contracts, key=lambda contract: self.cost(contract, units))
            if ranges and ranges[-1].contract == best:
                ranges[-1] = CheapestRange(best, ranges[-1].low, units)
            else:
                ranges.append(CheapestRange(best, units, units))
        return tuple(ranges)

    def _between(self, one: str, other: str, low: Fraction, high: Fraction, cheaper: bool) -> tuple[Fraction, bool]:
        """Bisect an interval down to the resolution of use; a use with equal costs ends the search."""
        while high - low > FINEST_DEMAND:
            middle = round_to((low + high) / 2, FINEST_DEMAND, Rounding.FLOOR)
            difference = self._difference(one, other, middle)
            if not difference:
                return middle, True
            low, high = (middle, high) if (difference < 0) is cheaper else (low, middle)
        return low, False

    def _difference(self, one: str, other: str, units: Fraction) -> int:
        return self.cost(one, units) - self.cost(other, units)

    def _plan(self, contract: str) -> CompiledPlan:
        if contract not in self._plans:
            terms = self.offer.contracts[contract]
            self._plans[contract] = compile_plan(self.offer, terms, self.resource, self._months, [FINEST_DEMAND])
        return self._plans[contract]
