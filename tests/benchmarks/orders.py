"""How long the rules of an order take over 1,000 items, and how long these take to price first.

Run `python -m tests.benchmarks.orders [rounds]`. Each figure is the least processor time of many rounds.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from time import process_time
from typing import Final

from configurator.pricing.orders.order_lines import OrderItem
from configurator.pricing.orders.prepared_order import prepare_order
from configurator.pricing.orders.price_order import price_order
from configurator.pricing.price import price_prepared
from tests.benchmarks.pricing import quote_of
from tests.pricing.orders.shop import DAY, item, rules_of

ITEMS: Final = 1000
ROUNDS: Final = 20
RULES: Final = """
categories: {books: [catalog.books], games: [catalog.games]}
vouchers: {codes: {FIFTY: {amount: 50}}}
stages:
  - id: many
    kind: discount
    percent: [{amount: 5, when: quantity.books >= 100}]
    on: category.books
    because: Many books
  - {id: large, kind: discount, percent: 10, when: "base >= 100[EUR]", because: From 100 on}
  - {id: voucher, kind: discount, vouchers: true, because: Your code}
  - {id: three, kind: discount, percent: 100, on: category.games, pieces: {of: 3}, because: Three for two}
  - {id: freight, kind: surcharge, amount: 7.90, because: By mail}
  - {id: reduced, kind: tax, percent: 7, on: category.books, because: Reduced rate}
  - {id: full, kind: tax, percent: 19, on: category.games, because: Full rate}
settlement: {round_to: 0.05}
"""


@dataclass(frozen=True, slots=True)
class OrderFigure:
    """What was measured, in seconds of processor time, and what it should not exceed."""

    name: str
    seconds: float
    bound: float


def measured(rounds: int = ROUNDS, items: int = ITEMS) -> Iterator[OrderFigure]:
    """Yield all figures."""
    ordered, rules = items_of(items), rules_of(RULES)
    prepared, _ = prepare_order(rules, DAY, {}, ["FIFTY"])
    if prepared is None:
        raise ValueError("the rules do not hold")
    yield OrderFigure(
        f"order rules over {items:,} items", least(partial(price_order, ordered, prepared), rounds), 60e-3
    )
    yield OrderFigure(f"{items:,} different items priced", least(partial(price_items, items), rounds), 500e-3)


def items_of(number: int) -> list[OrderItem]:
    """Return so many items of two categories, with different prices and quantities."""
    return [
        item(f"i{at}", f"{10 + at % 977}.{at % 100:02d}", 1 + at % 7, catalog=("books", "games")[at % 2])
        for at in range(number)
    ]


def price_items(number: int) -> None:
    """Price so many configurations of eight lines each that all differ."""
    prepared, configuration = quote_of(8)
    for at in range(number):
        price_prepared(replace(configuration, values={**configuration.values, "part0": at % 999 + 1}), prepared)


def least(work: Callable[[], object], rounds: int) -> float:
    """Return the least processor time of some rounds of the same work."""
    best = float("inf")
    for _ in range(rounds):
        start = process_time()
        work()
        best = min(best, process_time() - start)
    return best


def table(figures: Iterator[OrderFigure]) -> Iterator[str]:
    """Yield the figures as lines."""
    yield f"{'what':<36}{'measured':>12}{'at most':>12}"
    for each in figures:
        yield f"{each.name:<36}{each.seconds * 1e3:>9.1f} ms{each.bound * 1e3:>9.1f} ms"


if __name__ == "__main__":
    print("\n".join(table(measured(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))))
