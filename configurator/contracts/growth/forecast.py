"""Demand, month by month: from a table, a rate of growth, seasons, or several scenarios with their probabilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from configurator.errors import InvalidRequest
from configurator.money import Rounding, round_to

NOTHING = Fraction(0)
MOST_MONTHS = 600
MOST_SCENARIOS = 10_000
FINEST = Fraction(1, 100)
"""Demand is rounded half up to multiples of this, so that growth by a rate stays a number that can be read."""

CARRIED = Fraction(1, 10**12)
"""What demand grows on from is rounded to multiples of this, so that figures of many months stay short."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One course that demand may take, with its probability."""

    name: str
    probability: Fraction
    demand: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The demand for one resource from the first of `start` on, in every month of every scenario."""

    resource: str
    start: date
    scenarios: tuple[Scenario, ...]

    def __post_init__(self) -> None:
        lengths = {len(scenario.demand) for scenario in self.scenarios}
        if not lengths:
            raise InvalidRequest("a forecast has at least one scenario", field="forecast")
        if len(lengths) != 1 or not 1 <= min(lengths) <= MOST_MONTHS:
            raise InvalidRequest(f"every scenario has the same 1 to {MOST_MONTHS} months", field="forecast")
        if len(self.scenarios) > MOST_SCENARIOS:
            raise InvalidRequest(f"at most {MOST_SCENARIOS} scenarios are compared", field="forecast")
        if sum((scenario.probability for scenario in self.scenarios), NOTHING) != 1:
            raise InvalidRequest("the probabilities of the scenarios do not sum to 1", field="forecast")
        if any(each < 0 for scenario in self.scenarios for each in (scenario.probability, *scenario.demand)):
            raise InvalidRequest("neither demand nor a probability is negative", field="forecast")

    @property
    def months(self) -> int:
        """How many months it has."""
        return len(self.scenarios[0].demand)


def expected(demand: Sequence[Fraction], name: str = "expected") -> Scenario:
    """Return a scenario that is certain."""
    return Scenario(name, Fraction(1), tuple(demand))


def table(values: Sequence[Fraction], months: int) -> tuple[Fraction, ...]:
    """Return a value for every month; the last one holds on."""
    if not values:
        raise InvalidRequest("a table of demand has at least one value", field="table")
    _check(months)
    return tuple(values[min(month, len(values) - 1)] for month in range(months))


def growing(
    begin: Fraction, months: int, *, percent_a_month: Fraction = NOTHING, units_a_month: Fraction = NOTHING
) -> tuple[Fraction, ...]:
    """Return demand that grows by a percentage of itself, or by so many units, every month; never below zero.

    It is told in hundredths, but grows on from a finer figure: slow growth of a small demand adds up.
    """
    _check(months)
    if begin < 0:
        raise InvalidRequest("demand does not begin below zero", field="begin")
    found, value = [], begin
    for _ in range(months):
        found.append(round_to(value, FINEST, Rounding.HALF_UP))
        grown = value * (1 + percent_a_month / 100) + units_a_month
        value = max(NOTHING, round_to(grown, CARRIED, Rounding.HALF_UP))
    return tuple(found)


def seasonal(demand: Sequence[Fraction], start: date, percents: Mapping[int, Fraction]) -> tuple[Fraction, ...]:
    """Return demand with the season of every calendar month (1 to 12): hundredths of it, 100 where none is given."""
    if any(month not in range(1, 13) for month in percents):
        raise InvalidRequest("a season is that of a calendar month, 1 to 12", field="seasons")
    return tuple(
        round_to(value * percents.get((start.month - 1 + at) % 12 + 1, Fraction(100)) / 100, FINEST, Rounding.HALF_UP)
        for at, value in enumerate(demand)
    )


def _check(months: int) -> None:
    if not 1 <= months <= MOST_MONTHS:
        raise InvalidRequest(f"a forecast has 1 to {MOST_MONTHS} months, not {months}", field="months")
