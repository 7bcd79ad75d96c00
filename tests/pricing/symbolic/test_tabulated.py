"""Charges that are no sums: tables, modifiers and treatments have an exact objective, or say why they have none."""

import pytest

from configurator.configuration import Configuration
from tests.pricing.shop import chosen
from tests.pricing.symbolic.test_objective import agrees

RATES = "engine,sport,spare,price\npetrol,,,3\n,true,,5\npetrol,true,,4\ndiesel,false,full,7.25\n,,,1\n"
MATRIX = (
    "charges: {fuel: {model: matrix, quantity: seats + count(racks), table: rates.csv, hit: most_specific, "
    "by: {engine: engine, sport: sport, spare: spare}}}"
)
VANS = [
    chosen({"engine": engine, "sport": sport, "seats": seats, **({} if sport else {"spare": spare})}, racks)
    for engine in ("petrol", "diesel")
    for sport in (True, False)
    for spare in ("small", "full")
    for seats, racks in ((2, 0), (5, 2))
]


@pytest.mark.parametrize("configuration", VANS, ids=str)
def test_a_table_has_the_price_of_every_van(configuration: Configuration) -> None:
    agrees(MATRIX, configuration, rates_csv=RATES)


@pytest.mark.parametrize("configuration", VANS[::3], ids=str)
@pytest.mark.parametrize(
    "text",
    [
        "{model: matrix, quantity: seats, table: rates.csv, by: {seats: seats}}",
        "{model: per_unit, quantity: seats, price: 2, free: 1 if sport else 0}",
        "{model: per_unit, quantity: seats, price: 2, free: [{amount: 1, when: sport}]}",
        "{model: capacity_band, quantities: {a: seats, b: count(racks)}, "
        "bands: [{limits: {a: 3, b: 1}, flat: 1}, {flat: 2}]}",
        "{model: matrix, quantity: seats, table: rates.csv, by: {seats: seats}, modifiers: [{discount: 12.5}]}",
    ],
)
def test_what_depends_on_several_figures_is_listed_for_all_of_them(text: str, configuration: Configuration) -> None:
    assert agrees(f"charges: {{a: {text}}}", configuration, rates_csv="seats,price\n2,1\n5,3\n").exact
