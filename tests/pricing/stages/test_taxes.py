"""Taxes: last, on what they tax, reckoned once or line by line."""

from configurator.pricing.lines import LineKind
from tests.pricing.shop import amounts, line, priced

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
