"""What stands beside a quantity: readings, treatments and hours, and which of them go together."""

from fractions import Fraction

import pytest

from configurator.money import Rounding
from configurator.pricing.charge import NO_METERING, Metering
from configurator.pricing.charge_models import plain_value
from configurator.pricing.metered import Measure
from tests.pricing.shop import book_of, problems_of

SERIES = "parameters: {usage: {type: series, default: '1'}, name: {type: text, default: x}}\n"
UNITS = "model: per_unit, price: 1, quantity: seats"
READ = "model: per_unit, price: 1, quantities: usage"
BY_UNIT = "{commitment: {amount: 1, overage_price: 2}}"
HOURS = "{from: 09:00, until: 17:00, price: 2}"


def metering(text: str) -> Metering:
    return book_of(f"{SERIES}charges: {{a: {{{text}}}}}").charges[0].metering


def problems(text: str) -> list[tuple[str, str]]:
    return problems_of(f"{SERIES}charges: {{a: {{{text}}}}}")


def test_a_charge_without_any_of_it_has_none() -> None:
    assert metering(UNITS) is NO_METERING


def test_treatments_are_what_the_keys_say() -> None:
    found = metering(
        f"{UNITS}, convert: {{divide_by: 1000, rounding: up, places: 1}}, free: 2, reserved: {{quantity: 3, price: 4}},"
        " ratchet: {percent: 80, of: usage}, before: {quantity: 5, amount: 6}"
    )
    terms = found.treatments
    assert terms.conversion is not None
    assert [Fraction(1000), Rounding.UP, 1] == [
        terms.conversion.divide_by, terms.conversion.rounding, terms.conversion.places,
    ]  # fmt: skip
    amounts = (terms.free, terms.reserved, terms.reserved_price, terms.ratchet)
    assert [2, 3, 4, 80] == [plain_value(each) for each in amounts]
    assert "usage" == terms.peaks
    assert [5, 6] == [plain_value(each) for each in (found.before_quantity, found.before_amount)]


def test_readings_are_named_with_their_measure() -> None:
    found = metering(f"{READ}, measured: percentile, percentile: 90, rank: interpolated")
    assert ("usage", Measure.PERCENTILE, "90 interpolated") == (
        found.series, found.measure, f"{found.percent.percent} {found.percent.rank}",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("model: per_unit, price: 1, quantities: usages", "pricing.unknown-series"),
        ("model: per_unit, price: 1, quantities: name", "pricing.unknown-series"),
        (f"{UNITS}, ratchet: {{percent: 80, of: seats}}", "pricing.unknown-series"),
        (f"{UNITS}, measured: windowed", "pricing.charge-keys"),
        (f"{READ}, percentile: 90", "pricing.charge-keys"),
        (f"{READ}, measured: sum, day_windows: [{HOURS}]", "pricing.charge-keys"),
        (f"{READ}, measured: windowed, before: {{quantity: 1}}", "pricing.charge-keys"),
        ("model: per_unit, price: 1, quantities: {a: seats}", "pricing.charge-keys"),
        (f"{READ}, measured: windowed, day_windows: [{HOURS}, {HOURS}]", "pricing.overlapping-dates"),
        (f"{READ}, measured: windowed, day_windows: [{{from: 9, until: 10, price: 1}}]", "pricing.empty-interval"),
        (f"{UNITS}, free: -1", "pricing.negative-amount"),
        ("amount: 5, free: 1", "pricing.charge-keys"),
        ("model: percentage, rate: 1, quantities: usage, measured: events, free: 1", "pricing.charge-keys"),
        (f"{READ}, measured: prorated_changes, convert: {{divide_by: 2}}", "pricing.charge-keys"),
        ("model: capacity_band, quantities: {a: seats}, free: 1, bands: [{flat: 1}]", "pricing.charge-keys"),
        (
            f"model: cost_plus, multiplier: 1, quantity: seats, modifiers: [{BY_UNIT}]",
            "pricing.charge-keys",
        ),
    ],
)
def test_what_does_not_go_together_is_told(text: str, code: str) -> None:
    assert [code] == [each for each, _ in problems(text)]
