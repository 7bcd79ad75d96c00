"""Each rule of a book has the effect on many products that it has on one."""

from collections.abc import Iterator
from itertools import product

import pytest

from configurator.configuration import Configuration
from configurator.pricing.batch.batch_differences import differences_near
from configurator.pricing.incremental_pricing import Neighbour
from configurator.pricing.prepare import prepare
from configurator.pricing.price import price_prepared, run
from tests.pricing.shop import DAY, book_of, chosen, van

PRICES = (
    "prices: {items: {navigation: 50.25, radio: 20.1, roof: [{amount: 30, when: sport}, {amount: 20.1}], seats: 9.99"
)
ITEMS = f"{PRICES}}}}}\n"
PLANS = "charges: {plan: {amount: 7.77, recurring: month, when: radio}, shelf: {each: racks, amount: 3 * shelves}}\n"
ONE_OF = "choose_one_of: [radio, roof, seats, plan], because: So"


def stage(text: str) -> str:
    then = "{id: t, because: So, kind: surcharge, amount: 1, on: stages.s}"
    return f"stages:\n  - {{id: s, because: So, {text}}}\n  - {then}\n"


BOOKS = (
    "",
    f"{PRICES}}}, quantities: {{radio: seats - 3, roof: 1 + count(racks)}}}}\n",
    f"{ITEMS}waivers: {{w: {{when: navigation, includes: [radio, roof], because: So}}}}\n",
    f"{ITEMS}waivers: {{w: {{includes: [radio], because: So, when: seats > 4}}, x: {{{ONE_OF}}}}}\n",
    f"{ITEMS}waivers: {{x: {{{ONE_OF}, when: sport}}, w: {{includes: [radio], because: So}}}}\n",
    f"{ITEMS}waivers: {{r: {{each: racks, when: shelves > 1, includes: [charges.shelf], because: So}}}}\n",
    "compare_over: 12 months\nprices: {items: {radio: 93.24}}\n"  # as much as the plan in 12 months
    "waivers: {w: {choose_one_of: [radio, plan], because: So}}\n",
    ITEMS + stage("kind: discount, percent: 12.5"),
    ITEMS + stage("kind: surcharge, percent: 12.5, at_least: 6, on: [roof, plan]"),
    ITEMS + stage("kind: surcharge, percent: [{amount: 10, when: sport}, {amount: 5}], at_least: 3, on: [radio, roof]"),
    f"{ITEMS}waivers: {{w: {{when: navigation, includes: [radio], because: So}}}}\n"
    + stage("kind: surcharge, amount: 2, at: line, on: list"),
    ITEMS + stage("kind: surcharge, percent: 5, recurring: month, on: [radio, plan], at_least: 6"),
    ITEMS + stage("kind: discount, percent: [{amount: 10, when: 'base > 60[EUR]'}, {amount: 5}], on: list"),
    ITEMS + stage("kind: discount, percent: 10, at_most: [{amount: 3, when: sport}, {amount: '1[EUR] + base / 20'}]"),
    ITEMS + stage("kind: discount, percent: 10, at_least: 3, at_most: 5, on: list"),
    ITEMS + stage("kind: discount, amount: 25, on: [radio, roof]"),
    ITEMS + stage("kind: discount, percent: 3 * seats, at: line, when: 'sport or base < 90[EUR]'"),
    ITEMS + stage("kind: discount, amount: 21, at: line, on: list"),
    ITEMS + stage("kind: surcharge, amount: '3[EUR] + base / 8', on: [radio, plan]"),
    ITEMS + stage("kind: minimum, amount: [{amount: 60, when: sport}, {amount: 80}], on: list"),
    ITEMS + stage("kind: maximum, amount: 60, on: list"),
    ITEMS + stage("kind: maximum, amount: '(seats - 4) * 10[EUR]', on: [radio, roof]"),
    ITEMS + stage("kind: surcharge, percent: 5, when: racks > 1").replace("racks > 1", "count(racks) > 1"),
    f"{ITEMS}stages: [{{id: v, kind: tax, percent: 7.7, at: line, on: [list, charges], because: So}}]\n",
    f"{ITEMS}stages: [{{id: v, kind: tax, percent: [{{amount: 7.7, when: sport}}, {{amount: 19}}], because: So}}]\n",
)  # fmt: skip


def vans() -> Iterator[Configuration]:
    for sport, radio, navigation, roof, seats, racks in product(*[(False, True)] * 4, (3, 5), (0, 2)):
        more = {"racks[r2].shelves": 1} if racks and sport else {}
        values = {"sport": False, "radio": radio, "navigation": navigation, "roof": roof, "seats": seats, **more}
        van = chosen(values, racks)
        van.values["sport"] = sport  # type: ignore[index]  # the spare wheel stays, so that the features are the same
        yield van


@pytest.mark.parametrize("rounding", ["at: line", "at: total", "at: total, mode: up"])
@pytest.mark.parametrize("book", BOOKS)
def test_it_has_the_same_totals(book: str, rounding: str) -> None:
    text = f"rounding: {{{rounding if 'mode' in rounding else f'{rounding}, mode: half_even'}}}\n{book}{PLANS}"
    prepared, all_vans = prepare(book_of(text), van(), DAY), list(vans())
    totals = [price_prepared(each, prepared).totals for each in all_vans]
    for near in (all_vans[0], all_vans[-1]):
        expected = [each.less(price_prepared(near, prepared).totals) for each in totals]
        assert expected == differences_near(run(near, prepared), [Neighbour.of(near, each) for each in all_vans])
