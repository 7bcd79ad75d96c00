"""The head of a book: currency, days, rounding, horizon and parameters."""

from fractions import Fraction

import pytest

from configurator.language.types import BOOLEAN, NUMBER, TEXT, OptionType
from configurator.money import Rounding
from configurator.pricing.steps import RoundedAt, RoundingRule
from tests.pricing.shop import HEAD, book_of, problems_of


def test_a_book_without_rounding_rounds_every_line_half_up_to_the_minor_unit() -> None:
    assert RoundingRule(Rounding.HALF_UP, Fraction(1, 100), RoundedAt.LINE) == book_of("").rounding


@pytest.mark.parametrize(("currency", "step"), [("JPY", 1), ("KWD", Fraction(1, 1000)), ("USD", Fraction(1, 100))])
def test_the_minor_unit_is_that_of_the_currency(currency: str, step: Fraction) -> None:
    assert step == book_of("", HEAD.replace("EUR", currency)).rounding.step


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("{mode: half_even, places: 4, at: total}", (Rounding.HALF_EVEN, Fraction(1, 10_000), RoundedAt.TOTAL)),
        ("{step: 0.05}", (Rounding.HALF_UP, Fraction(1, 20), RoundedAt.LINE)),
        ("{places: 0}", (Rounding.HALF_UP, Fraction(1), RoundedAt.LINE)),
    ],
)
def test_rounding_is_declared(text: str, rule: tuple[Rounding, Fraction, RoundedAt]) -> None:
    found = book_of(f"rounding: {text}").rounding
    assert rule == (found.mode, found.step, found.at)


@pytest.mark.parametrize("text", ["{places: 19}", "{places: -1}", "{places: 2, step: 0.05}", "{places: two}"])
def test_rounding_that_cannot_be_meant_is_told(text: str) -> None:
    assert ["pricing.bad-rounding"] == [code for code, _ in problems_of(f"rounding: {text}")]


def test_gold_has_no_minor_unit_so_places_must_be_given() -> None:
    gold = HEAD.replace("EUR", "XAU")
    assert [("pricing.bad-rounding", "XAU has no minor unit")] == problems_of("", gold)
    assert Fraction(1, 1000) == book_of("rounding: {places: 3}", gold).rounding.step


@pytest.mark.parametrize(("text", "months"), [("36 months", 36), ("1 month", 1), ("3 years", 36), ("1 year", 12)])
def test_a_horizon_is_a_number_of_months_or_years(text: str, months: int) -> None:
    assert months == book_of(f"compare_over: {text}").compare_over


@pytest.mark.parametrize("text", ["36", "0 months", "2.5 years", "many months", "36 weeks"])
def test_a_horizon_that_is_none_is_told(text: str) -> None:
    assert ["pricing.bad-horizon"] == [code for code, _ in problems_of(f"compare_over: {text}")]


@pytest.mark.parametrize("zone", ["Mars", "../etc/passwd", "/etc/passwd", "Europe", "''"])
def test_a_time_zone_that_does_not_exist_is_told(zone: str) -> None:
    assert "pricing.unknown-time-zone" in [code for code, _ in problems_of(f"time_zone: {zone}")]


def test_parameters_have_types_and_defaults() -> None:
    text = (
        "{a: {type: number, default: 2.5}, b: {type: text}, c.d: {type: boolean, default: true}, "
        "e: {type: text, one_of: [x, y], default: y}}"
    )
    found = book_of(f"parameters: {text}").parameters
    assert [
        ("a", NUMBER, Fraction(5, 2)), ("b", TEXT, None), ("c.d", BOOLEAN, True), ("e", OptionType(("x", "y")), "y"),
    ] == [(name, each.type, each.default) for name, each in found.items()]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["{Big: {type: text}}", "{engine.kind: {type: text}}", "{base: {type: number}}", "{a: {type: number, default: x}}",
     "{a: {type: boolean, default: yes}}", "{a: {type: number, one_of: [a]}}", "{a: {type: text, one_of: []}}"],
)  # fmt: skip
def test_a_parameter_that_cannot_be_used_is_told(text: str) -> None:
    assert {"pricing.bad-parameter"} == {code for code, _ in problems_of(f"parameters: {text}")}
