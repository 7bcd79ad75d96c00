"""The laws of pricing, over random books of every kind of rule and random vans."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from configurator.configuration import Configuration
from configurator.pricing.amounts import Amount
from configurator.pricing.cadence import Cadence
from configurator.pricing.json_form import canonical
from configurator.pricing.prepare import prepare
from configurator.pricing.price import price, price_prepared, reprice, run
from configurator.pricing.price_lines import Priced, waterfall
from tests.pricing.proof import flaws
from tests.pricing.random_books import books, cents, pieces, vans
from tests.pricing.shop import DAY, book_of, van

FLEET = {"customer.segment": "fleet"}
days = st.dates(date(2025, 1, 1), date(2028, 1, 1))


@given(books(), vans(), days, pieces)
def test_every_step_follows_and_the_lines_sum_exactly_to_the_total(
    text: str, configuration: Configuration, day: date, quantity: int
) -> None:
    found = price(configuration, van(), book_of(text), day, quantity=quantity)
    assert () == flaws(found)
    for cadence, total in found.totals.by_cadence.items():
        assert total.fraction == sum(_amounts(found, cadence), Fraction(0))


def _amounts(found: Priced, cadence: Cadence) -> Iterable[Fraction]:
    return (line.amount.fraction for line in found.lines if line.cadence is cadence)


@given(books(), vans(), pieces)
def test_every_line_lands_on_the_rounding_step_of_the_book(
    text: str, configuration: Configuration, quantity: int
) -> None:
    found = price(configuration, van(), book_of(text), DAY, quantity=quantity)
    assert all((line.amount.fraction * 100).denominator == 1 for line in found.lines)


@given(books(), vans())
def test_the_waterfall_ends_at_the_total(text: str, configuration: Configuration) -> None:
    found = price(configuration, van(), book_of(text), DAY, FLEET)
    last = {level.cadence: level.after for level in waterfall(found)}
    assert all(last.get(cadence, 0) == total.fraction for cadence, total in found.totals.by_cadence.items())


@given(books(), vans())
def test_the_same_question_always_has_the_same_answer_to_the_last_byte(text: str, configuration: Configuration) -> None:
    prepared = prepare(book_of(text), van(), DAY, FLEET)
    again = price(configuration, van(), book_of(text), DAY, FLEET)
    assert canonical(price_prepared(configuration, prepared)) == canonical(again)


@given(books(), vans(), vans(), pieces)
def test_a_neighbouring_configuration_is_repriced_as_from_scratch(
    text: str, first: Configuration, second: Configuration, quantity: int
) -> None:
    prepared = prepare(book_of(text), van(), DAY, FLEET, quantity=quantity)
    there = reprice(run(first, prepared), second)
    assert canonical(price_prepared(second, prepared)) == canonical(there.priced)
    assert canonical(price_prepared(first, prepared)) == canonical(reprice(there, first).priced)


@given(books(), vans(), days, cents)
def test_a_later_price_never_changes_the_price_of_an_earlier_day(
    text: str, configuration: Configuration, day: date, figure: str
) -> None:
    later = f"{{amount: {figure}, from: {day + timedelta(days=1)}}}"
    lamp = "charges:\n  lamp: {{amount: [{{amount: 7}}{}]}}\n"
    before = book_of(text.replace("charges:\n", lamp.format("")))
    after = book_of(text.replace("charges:\n", lamp.format(f", {later}")))
    assert _figures(price(configuration, van(), before, day)) == _figures(price(configuration, van(), after, day))


def _figures(found: Priced) -> list[tuple[str, list[Fraction]]]:
    return [(line.id, [step.after for step in line.steps]) for line in found.lines]


@given(books(), vans(), days)
def test_a_price_depends_on_no_case_that_is_not_in_force(text: str, configuration: Configuration, day: date) -> None:
    book = book_of(text)

    def only_in_force(amount: Amount) -> Amount:
        return tuple(case for case in amount if day in case.interval)

    items = {
        item: tuple(replace(price, amount=only_in_force(price.amount)) for price in prices)
        for item, prices in book.prices.items.items()
    }
    stages = tuple(
        replace(stage, percent=only_in_force(stage.percent), amount=only_in_force(stage.amount))
        for stage in book.stages
    )
    now = replace(book, prices=replace(book.prices, items=items), stages=stages)
    one, other = (price(configuration, van(), each, day) for each in (book, now))
    assert (one.totals, one.lines) == (other.totals, other.lines)
