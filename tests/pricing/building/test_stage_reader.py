"""Named stages and waivers, with the keys of their kind."""

import pytest

from configurator.pricing.model import ActsOn, StageKind
from tests.pricing.shop import book_of, problems_of


def codes(text: str) -> list[str]:
    return [code for code, _ in problems_of(f"stages: [{{id: s, because: So, {text}}}]")]


@pytest.mark.parametrize(
    "text",
    [
        "kind: discount, percent: 5, at_least: 1, at_most: 9",
        "kind: discount, amount: 5, at: line, on: list",
        "kind: surcharge, percent: 5, recurring: month",
        "kind: surcharge, amount: 5",
        "kind: minimum, amount: 5, recurring: month",
        "kind: maximum, amount: 5",
        "kind: tax, percent: 5, at: line",
    ],
)
def test_a_stage_with_the_keys_of_its_kind_is_read(text: str) -> None:
    assert [] == codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "kind: discount",
        "kind: discount, percent: 5, amount: 5",
        "kind: discount, percent: 5, at: line, recurring: month",
        "kind: discount, percent: 5, at: line, at_least: 1",
        "kind: discount, percent: 5, at_least: 9, at_most: 1",
        "kind: minimum, amount: 5, at: line",
        "kind: maximum, amount: 5, at_most: 3",
        "kind: tax, percent: 5, recurring: month",
    ],
)
def test_keys_that_do_not_fit_the_kind_are_told(text: str) -> None:
    assert {"pricing.stage-keys"} == set(codes(text))


@pytest.mark.parametrize("text", ["kind: discount, percent: -5", "kind: surcharge, amount: -5"])
def test_the_kind_says_the_sign(text: str) -> None:
    assert ["pricing.negative-amount"] == codes(text)


def test_a_percentage_is_a_plain_number() -> None:
    assert ["pricing.mixed-currency"] == codes("kind: discount, percent: 5 EUR")
    assert ["pricing.bad-amount"] == codes("kind: discount, percent: '5[EUR]'")


def test_a_stage_acts_on_everything_before_it_unless_it_says_otherwise() -> None:
    (stage,) = book_of("stages: [{id: s, kind: discount, percent: 5, because: So}]").stages
    assert (StageKind.DISCOUNT, ActsOn.TOTAL) == (stage.kind, stage.at)
    assert stage.on is not None and stage.on.tags == {"all"}


def test_a_waiver_of_parts_and_of_one_of_several_is_two_of_the_same_id() -> None:
    text = "{when: sport, includes: [navi], choose_one_of: [radio, roof], because: In}"
    found = book_of(f"prices: {{items: {{navi: 1, radio: 2, roof: 3}}}}\nwaivers: {{w: {text}}}").waivers
    assert [("w", False), ("w", True)] == [(waiver.id, waiver.one_of) for waiver in found]


def test_a_reason_must_be_given() -> None:
    found = problems_of("waivers: {w: {includes: [radio]}}\nstages: [{id: s, kind: tax, percent: 5}]")
    assert ["reading.missing-key", "reading.missing-key"] == [code for code, _ in found]
