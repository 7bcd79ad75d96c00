"""The bench is honest: it tells what passed from what did not, and its translations compute nothing."""

import ast
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.pricing.__main__ import main
from tests.conformance.pricing.asked import Called, Figures, NotExpressible
from tests.conformance.pricing.bench import Verdict, flow, judged, same
from tests.conformance.pricing.cases import Case, Noted, read_cases
from tests.conformance.pricing.registry import FAMILIES, TRANSLATIONS
from tests.conformance.pricing.words import rounding_of

HERE = Path(__file__).parent
FILE = os.environ.get("PRICING_CASES", "")


def case(expected: Any, model: str = "per_unit", **parameters: Any) -> Case:
    """Return a case about three units."""
    return Case("one", model, parameters or {"unit_price": "2.5"}, {"quantity": "3"}, expected, "currency", None)


def test_a_figure_that_is_met_passes_and_another_one_fails() -> None:
    assert Verdict.PASSED is judged(case("7.5")).verdict
    assert (Verdict.FAILED, "expected 7.4, found 15/2") == (judged(case("7.4")).verdict, judged(case("7.4")).why)


def test_a_model_without_translation_fails() -> None:
    outcome = judged(case("1", "tarot"))
    assert (Verdict.FAILED, "there is no translation for this model") == (outcome.verdict, outcome.why)


def test_parameters_for_which_there_are_no_words_fail() -> None:
    outcome = judged(case("1", "package", package_price="1", package_size="2", partial_package="sideways"))
    assert (Verdict.FAILED, "no incomplete package counts 'sideways'") == (outcome.verdict, outcome.why)


def test_a_figure_that_is_not_met_fails_and_names_what_was_not_read() -> None:
    outcome = judged(case("7", unit_price="2.5", tide="low"))
    assert (Verdict.FAILED, "expected 7, found 15/2; not read: tide") == (outcome.verdict, outcome.why)
    assert Verdict.PASSED is judged(case("7.5", unit_price="2.5", tide="low")).verdict


def test_a_case_that_leaves_out_what_its_translation_goes_by_fails() -> None:
    outcome = judged(case("1", "package", package_price="1"))
    assert (Verdict.FAILED, "the case does not say its package_size") == (outcome.verdict, outcome.why)


def test_a_single_published_number_is_the_headline_of_several_figures() -> None:
    answer = Figures(Fraction(5), {"net": Fraction(5), "credit": Fraction(2)})
    assert same("5", answer)
    assert same({"credit": "2"}, answer)
    assert not same("2", answer)


def test_what_breaks_fails_with_its_reason() -> None:
    found = judged(case("1", "package", package_price="dear", package_size="2"))
    assert Verdict.FAILED is found.verdict
    assert "dear" in found.why


def test_a_parameter_that_is_null_counts_as_absent() -> None:
    found = judged(case("6", "package", package_price="3", package_size="2", partial_package=None, free_units=None))
    assert Verdict.PASSED is found.verdict


@pytest.mark.parametrize(
    ("words", "places", "mode"),
    [("2 places half-up", "2", "half_up"), ("ceil, 5 decimal places", "5", "ceiling"), ("half-even", "12", "half_even"),
     ("cumulative, 2 places ROUND_HALF_DOWN", "2", "half_down"), ("currency places", "currency", "half_up"),
     ("2 digits banker's", "2", "half_even"), ("exact", "12", "half_up")],
)  # fmt: skip
def test_a_rounding_is_read_in_any_order_of_its_words(words: str, places: str, mode: str) -> None:
    found = rounding_of(words)
    assert (places, mode) == (found["places"], found.get("mode", "half_up"))


def test_a_rounding_of_ties_that_books_do_not_know_has_no_words() -> None:
    with pytest.raises(NotExpressible, match="no rounding is called 'half up \\(ties toward positive infinity\\)'"):
        rounding_of("2 places half up (ties toward positive infinity)")


@pytest.mark.parametrize(
    ("expected", "found", "agree"),
    [("1.50", "3/2", True), (["1", "2"], [1, 2], True), (["1"], [1, 2], False), ({"a": "1"}, {"a": 1, "b": 2}, True),
     ({"a": "1"}, {"b": 1}, False), ("2026-01-31", "2026-01-31", True), (True, 1, False)],
)  # fmt: skip
def test_answers_are_compared_by_their_value(expected: Any, found: Any, agree: bool) -> None:
    assert agree is same(expected, found)


def test_data_is_written_as_yaml_in_one_line() -> None:
    data = {"a": ["1.5", "x y"], "b": {"c": True}}
    assert '{a: [1.5, "x y"], b: {c: true}}' == flow(data)


def test_a_run_prints_a_table_and_fails_where_a_case_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    each = {
        "source": "",
        "note": "",
        "unit": "currency",
        "rounding": None,
        "model": "per_unit",
        "input": {"quantity": "3"},
    }
    cases = [{**each, "id": name, "parameters": {"unit_price": "2"}, "expected": name} for name in ("6", "7")]
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(cases))
    assert 1 == main([str(path)])
    lines = capsys.readouterr().out.splitlines()
    assert ["per_unit", "1", "1"] == lines[1].split()
    assert "  per_unit (7): expected 7, found 6" in lines


def test_every_model_has_one_translation() -> None:
    assert len(TRANSLATIONS) == sum(map(len, FAMILIES))


# ── translations are data ────────────────────────────────────────────────────────────────────────────────────────────

ADAPTER = [*HERE.glob("families/*.py"), *(HERE / f"{name}.py" for name in ("words", "terms", "reading", "periods_of"))]
COMPUTING = {"abs", "divmod", "max", "min", "pow", "round", "sum", "summed", "timedelta"}
BEYOND = {"expected", "id", "note"}
"""What a translation must not look at: the answer, the name of the case, and what is said to its readers."""


def _computing(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.BinOp(op=ast.BitOr()):
                continue
            case ast.BinOp() | ast.AugAssign(op=ast.Sub() | ast.Mult() | ast.Div()) | ast.UnaryOp(op=ast.USub()):
                constant = isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant)
                yield from [] if constant else [f"{path.name}:{node.lineno}"]
            case ast.Call(func=ast.Name(id=name)) if name in COMPUTING:
                yield f"{path.name}:{node.lineno} {name}"
            case ast.Attribute(value=ast.Name(id="case"), attr=name) if name in BEYOND:
                yield f"{path.name}:{node.lineno} case.{name}"


@pytest.mark.parametrize("path", sorted(ADAPTER), ids=lambda path: path.stem)
def test_a_translation_computes_nothing_and_looks_at_nothing_but_its_case(path: Path) -> None:
    assert [] == list(_computing(path))


@pytest.mark.parametrize("file", [HERE / "variants.json", *([Path(FILE)] if FILE else [])], ids=lambda path: path.stem)
def test_only_the_calendar_and_the_allocation_are_called(file: Path) -> None:
    """Whatever a book or a contract can say is said by one."""
    beyond_files = {"billed_by", "add_months", "days", "count", "allocate", "hour"}
    noted = [replace(each, parameters=Noted(each.parameters), input=Noted(each.input)) for each in read_cases(file)]
    asked = [TRANSLATIONS[each.model](each) for each in noted]
    assert beyond_files >= {each.call.__name__ for each in asked if isinstance(each, Called)}


def test_what_other_publishers_would_call_otherwise_is_met_too() -> None:
    outcomes = [judged(each) for each in read_cases(HERE / "variants.json")]
    assert [] == [f"{each.case.id}: {each.why}" for each in outcomes if each.verdict is not Verdict.PASSED]


@pytest.mark.skipif(not FILE, reason="PRICING_CASES names no file of published cases")
def test_every_published_figure_is_met() -> None:
    outcomes = [judged(each) for each in read_cases(Path(FILE))]
    assert [] == [f"{each.case.id}: {each.why}" for each in outcomes if each.verdict is not Verdict.PASSED]
