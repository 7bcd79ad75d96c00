"""Laws of orders: an independent oracle agrees, the order of items means nothing, and shares sum exactly."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest

from configurator.canonical_json import dumps
from configurator.money import plain
from configurator.pricing.orders.order_json import order_to_json
from configurator.pricing.orders.priced_order import PricedOrder
from tests.pricing.orders.naive_order import NaiveItem, NaiveRule, naive
from tests.pricing.orders.shop import item, order, rules_of

SEEDS = range(120)
CATEGORIES = ("books", "games", "food")
SPREADS = ("proportional", "equal", "first")


def _items(random: Random) -> list[NaiveItem]:
    return [_item(number, random) for number in random.sample(range(20), random.randint(1, 6))]


def _item(number: int, random: Random) -> NaiveItem:
    cents = random.choice((0, 1, 99, 333, 1000, 2599))
    return NaiveItem(f"i{number}", random.choice(CATEGORIES), cents, random.randint(1, 7))


def _rules(random: Random) -> list[NaiveRule]:
    adjustments = [_rule(random) for _ in range(random.randint(0, 5))]
    taxes = [NaiveRule("tax", category, percent=random.choice((5, 7, 19, 21))) for category in CATEGORIES]
    return adjustments + [tax for tax in taxes if random.random() < 0.7]


def _rule(random: Random) -> NaiveRule:
    category = random.choice(("", *CATEGORIES))
    spread, since = random.choice(SPREADS), random.choice((0, 0, 500, 5000))
    match random.randint(0, 5):
        case 0:
            return NaiveRule("discount", category, percent=random.choice((3, 10, 33, 100)), since=since, spread=spread)
        case 1:
            return NaiveRule("discount", category, cents=random.choice((1, 250, 9999)), since=since, spread=spread)
        case 2:
            return NaiveRule("surcharge", category, cents=random.choice((1, 790, 2000)), since=since, spread=spread)
        case 3:
            return NaiveRule("minimum", category, cents=random.choice((100, 5000)), spread=spread)
        case 4:
            return NaiveRule("maximum", category, cents=random.choice((100, 5000)), spread=spread)
        case _:
            return NaiveRule("discount", category, percent=100, of=random.choice((2, 3)), spread=spread)


def _written(rules: Sequence[NaiveRule]) -> str:
    lines = [f"categories: {{{', '.join(f'{name}: [catalog.{name}]' for name in CATEGORIES)}}}", "stages:"]
    for number, rule in enumerate(rules):
        keys = {"id": f"r{number}", "kind": rule.kind, "because": "so", "spread": rule.spread}
        keys["on"] = f"category.{rule.category}" if rule.category else "all"
        if rule.percent:
            keys["percent"] = str(rule.percent)
        else:
            keys["amount"] = plain_cents(rule.cents)
        if rule.since:
            keys["when"] = f'"base >= {plain_cents(rule.since)}[EUR]"'
        if rule.of:
            keys["pieces"] = f"{{of: {rule.of}}}"
        lines.append(f"  - {{{', '.join(f'{key}: {value}' for key, value in keys.items())}}}")
    return "\n".join(lines) + "\n"


def plain_cents(cents: int) -> str:
    """Write cents as an amount."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _price(items: Sequence[NaiveItem], text: str) -> PricedOrder:
    return order([item(each.id, plain_cents(each.price), each.quantity, catalog=each.category) for each in items], text)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_orders_cost_what_plain_arithmetic_says(seed: int) -> None:
    random = Random(seed)
    items, rules = _items(random), _rules(random)
    priced = _price(items, _written(rules))
    expected = naive(items, rules)
    assert plain_cents(expected.total) == plain(priced.total.amount, 2)
    nets = {each.id: plain(each.net[next(iter(each.net))].amount, 2) for each in priced.items}
    assert {each.id: plain_cents(each.cost + each.tax) for each in expected.items} == nets


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_items_changes_nothing_and_shares_sum_exactly(seed: int) -> None:
    random = Random(seed)
    items, text = _items(random), _written(_rules(random))
    priced = _price(items, text)
    shuffled = _price(random.sample(items, len(items)), text)
    one, other = order_to_json(priced), order_to_json(shuffled)
    assert sorted(map(dumps, one["items"])) == sorted(map(dumps, other["items"]))
    assert dumps({**one, "items": []}) == dumps({**other, "items": []})
    for step in priced.steps:
        assert step.line.exact == sum(step.allocation.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_splitting_an_item_changes_nothing_but_the_rounding_of_shares(seed: int) -> None:
    random = Random(seed)
    items, rules = _items(random), [rule for rule in _rules(random) if rule.spread != "first"]
    text = _written(rules)
    whole = max(items, key=lambda each: each.quantity)
    if whole.quantity == 1:
        return
    parts = [
        NaiveItem(f"{whole.id}a", whole.category, whole.price, 1),
        NaiveItem(f"{whole.id}b", whole.category, whole.price, whole.quantity - 1),
    ]
    together = _price(items, text)
    apart = _price([*(each for each in items if each is not whole), *parts], text)
    slack = Fraction(len(items) * (len(together.steps) + 1), 100)
    assert abs(together.total.fraction - apart.total.fraction) <= slack
    assert rules_of(text).id == together.rules
