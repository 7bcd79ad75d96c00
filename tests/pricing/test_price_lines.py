"""The waterfall over all lines."""

from fractions import Fraction

from configurator.pricing.cadence import Cadence
from configurator.pricing.price_lines import waterfall
from tests.pricing.shop import priced

BOOK = """
prices: {items: {petrol: 1000, diesel: 2000, navigation: [{amount: 200}, {amount: 5, recurring: month}]}}
charges: {seats: {model: per_unit, quantity: seats, price: 10}}
waivers: {sport: {when: sport, includes: [navigation], because: Included}}
stages:
  - {id: fleet, kind: discount, percent: 10, because: Fleet}
  - {id: vat, kind: tax, percent: 20, because: VAT}
"""


def test_the_waterfall_goes_from_list_to_net_level_by_level() -> None:
    levels = waterfall(priced(BOOK, {"navigation": True, "sport": True}))
    assert [
        ("list", Fraction(0), Fraction(1200)),
        ("charges", Fraction(1200), Fraction(1230)),
        ("waivers", Fraction(1230), Fraction(1030)),
        ("fleet", Fraction(1030), Fraction(927)),
        ("vat", Fraction(927), Fraction("1112.4")),
    ] == [(each.stage, each.before, each.after) for each in levels if each.cadence is Cadence.ONE_TIME]


def test_every_cadence_has_a_waterfall_of_its_own() -> None:
    levels = waterfall(priced(BOOK, {"navigation": True}))
    monthly = [(each.stage, each.after) for each in levels if each.cadence is Cadence.MONTHLY]
    assert [("list", 5), ("fleet", Fraction("4.5")), ("vat", Fraction("5.4"))] == monthly


def test_the_last_level_is_the_total() -> None:
    found = priced(BOOK, {"navigation": True})
    last = {each.cadence: each.after for each in waterfall(found)}
    assert {cadence: amount.fraction for cadence, amount in found.totals.by_cadence.items()} == last
