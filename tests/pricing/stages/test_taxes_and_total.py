"""Taxes on what they tax, reckoned once or line by line; a rounded total shared out to the last unit."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from configurator.pricing.operations import Operation
from configurator.pricing.price_lines import LineKind
from tests.pricing.shop import amounts, line, priced, total

# Lago publishes these two amounts: taxed once they owe 0.93, line by line 0.92.
LAGO = "charges: {a: {amount: 0.17}, b: {amount: 4.46}}\nstages: [{id: tax, kind: tax, percent: 20, because: Tax%s}]"


def test_a_tax_on_the_total_is_rounded_once() -> None:
    assert "0.93" == amounts(priced(LAGO % ""))["stages.tax"]


def test_a_tax_on_the_line_is_rounded_for_every_line_and_added_up() -> None:
    found = priced(LAGO % ", at: line")
    assert ("0.92", 2) == (amounts(found)["stages.tax"], len(line(found, "stages.tax").steps))


def test_a_tax_leaves_other_taxes_out_unless_it_names_them() -> None:
    book = """
    charges: {a: {amount: 100}}
    stages:
      - {id: state, kind: tax, percent: 10, because: State}
      - {id: city, kind: tax, percent: 10, because: City}
      - {id: both, kind: tax, percent: 10, on: [all, stages.state], because: Both}
    """
    assert {"charges.a": "100", "stages.state": "10", "stages.city": "10", "stages.both": "11"} == amounts(priced(book))


def test_every_cadence_is_taxed_by_itself() -> None:
    book = """
    charges: {a: {amount: 100}, b: {amount: 10, recurring: quarter}}
    stages: [{id: vat, kind: tax, percent: 19, because: VAT}]
    """
    found = amounts(priced(book))
    assert ("19", "1.9") == (found["stages.vat"], found["stages.vat:quarterly"].rstrip("0"))


def test_a_tax_may_spare_some_lines_and_some_customers() -> None:
    book = """
    parameters: {exempt: {type: boolean, default: false}}
    charges: {a: {amount: 100}, b: {amount: 50}}
    stages: [{id: vat, kind: tax, percent: 10, except: charges.b, when: not exempt, because: VAT}]
    """
    assert LineKind.TAX == line(priced(book), "stages.vat").kind
    assert "10" == amounts(priced(book))["stages.vat"]
    assert "stages.vat" not in amounts(priced(book, parameters={"exempt": True}))


THIRDS = "charges: {a: {amount: '10 / 3'}, b: {amount: '10 / 3'}, c: {amount: '10 / 3'}}\n"


def test_rounded_lines_may_miss_the_exact_total_by_some_cents() -> None:
    assert "9.99" == total(priced(THIRDS))


def test_a_rounded_total_is_shared_out_over_the_lines() -> None:
    found = priced(THIRDS + "rounding: {at: total}")
    assert "10" == total(found)
    assert {"charges.a": "3.34", "charges.b": "3.33", "charges.c": "3.33"} == amounts(found)


def test_what_a_line_bears_of_the_rounding_is_a_step_of_its_own() -> None:
    step = line(priced(THIRDS + "rounding: {at: total}"), "charges.a").steps[-1]
    assert (Operation.SHARE_OF_ROUNDING, "rounding", Fraction(334, 100) - Fraction(10, 3)) == (
        step.operation,
        step.rule,
        step.operand,
    )


def test_a_currency_without_minor_units_is_rounded_to_whole_ones() -> None:
    yen = "format: 1\nbook: b\ncatalog: x\ncurrency: JPY\n"
    assert ["101", "201", "301"] == [
        total(priced(f"charges: {{a: {{amount: {amount}}}}}", head=yen)) for amount in ("100.5", "200.5", "300.6")
    ]


def test_a_book_may_round_to_five_hundredths() -> None:
    assert "1.05" == total(priced("charges: {a: {amount: 1.03}}\nrounding: {step: 0.05}"))


@given(st.lists(st.fractions(min_value=-50, max_value=50, max_denominator=999), min_size=1, max_size=8))
def test_lines_sum_to_the_rounded_exact_total_and_none_is_a_cent_away(figures: list[Fraction]) -> None:
    charges = "".join(
        f"  c{at}: {{amount: '{each.numerator} / {each.denominator}'}}\n" for at, each in enumerate(figures)
    )
    found = priced(f"charges:\n{charges}rounding: {{at: total, mode: half_even}}")
    exact = sum(figures, Fraction(0))
    assert abs(found.totals.one_time.fraction - exact) <= Fraction(1, 200)
    assert sum((each.amount.fraction for each in found.lines), Fraction(0)) == found.totals.one_time.fraction
    by_id = {each.id: each.amount.fraction for each in found.lines}
    assert all(abs(by_id[f"charges.c{at}"] - each) < Fraction(1, 100) for at, each in enumerate(figures))
