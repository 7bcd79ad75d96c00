"""Several pieces of one configuration: priced together, and rounded once a line."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from configurator.configuration import Configuration, FeatureValue
from configurator.errors import InvalidRequest
from configurator.pricing.cadence import Cadence
from configurator.pricing.exact.exact_carrier import ExactCarrier
from configurator.pricing.figures import billed_before, effective_unit_price, paid_quantity
from configurator.pricing.json_form import canonical
from configurator.pricing.prepare import Prepared, prepare
from configurator.pricing.price import price, price_prepared
from configurator.pricing.price_lines import Outcome, Priced
from configurator.pricing.stages import through_all_stages
from tests.pricing.proof import flaws
from tests.pricing.random_books import books, pieces, vans
from tests.pricing.shop import DAY, book_of, chosen, problems_of, van


def of(text: str, quantity: int, values: Mapping[str, FeatureValue] | None = None) -> Priced:
    """Price so many plain vans, with some values changed."""
    found = price(chosen(values), van(), book_of(text), DAY, quantity=quantity)
    assert () == flaws(found)
    return found


def amounts(found: Priced) -> dict[str, str]:
    return {line.id: f"{line.amount.amount:.2f}" for line in found.lines}


def total(found: Priced) -> str:
    return f"{found.totals.one_time.amount:.2f}"


# ── rounding ─────────────────────────────────────────────────────────────────────────────────────────────────────────

SCREWS = "prices: {items: {petrol: 0.333, diesel: 1}}\nstages: [{id: vat, kind: tax, percent: 21, because: VAT}]\n"


def test_d4_a_thousand_pieces_are_rounded_once_a_line() -> None:
    assert {"prices.engine": "333.00", "stages.vat": "69.93"} == amounts(of(SCREWS, 1000))
    assert "402.93" == total(of(SCREWS, 1000))


def test_d4_with_every_piece_rounded_by_itself() -> None:
    assert "400.00" == total(of(SCREWS + "rounding: {per: piece}\n", 1000))


@pytest.mark.parametrize(("quantity", "once", "each"), [(1, "0.40", "0.40"), (12, "4.84", "4.80"), (7, "2.82", "2.80")])
def test_d4_with_other_numbers(quantity: int, once: str, each: str) -> None:
    assert (once, each) == (total(of(SCREWS, quantity)), total(of(SCREWS + "rounding: {per: piece}\n", quantity)))


def _lines(prepared: Prepared, configuration: Configuration) -> list[tuple[str, Cadence, Fraction]]:
    carrier = ExactCarrier(prepared, configuration, prepared.world(configuration))
    return [(line.id, line.cadence, line.exact) for line in through_all_stages(carrier)]


@given(books(), vans(), pieces)
def test_rounding_lines_of_pieces_is_rounding_one_piece_to_a_part_of_the_step(
    text: str, configuration: Configuration, quantity: int
) -> None:
    """Where every rule is about one piece, a line of n pieces is n times that of one, rounded to a part of the step."""
    ready = prepare(book_of(text.replace(", per: item", "")), van(), DAY, quantity=quantity)
    finer = replace(ready.rounding, step=ready.rounding.step / quantity)
    one = replace(ready.of_pieces(1), rounding=finer, values=ready.values)
    assert _lines(ready, configuration) == [
        (id, cadence, amount * quantity) for id, cadence, amount in _lines(one, configuration)
    ]


@given(books(), vans(), pieces)
def test_pieces_that_are_rounded_each_cost_as_many_times_one(
    text: str, configuration: Configuration, quantity: int
) -> None:
    text = text.replace(", per: item", "").replace("per: line", "per: piece").replace("quantity >= 3", "sport")
    prepared = prepare(book_of(text), van(), DAY)
    one = price_prepared(configuration, prepared)
    many = price_prepared(configuration, prepared.of_pieces(quantity))
    assert one.totals.compare * quantity == many.totals.compare
    assert [line.exact * quantity for line in one.lines] == [line.exact for line in many.lines]


@given(books(), vans(), pieces, pieces)
def test_a_book_is_made_ready_for_another_number_of_pieces_as_from_scratch(
    text: str, configuration: Configuration, first: int, second: int
) -> None:
    ready = prepare(book_of(text), van(), DAY, quantity=first)
    price_prepared(configuration, ready)
    again = prepare(book_of(text), van(), DAY, quantity=second)
    assert canonical(price_prepared(configuration, again)) == canonical(
        price_prepared(configuration, ready.of_pieces(second))
    )


# ── quantity in rules ────────────────────────────────────────────────────────────────────────────────────────────────

BREAK = "prices: {items: {petrol: [{amount: 5.88, when: quantity >= 20}, {amount: 6.36}], diesel: 1}}\n"


@pytest.mark.parametrize(("quantity", "expected"), [(19, "120.84"), (20, "117.60"), (21, "123.48")])
def test_cases_see_the_quantity(quantity: int, expected: str) -> None:
    assert expected == total(of(BREAK, quantity))


def test_conditions_figures_and_quantities_see_the_quantity() -> None:
    book = """
        charges:
          rush: {amount: 10, when: quantity > 2}
          fee: {model: per_unit, price: 1, quantity: quantity}
          share: {amount: 120 / quantity}
        stages: [{id: d, kind: discount, percent: quantity, because: So}]
        """
    assert {"charges.fee": "4.00", "charges.share": "120.00", "stages.d": "-2.48"} == amounts(of(book, 2))


HIDDEN = {"{type: number, default: 5}": "quantity == 5", "{type: text, default: a}": 'quantity == "a"'}


@pytest.mark.parametrize(("parameter", "condition"), HIDDEN.items())
def test_a_parameter_of_the_book_hides_the_quantity(parameter: str, condition: str) -> None:
    book = f"parameters: {{quantity: {parameter}}}\ncharges: {{fee: {{amount: 3, when: '{condition}'}}}}\n"
    assert "6.00" == total(of(book, 2))


# ── one piece, or all of them ────────────────────────────────────────────────────────────────────────────────────────

CHARGES = {
    "amount: 30": ("90", "30"),
    "model: per_unit, quantity: seats, price: 2": ("18", "18"),
    "model: graduated, quantity: seats, tiers: [{up_to: 4, price: 5}, {price: 3}]": ("45", "35"),
    "model: stairstep, quantity: seats, tiers: [{up_to: 4, flat: 5}, {flat: 8}]": ("15", "8"),
    "amount: 30, modifiers: [{plus: 5}]": ("105", "35"),
    "model: per_unit, quantity: seats, price: 2, modifiers: [{minimum_spend: 10}]": ("30", "18"),
    "model: per_unit, quantity: seats, price: 2, modifiers: [{round_to: 4}]": ("24", "20"),
    "model: per_unit, quantity: seats, price: 2, free: 2": ("6", "14"),
}


@pytest.mark.parametrize(("charge", "expected"), CHARGES.items())
def test_a_charge_is_for_every_piece_or_for_all(charge: str, expected: tuple[str, str]) -> None:
    found = [total(of(f"charges: {{c: {{{charge}{per}}}}}\n", 3)).partition(".")[0] for per in ("", ", per: item")]
    assert expected == tuple(found)


STAGES = {
    "kind: surcharge, amount: 7.90": ("143.70", "127.90"),
    "kind: minimum, amount: 50": ("150.00", "120.00"),
    "kind: maximum, amount: 50": ("120.00", "50.00"),
    "kind: discount, percent: 10, at_most: 3": ("111.00", "117.00"),
    "kind: discount, percent: 10, at_least: 5": ("105.00", "108.00"),
    "kind: discount, percent: 10, when: 'base >= 100[EUR]'": ("120.00", "108.00"),
    "kind: discount, percent: [{amount: 10, when: 'base >= 100[EUR]'}, {amount: 5}]": ("114.00", "108.00"),
    "kind: surcharge, amount: '1[EUR] + base / 10'": ("135.00", "133.00"),
    "kind: discount, amount: 5, at: line": ("105.00", "115.00"),
}


@pytest.mark.parametrize(("stage", "expected"), STAGES.items())
def test_a_stage_is_for_every_piece_or_for_all(stage: str, expected: tuple[str, str]) -> None:
    found = []
    for per in ("", ", per: item"):
        book = f"prices: {{items: {{petrol: 40, diesel: 1}}}}\nstages: [{{id: s, because: So, {stage}{per}}}]\n"
        found.append(total(of(book, 3)))
    assert expected == tuple(found)


def test_a_minimum_in_tiers_of_pieces_shows_one_piece_and_how_often_it_counts() -> None:
    tiers = "model: graduated, quantity: seats, tiers: [{up_to: 2, price: 5}, {price: 3}]"
    (line,) = of(f"charges: {{c: {{{tiers}}}}}\n", 4).lines
    (step,) = line.steps
    shown = (step.times, *(each.amount for each in step.slices), step.after, line.quantity)
    assert [4, 10, 3, 52, 12] == list(shown)


def test_what_is_rounded_each_has_no_rule_about_all() -> None:
    book = "rounding: {per: piece}\ncharges: {c: {amount: 1, per: item}}\n"
    assert [("pricing.bad-rounding", "`c` is about all pieces, and each is rounded")] == problems_of(book)


# ── what there is nothing of ─────────────────────────────────────────────────────────────────────────────────────────

PER_MONTH = "stages: [{{id: least, kind: minimum, amount: {amount}, recurring: month, because: Least{rest}}}]\n"
USAGE = "charges: {use: {model: per_unit, quantity: seats - 3, price: 2, recurring: month}}\n"


@pytest.mark.parametrize("rest", ["", ", on: charges.use", ", on: recurring", ", on: charges, per: item"])
def test_d15_a_minimum_is_due_without_any_usage(rest: str) -> None:
    found = of(USAGE + PER_MONTH.format(amount=100, rest=rest), 1)
    assert {"stages.least:monthly": "100.00"} == amounts(found)


def test_d15_with_other_numbers() -> None:
    book = USAGE + PER_MONTH.format(amount=7.5, rest=", on: charges.use")
    assert {"charges.use": "4.00", "stages.least:monthly": "3.50"} == amounts(of(book, 1, {"seats": 5}))
    assert {"stages.least:monthly": "22.50"} == amounts(of(book, 3))
    assert {} == amounts(of(book.replace("because", "when: sport, because"), 3))


@pytest.mark.parametrize("model", ["graduated", "volume"])
@pytest.mark.parametrize(("zero", "expected"), [("true", {"charges.c": "12.00"}), ("false", {})])
@pytest.mark.parametrize("quantity", ["seats - 3", "seats - 5"])
def test_a_negative_quantity_counts_as_none(model: str, zero: str, expected: dict[str, str], quantity: str) -> None:
    tiers = f"tiers: [{{up_to: 3, price: 1, flat: 4}}, {{price: 1}}], flat_at_zero: {zero}"
    found = of(f"charges: {{c: {{model: {model}, quantity: {quantity}, {tiers}}}}}\n", 3)
    assert expected == amounts(found)
    noted = [each.outcome for each in found.trace]
    assert ([Outcome.NEGATIVE_QUANTITY] if quantity == "seats - 5" else []) == noted


def test_a_negative_number_of_what_is_sold_counts_as_none() -> None:
    book = "prices: {items: {petrol: 5, diesel: 1}, quantities: {engine: seats - 5}}\n"
    assert ({}, {"prices.engine": "10.00"}) == (amounts(of(book, 1)), amounts(of(book, 1, {"seats": 7})))


# ── arguments ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("quantity", [0, -1, True, 1.0, "2", 10**9 + 1])
def test_a_quantity_is_a_positive_integer(quantity: object) -> None:
    with pytest.raises(InvalidRequest, match="expected an integer from 1 to 1000000000"):
        prepare(book_of(""), van(), DAY, quantity=quantity)  # type: ignore[arg-type]


def test_the_price_says_how_many_pieces_it_is_of() -> None:
    assert (3, True, False) == (
        of(BREAK, 3).quantity,
        '"quantity":3' in canonical(of(BREAK, 3)),
        '"quantity":1' in canonical(of(BREAK, 1)),
    )


def test_figures_of_a_line_are_those_of_all_pieces() -> None:
    charge = "model: per_unit, quantity: seats, price: 2, before: {quantity: 1}"
    (line,) = of(f"charges: {{c: {{{charge}}}}}\n", 5).lines
    assert [15, 15, 5, 30, 2] == [
        line.quantity,
        paid_quantity(line),
        billed_before(line),
        line.exact,
        effective_unit_price(line),
    ]
