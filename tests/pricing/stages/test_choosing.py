"""One of several stages, or of several amounts, applies; limits and floors hold whatever the discounts come to."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.configuration import Configuration
from configurator.pricing.price import price
from configurator.pricing.price_lines import Outcome, Priced
from tests.examples import share
from tests.pricing.random_books import cents, percents, vans
from tests.pricing.shop import DAY, amounts, book_of, priced, problems_of, total, van

BASE = "prices: {items: {petrol: 100, diesel: 150, navigation: 40}}\ncharges: {base: {amount: 10}}\n"


def staged(*stages: str, book: str = BASE) -> str:
    return f"{book}stages:\n" + "".join(f"  - {{{each}, because: So}}\n" for each in stages)


def due(text: str, configuration: Configuration) -> Fraction:
    return price(configuration, van(), book_of(text), DAY).totals.compare


def trace(found: Priced) -> list[tuple[str, str]]:
    return [(each.rule, each.condition) for each in found.trace if each.outcome is Outcome.NOT_CHOSEN]


@st.composite
def alternatives(draw: st.DrawFn) -> list[str]:
    """Draw stages that exclude one another: one of them has a condition."""
    on = st.sampled_from(("", ", on: list", ", on: petrol", ", on: diesel", ", at: line"))
    kinds = st.sampled_from(("discount", "surcharge"))
    how = st.one_of(percents.map("percent: {}".format), cents.map("amount: {}".format))
    number = draw(st.integers(2, 4))
    found = [f"id: s{each}, kind: {draw(kinds)}, {draw(how)}{draw(on)}" for each in range(number)]
    return [f"{found[0]}, when: seats >= 5", *found[1:]]


@settings(max_examples=share(100))
@given(alternatives(), vans(), st.sampled_from(("best", "cheapest", "dearest")))
def test_of_a_group_the_one_applies_that_makes_the_price_least_or_greatest(
    stages: list[str], configuration: Configuration, choose: str
) -> None:
    group = [f"{each}, group: g, choose: {choose}" for each in stages]
    alone = [price(configuration, van(), book_of(staged(each)), DAY) for each in stages]
    acting = [each.totals.compare for each in alone if not any(not _acts(considered) for considered in each.trace)]
    expected = (max if choose == "dearest" else min)(acting, default=due(BASE, configuration))
    assert expected == due(staged(*group), configuration)


def _acts(considered: object) -> bool:
    outcome = getattr(considered, "outcome", None)
    return outcome not in (Outcome.NOT_ELIGIBLE, Outcome.NOTHING_TO_ACT_ON)


@pytest.mark.parametrize(("choose", "expected"), [("cheapest", "113"), ("best", "113"), ("dearest", "130")])
def test_a_stage_chooses_among_its_cases(choose: str, expected: str) -> None:
    cases = "[{amount: 3}, {amount: 20}, {amount: 90, when: sport}, {amount: '0.05 * base'}]"
    text = staged(f"id: care, kind: surcharge, amount: {cases}, choose: {choose}")
    found = priced(text)
    assert expected == total(found)
    assert 3 == len(trace(found))


def test_what_was_not_chosen_is_in_the_trace_with_the_amounts_compared() -> None:
    text = staged("id: a, kind: discount, percent: 10, group: g", "id: b, kind: discount, amount: 12, group: g")
    assert [("stages.a", "a -11, b -12")] == trace(priced(text))


def test_of_equal_ones_the_first_applies() -> None:
    text = staged("id: a, kind: discount, percent: 10, group: g", "id: b, kind: discount, amount: 11, group: g")
    assert "stages.a" in amounts(priced(text))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("percent: 50, never_below: 80", "80"),
        ("amount: 500, never_below: '0.9 * amount.list'", "90"),
        ("percent: 5, never_below: 80", "104.5"),
        ("percent: 50, never_below: 300", "110"),
        ("percent: 50, at: line, never_below: 60", "70"),
        ("percent: 50, never_below: [{amount: 100, when: sport}, {amount: 70}]", "70"),
    ],
)
def test_a_discount_leaves_what_it_must(keys: str, expected: str) -> None:
    assert expected == total(priced(staged(f"id: off, kind: discount, {keys}")))


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("amount: 15", "95"),
        ("percent: 10", "99"),
        ("percent: 20, on: list", "90"),
        ("amount: 60", "79"),
        ("amount: 1, of: b", "98"),
    ],
)
def test_a_limit_bounds_what_several_discounts_take_off(limit: str, expected: str) -> None:
    discounts = "id: a, kind: discount, percent: 10, at: line", "id: b, kind: discount, amount: 20"
    assert expected == total(priced(staged(*discounts, f"id: most, kind: limit, {limit}")))


def test_amounts_of_categories_charges_and_earlier_stages_have_names() -> None:
    book = f"categories: {{engine: [petrol, diesel]}}\n{BASE}"
    text = staged(
        "id: a, kind: discount, percent: 10",
        "id: b, kind: surcharge, amount: '0.5 * amount.engine + amount.base + amount.a + 0 * monthly.all'",
        book=book,
    )
    assert "49" == amounts(priced(text))["stages.b"]


def test_names_of_later_stages_are_unknown() -> None:
    text = staged("id: a, kind: surcharge, amount: amount.b", "id: b, kind: surcharge, amount: 1")
    assert ["language.unknown-name"] == [code for code, _ in problems_of(text)]


FREIGHT = "id: b, kind: surcharge, amount: 1"
GROUPED = "kind: discount, amount: 1, group: g"


@pytest.mark.parametrize(
    "stages",
    [
        ("id: a, kind: discount, amount: 1, group: g", FREIGHT, "id: c, kind: discount, amount: 1, group: g"),
        (f"id: a, {GROUPED}, choose: best", f"id: b, {GROUPED}, choose: dearest"),
        ("id: a, kind: discount, amount: 1, choose: best",),
        ("id: a, kind: limit, amount: 1",),
        ("id: a, kind: discount, amount: 1", "id: b, kind: limit, amount: 1, of: c"),
        ("id: a, kind: surcharge, amount: 1, never_below: 1",),
    ],
)
def test_keys_that_do_not_fit_are_told(stages: tuple[str, ...]) -> None:
    assert ["pricing.stage-keys"] == [code for code, _ in problems_of(staged(*stages))]
