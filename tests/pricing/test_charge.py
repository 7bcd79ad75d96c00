"""A charge comes to the same whether a quote asks, a meter, or a plan."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration
from configurator.errors import InvalidRequest
from configurator.pricing.amounts import Amount
from configurator.pricing.charge import amount_of
from configurator.pricing.exact.charge_lines import given_to
from configurator.pricing.prepare import prepare
from configurator.pricing.price import price_prepared
from configurator.pricing.rule_evaluation import ROOT_AT, Resolved, resolve
from configurator.pricing.steps import RoundedAt
from tests.pricing.figures import cost
from tests.pricing.random_books import books, vans
from tests.pricing.shop import DAY, book_of, van


@given(books(), vans())
def test_the_amount_of_a_charge_is_that_of_its_line(text: str, configuration: Configuration) -> None:
    prepared = prepare(book_of(text), van(), DAY)
    world = ConfigurationWorld(van(), configuration, prepared.parameters)
    rounding = prepared.book.rounding
    found = {line.item: line.steps for line in price_prepared(configuration, prepared).lines}

    def value_of(amount: Amount) -> Fraction:
        known = resolve(amount, DAY, world, ROOT_AT)
        return known.value if isinstance(known, Resolved) else Fraction(0)

    for charge in prepared.charges:
        asked = given_to(prepared, world, charge, ROOT_AT, "", []) if not charge.each and charge.when is None else None
        if asked is not None:
            due = amount_of(
                charge,
                asked,
                value_of,
                lambda exact: exact if rounding.at is RoundedAt.TOTAL else rounding.landed(exact),
            )
            steps = [step for step in found.get(charge.id, ()) if step.stage == "charges"]
            assert due == (steps[-1].after if steps else 0)


def test_events_are_not_priced_window_by_window() -> None:
    with pytest.raises(ValueError, match="events are not priced by windows"):
        cost("model: percentage, rate: 1, quantities: usage, measured: windowed", readings="1")


def test_a_reading_without_a_time_of_day_is_refused_where_hours_count() -> None:
    hours = "day_windows: [{from: 09:00, until: 12:00, price: 2}]"
    with pytest.raises(InvalidRequest, match="is not a time of day"):
        cost(f"model: per_unit, price: 1, quantities: usage, measured: windowed, {hours}", readings="noon=3")


@given(st.integers(0, 30), st.integers(0, 30))
def test_two_bills_of_a_period_come_to_one_bill_of_it(first: int, second: int) -> None:
    tiers = "[{{up_to: 5, price: 3, flat: 2}}, {{up_to: 15, price: 2}}, {{price: 1}}]"
    text = f"model: graduated, quantity: seats, {{}}tiers: {tiers}"
    later = Fraction(cost(text.format(f"before: {{quantity: {first}}}, "), str(second)))
    assert Fraction(cost(text.format(""), str(first + second))) == Fraction(cost(text.format(""), str(first))) + later
