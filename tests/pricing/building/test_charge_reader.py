"""Charges: every model with the keys it needs and no others; readings, treatments and hours beside a quantity."""

from fractions import Fraction

import pytest

from configurator.money import Rounding
from configurator.pricing.building.charge_reader import KEYS
from configurator.pricing.cadence import Cadence
from configurator.pricing.charge import NO_METERING, Charge, Metering
from configurator.pricing.charge_models import Bounds, Flat, Graduated, Package, PartialPackage, PerUnit, plain_value
from configurator.pricing.metered import Measure
from tests.pricing.shop import book_of, problems_of

VALUES = {
    "amount": "5", "price": "5", "quantity": "seats", "per": "m", "bounds": "inclusive", "flat_at_zero": "true",
    "tiers": "[{up_to: 3, flat: 1}, {flat: 2}]", "size": "6", "free": "1", "partial": "up", "multiplier": "1.2",
    "bands": "[{up_to: 3, flat: 1}, {flat: 2}]", "rate": "1.5", "fixed": "0.3", "beyond": "nothing",
    "table": "rates.csv", "by": "{engine: engine}", "hit": "unique", "events": "seats", "convert": "{divide_by: 2}",
}  # fmt: skip


RATES = "engine,price\npetrol,3\ndiesel,4\n"


def charge(text: str) -> Charge:
    return book_of(f"charges: {{a: {{{text}}}}}").charges[0]


def codes(text: str) -> set[str]:
    return {code for code, _ in problems_of(f"charges: {{a: {{{text}}}}}", rates_csv=RATES)}


@pytest.mark.parametrize("model", KEYS)
def test_a_model_with_all_the_keys_it_needs_is_read(model: str) -> None:
    given = ", ".join(f"{key}: {VALUES[key]}" for key in KEYS[model][0])
    assert set() == codes(f"model: {model}, {given}")


@pytest.mark.parametrize(("model", "key"), [(model, key) for model in KEYS for key in KEYS[model][0]])
def test_a_model_without_a_key_it_needs_is_told(model: str, key: str) -> None:
    given = ", ".join(f"{each}: {VALUES[each]}" for each in KEYS[model][0] if each != key)
    assert {"pricing.charge-keys"} == codes(f"model: {model}, {given}".rstrip(", "))


@pytest.mark.parametrize(
    ("model", "key"),
    [(model, key) for model in KEYS for key in VALUES if key not in (*KEYS[model][0], *KEYS[model][1])],
)
def test_a_key_that_a_model_has_no_use_for_is_told(model: str, key: str) -> None:
    given = ", ".join(f"{each}: {VALUES[each]}" for each in (*KEYS[model][0], key))
    assert {"pricing.charge-keys"} == codes(f"model: {model}, {given}")


def test_a_charge_is_what_its_keys_say() -> None:
    found = charge("model: per_unit, quantity: cable, per: cm, price: 2, recurring: quarter, title: Cable, when: sport")
    assert ("a", "Cable", Cadence.QUARTERLY, "cm", "sport") == (
        found.id, str(found.title), found.cadence, found.per.name, found.when and found.when.text,
    )  # fmt: skip
    assert isinstance(found.model, PerUnit)


def test_a_title_is_made_of_the_id_where_none_is_given() -> None:
    assert "Base price" == str(book_of("charges: {base_price: {amount: 1}}").charges[0].title)


def test_models_keep_their_conventions() -> None:
    tiers = "tiers: [{up_to: 3, price: 1}, {price: 2}], bounds: exclusive, flat_at_zero: true"
    graduated = charge(f"model: graduated, quantity: seats, {tiers}").model
    boxes = charge("model: package, quantity: seats, price: 1, size: 6, free: 2, partial: exact")
    package = boxes.model
    assert isinstance(graduated, Graduated) and isinstance(package, Package)
    assert (Bounds.EXCLUSIVE, True) == (graduated.bounds, graduated.flat_at_zero)
    assert [6, 2] == [package.size, plain_value(boxes.metering.treatments.free)]
    assert PartialPackage.EXACT == package.partial


def test_an_amount_may_be_free_or_a_credit() -> None:
    found = [charge(f"amount: {amount}").model for amount in ("0", "-35")]
    assert [Fraction(0), Fraction(-35)] == [model.amount[0].value for model in found if isinstance(model, Flat)]


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
