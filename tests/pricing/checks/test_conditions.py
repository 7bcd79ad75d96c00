"""Conditions that can never hold, and cases that can never be the first."""

import pytest

from tests.pricing.shop import problems_of


def codes(text: str) -> list[str]:
    return [code for code, _ in problems_of(text)]


@pytest.mark.parametrize(
    ("condition", "never"),
    [
        ("paint == 'red' and paint == 'white'", True),
        ("paint == 'red' and sport", False),
        ("seats > 9", True),
        ("seats > 8", False),
        ("engine.power > 200[kW]", True),
        ("engine.power > 100[kW]", False),
        ("cable > 10[m] or sport and not sport", True),
        ("spare == 'full' and spare == 'small'", True),
        ("count(racks) > 99", False),
    ],
)
def test_a_condition_that_can_never_hold_is_told(condition: str, never: bool) -> None:
    text = f'charges: {{a: {{amount: 5, when: "{condition}"}}}}'
    assert (["pricing.never-applies"] if never else []) == codes(text)


def test_parameters_with_a_list_of_texts_are_tried() -> None:
    text = "parameters: {who: {type: text, one_of: [trade, retail], default: retail}, free: {type: text, default: x}}\n"
    assert ["pricing.never-applies"] == codes(
        f"{text}charges: {{a: {{amount: 5, when: who == 'trade' and who != 'trade'}}}}"
    )
    assert [] == codes(f"{text}charges: {{a: {{amount: 5, when: free == 'y' and free != 'y'}}}}")


def test_a_case_that_earlier_ones_always_take_the_place_of_is_told() -> None:
    cases = "{amount: 1, when: paint != 'red'}, {amount: 2, when: paint == 'red'}, {amount: 3, when: sport}"
    (problem,) = problems_of(f"charges: {{a: {{amount: [{cases}]}}}}")
    assert (
        "pricing.unreachable-case",
        "this case never applies: wherever `sport` holds, an earlier one does as well",
    ) == problem


def test_a_case_that_is_left_where_something_is_absent_is_fine() -> None:
    cases = "{amount: 1, when: spare == 'full'}, {amount: 2, when: spare == 'small'}, {amount: 3, when: sport}"
    assert [] == codes(f"charges: {{a: {{amount: [{cases}]}}}}")


def test_a_case_of_other_days_is_not_compared() -> None:
    cases = "{amount: 1, when: sport}, {amount: 3, when: 'sport and seats > 3', from: 2027-01-01}"
    assert [] == codes(f"charges: {{a: {{amount: [{cases}]}}}}")


def test_conditions_for_each_instance_are_tried_in_one() -> None:
    assert ["pricing.never-applies"] == codes("charges: {a: {each: racks, amount: 5, when: shelves > 6}}")
    assert [] == codes("charges: {a: {each: racks, amount: 5, when: shelves > 5}}")


@pytest.mark.parametrize(
    ("cases", "told"),
    [
        ("{amount: 1, when: paint == 'red'}, {amount: 2, when: paint == 'white'}", True),
        ("{amount: 1, when: paint == 'red'}, {amount: 2, when: paint != 'red'}", False),
        ("{amount: 1, when: paint == 'red'}, {amount: 2}", False),
        ("{amount: 1, when: seats > 4}, {amount: 2, when: seats <= 3}", True),
        ("{amount: 1, when: paint == 'red'}, {amount: 2, when: sport}", False),
    ],
)
def test_a_value_that_the_cases_of_a_charge_leave_out_is_told(cases: str, told: bool) -> None:
    text = f"charges: {{a: {{model: per_unit, quantity: 1, price: [{cases}]}}}}"
    assert (["pricing.missing-price"] if told else []) == codes(text)
