"""How long growth plans take: `python -m tests.benchmarks.growth` compares eight contracts in 200 scenarios.

The measure beside it, in the same run, is the same work by statements in fractions, for one scenario.
"""

import random
import time
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from textwrap import indent

from configurator.contracts.billing import bill
from configurator.contracts.growth.comparison import compare
from configurator.contracts.growth.forecast import DemandScenario, Forecast
from configurator.contracts.growth.months import activity_of
from configurator.contracts.model import Offer
from configurator.contracts.offers import ENTRY, load_offer
from configurator.reading.files import Files

START = date(2026, 1, 1)
HEAD = """\
format: 2
offer: eight
currency: USD
discount_rate: 6
resources: {cores: {installed: 64, rights: 8}}
contracts:
"""
CONTRACTS = """\
on_demand: {charges: {use: {kind: usage, quantities: cores, price: 21.37}}}
tiers:
  charges:
    use:
      {kind: usage, quantities: cores, model: graduated,
       tiers: [{up_to: 10, price: 22}, {up_to: 30, price: 19.5}, {price: 17}]}
reserved: {charges: {use: {kind: usage, quantities: cores, commitment: {quantity: 20, overage_price: 24}, price: 15}}}
ratchet: {charges: {use: {kind: usage, quantities: cores, ratchet: {percent: 100, of: invoiced}, price: 16}}}
decaying:
  charges:
    use:
      {kind: usage, quantities: cores, commitment: {percent: 30, of: cores.installed},
       ratchet: {percent: 90, of: invoiced, periods: 3}, price: 17}
rights:
  charges:
    idle: {kind: purchase, quantity: cores.installed, price: 100}
    rights: {kind: purchase, quantity: cores.rights, price: 500}
  follows: {cores.rights: {step: 1}}
prepaid:
  levels: {cores.rights: 8}
  charges: {peak: {kind: usage, quantities: cores, measured: minutes_over_rights, draws: minutes}}
  balances: {minutes: {unit: core-minutes, block: 43200, price: 30, refill: true}}
per_use:
  charges:
    base: {kind: recurring, price: 8, quantity: cores.installed}
    use:
      {kind: usage, quantities: cores, bounds_of: cores.installed, model: graduated,
       tiers: [{up_to: 50, price: 16}, {price: 5}]}
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds: the comparison by plans, and one scenario of one contract by a statement."""

    comparison: float
    statement: float


def offer() -> Offer:
    """Return eight contracts of eight kinds."""
    found, problems = load_offer(Files({ENTRY: (HEAD + indent(CONTRACTS, "  ")).encode()}))
    if found is None:
        raise ValueError("; ".join(map(str, problems)))
    return found


def forecast(months: int, scenarios: int, seed: int = 1) -> Forecast:
    """Return demand that wanders between nothing and everything, in hundredths of a core."""
    chance, share = random.Random(seed), Fraction(1, scenarios)
    courses = (tuple(Fraction(chance.randrange(6401), 100) for _ in range(months)) for _ in range(scenarios))
    return Forecast("cores", START, tuple(DemandScenario(str(at), share, course) for at, course in enumerate(courses)))


def measure(months: int = 60, scenarios: int = 200) -> Measured:
    """Compare once by plans, and bill one contract once."""
    eight, given = offer(), forecast(months, scenarios)
    begin = time.perf_counter()
    compare(eight, given)
    compared = time.perf_counter()
    happened = activity_of(eight, eight.contracts["tiers"], "cores", START, given.scenarios[0].demand)
    bill(eight, "tiers", happened)
    return Measured(compared - begin, time.perf_counter() - compared)


def main() -> None:
    """Print the best of five."""
    runs = [measure() for _ in range(5)]
    comparison, statement = min(run.comparison for run in runs), min(run.statement for run in runs)
    print(f"60 months × 8 contracts × 200 scenarios: {comparison:.2f} s")
    print(
        f"one scenario of one contract by statement: {statement * 1000:.1f} ms; by plans {comparison / 1.6:.3f} ms each"
    )


if __name__ == "__main__":
    main()
