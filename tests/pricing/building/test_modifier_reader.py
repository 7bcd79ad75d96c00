"""Modifiers as they are written: one key each, with what belongs to it."""

import pytest

from configurator.pricing.charge_models import plain_value
from configurator.pricing.modifiers import Commitment, Due, MinimumSpend, Prepaid, RoundTo, Scope, Shortage
from tests.pricing.shop import book_of, problems_of


def modifiers(text: str) -> list[object]:
    book = book_of(f"charges: {{a: {{amount: 5, modifiers: [{text}]}}}}")
    return [placed.modifier for placed in book.charges[0].modifiers]


def test_modifiers_keep_their_order_and_place() -> None:
    book = book_of("charges:\n  a:\n    amount: 5\n    modifiers:\n      - plus: 1\n      - discount: 2\n")
    assert [10, 11] == [placed.location.line for placed in book.charges[0].modifiers]


def test_conventions_have_their_documented_defaults() -> None:
    least, rounded, promised, paid = modifiers(
        "{minimum_spend: 1}, {round_to: 5}, {commitment: {amount: 3}}, {prepaid: {balance: 2}}"
    )
    assert isinstance(least, MinimumSpend) and Due.AT_END is least.due
    assert isinstance(rounded, RoundTo) and "half_up" == rounded.mode
    assert isinstance(promised, Commitment) and (True, Scope.PERIOD) == (promised.true_up, promised.per)
    assert isinstance(paid, Prepaid) and Shortage.OVERAGE is paid.short


def test_a_modifier_may_be_a_case_by_day_or_condition() -> None:
    (least,) = modifiers("{minimum_spend: {amount: [{amount: 1}, {amount: 2, from: 2027-01-01}], due: always}}")
    assert isinstance(least, MinimumSpend)
    assert [1, 2] == [plain_value((case,)) for case in least.amount]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{}", "pricing.charge-keys"),
        ("{plus: 1, discount: 2}", "pricing.charge-keys"),
        ("{commitment: {overage_factor: 2}}", "pricing.charge-keys"),
        ("{commitment: {amount: 1, quantity: 2}}", "pricing.charge-keys"),
        ("{commitment: {amount: 1, overage_factor: 2, overage_price: 3}}", "pricing.charge-keys"),
        ("{minimum_spend: -1}", "pricing.negative-amount"),
        ("{discount: 101}", "pricing.bad-percent"),
        ("{round_to: 0.003}", "pricing.bad-rounding"),
        ("{minimum_spend: 5}, {maximum_spend: 4}", "pricing.crossed-bounds"),
    ],
)
def test_what_makes_no_sense_is_told(text: str, code: str) -> None:
    assert code in [each for each, _ in problems_of(f"charges: {{a: {{amount: 5, modifiers: [{text}]}}}}")]
