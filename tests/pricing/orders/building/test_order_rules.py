"""Everything that can be wrong with order rules is a problem with its place, all of them at once."""

from fractions import Fraction

import pytest

from configurator.money import Rounding
from configurator.pricing.model import Selection
from configurator.pricing.orders.model import Spread, Take
from configurator.pricing.steps import RoundedAt, RoundingRule
from tests.pricing.orders.shop import HEAD, problems_of, rules_of, rules_read


def _stage(keys: str) -> str:
    return f"stages: [{{id: s, because: so, {keys}}}]\n"


def test_a_document_without_rules_is_fine() -> None:
    rules = rules_of("")
    assert ("shop", "EUR", ()) == (rules.id, rules.currency, rules.rules)


def test_rules_are_stages_with_a_spread_pieces_or_a_rate() -> None:
    text = """
    stages:
      - {id: a, kind: discount, percent: 100, spread: equal, pieces: {take: dearest, number: 2, of: 3}, because: so}
      - {id: b, kind: surcharge, rate: {model: per_unit, quantity: quantity.all, price: 2}, because: so}
    """
    first, second = rules_of(text).rules
    assert (Spread.EQUAL, Spread.PROPORTIONAL) == (first.spread, second.spread)
    assert first.pieces is not None
    assert Take.DEAREST is first.pieces.take
    assert second.rate is not None


def test_a_category_holds_items_and_lines_of_books_and_earlier_categories() -> None:
    text = "categories: {a: [catalog.x, group.seats], b: [a, product.P1, category.books]}\n"
    assert {
        "a": Selection(frozenset(("catalog.x", "group.seats"))),
        "b": Selection(frozenset(("catalog.x", "group.seats", "product.P1", "category.books"))),
    } == rules_of(text).categories


def test_the_settlement_rounds_and_has_credits_in_order() -> None:
    text = """
    settlement:
      round_to: {step: 0.05, mode: down}
      credits: {card: {amount: 5, because: Gift}, prepaid: {amount: 7, because: Paid}}
    """
    settlement = rules_of(text).settlement
    assert RoundingRule(Rounding.DOWN, Fraction(1, 20), RoundedAt.TOTAL) == settlement.round_to
    assert ["card", "prepaid"] == [credit.id for credit in settlement.credits]


def test_equal_files_have_equal_digests_and_others_have_others() -> None:
    assert rules_of("").digest == rules_of("").digest != rules_of("title: Shop\n").digest


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (_stage("kind: discount"), "pricing.stage-keys", "the stage does not say how much"),
        (
            _stage("kind: discount, percent: 5, vouchers: true"),
            "pricing.stage-keys",
            "`vouchers` is given beside `percent`",
        ),
        (
            _stage("kind: discount, rate: {amount: 1}"),
            "pricing.stage-keys",
            "a discount has no use for `rate`",
        ),
        (
            _stage("kind: surcharge, at_least: 5, rate: {amount: 1}"),
            "pricing.stage-keys",
            "`at_least` stands in the `modifiers` of a rate",
        ),
        (
            _stage("kind: surcharge, rate: {amount: 1, recurring: month}"),
            "pricing.stage-keys",
            "a rate has no `recurring`",
        ),
        (
            _stage("kind: surcharge, vouchers: true"),
            "pricing.stage-keys",
            "a surcharge has no use for `vouchers`",
        ),
        (
            _stage("kind: discount, amount: 5, pieces: {number: 1}"),
            "pricing.stage-keys",
            "`pieces` go with the `percent` of a discount or surcharge",
        ),
        (
            _stage("kind: discount, percent: 5, at: line"),
            "pricing.stage-keys",
            "what an order changes is shared over its lines by `spread`",
        ),
        (
            "vouchers: {codes: {A: {amount: 1}}}\n",
            "pricing.stage-keys",
            "no stage takes the codes off",
        ),
        (
            "vouchers: {codes: {A: {}}}\n" + _stage("kind: discount, vouchers: true"),
            "pricing.stage-keys",
            "a code takes off one thing",
        ),
        ("measures: {quantity: kg}\n", "pricing.bad-parameter", "`quantity` has a meaning in every order"),
        (
            "measures: {weight: kg}\nparameters: {weight.all: {type: number}}\n",
            "pricing.bad-parameter",
            "`weight.all` would be taken for what an order costs, counts or measures",
        ),
        ("categories: {all: [catalog.x]}\n", "pricing.bad-id", "`all` has a meaning everywhere"),
        ("categories: {a: [chairs]}\n", "pricing.unknown-lines", "`chairs` names no line"),
        (
            _stage("kind: discount, percent: 5, on: stages.later"),
            "pricing.unknown-lines",
            "`stages.later` names no line",
        ),
    ],
)
def test_what_is_wrong_is_a_problem(text: str, code: str, message: str) -> None:
    assert (code, message) in problems_of(text)


def test_all_problems_are_reported_at_once_with_their_places() -> None:
    text = """
    categories: {a: [chairs]}
    stages:
      - {id: s, kind: discount, percent: 5, amount: 5, because: so}
      - {id: s, kind: surcharge, amount: quantity.b, because: so}
    """
    problems = rules_read(text)[1]
    assert [5, 7, 8] == [problem.location.line for problem in problems]


def test_a_currency_that_does_not_exist_leaves_nothing() -> None:
    assert ["pricing.unknown-currency"] == [code for code, _ in problems_of("", HEAD.replace("EUR", "EUX"))]
