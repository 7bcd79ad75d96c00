"""Sums of a quote, exact and cadence by cadence."""

from collections.abc import Iterable

from configurator.errors import InvalidRequest
from configurator.quoting.model import ONE_TIME, Totals


def times(unit: Totals, quantity: int) -> Totals:
    """Return the total of so many pieces."""
    return Totals({cadence: money * quantity for cadence, money in unit.by_cadence.items()})


def added(totals: Iterable[Totals]) -> Totals:
    """Return the sum, in the order in which cadences first occur.

    Raises `InvalidRequest` where there is nothing to add or the currencies differ.
    """
    given = tuple(totals)
    currencies = sorted({total.currency for total in given})
    if len(currencies) != 1:
        found = " and ".join(currencies) or "no item"
        raise InvalidRequest(f"found {found}; expected items in one currency: make one quote for each", field="items")
    by_cadence = dict(given[0].by_cadence)
    for total in given[1:]:
        for cadence, money in total.by_cadence.items():
            by_cadence[cadence] = by_cadence[cadence] + money if cadence in by_cadence else money
    return Totals(by_cadence)


def check_totals(totals: Totals, where: str) -> None:
    """Raise `InvalidRequest` unless the vector says what is due once, and is in one currency."""
    if ONE_TIME not in totals.by_cadence:
        raise InvalidRequest(f"{where}: the amount due once is missing; expected it even where it is 0", field=where)
    currencies = sorted({money.currency for money in totals.by_cadence.values()})
    if len(currencies) != 1:
        raise InvalidRequest(f"{where}: found {' and '.join(currencies)}; expected one currency", field=where)
