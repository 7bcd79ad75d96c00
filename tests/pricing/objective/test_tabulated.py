"""Charges that are no sums: tables, modifiers and treatments have an exact objective, or say why they have none."""

import pytest

from configurator.configuration import Configuration
from configurator.pricing.objective import NotLinear, objective
from configurator.pricing.prepare import prepare
from tests.pricing.objective.test_objective import agrees, compiled
from tests.pricing.shop import DAY, book_of, chosen, van

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


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{model: matrix, quantity: seats, table: rates.csv, by: {seats: seats}}", "is a number"),
        ("{model: per_unit, quantity: seats, price: 2, free: 1 if sport else 0}", "depend on the configuration"),
        ("{model: capacity_band, quantities: {a: seats, b: seats}, bands: [{flat: 2}]}", "several values"),
    ],
)
def test_what_has_none_is_named_with_its_reason(text: str, reason: str) -> None:
    book = book_of(f"charges: {{a: {text}}}", rates_csv="seats,price\n2,1\n")
    with pytest.raises(NotLinear, match=f"charges.a: .*{reason}"):
        objective(prepare(book, van(), DAY), compiled())
