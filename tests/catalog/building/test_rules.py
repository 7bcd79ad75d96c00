"""Every kind of constraint becomes one of three forms."""

from fractions import Fraction

import pytest

from configurator.catalog.load import load_catalog
from configurator.catalog.model import Cardinality, Combinations, ConstraintSeverity, Requirement, constraints_of
from configurator.reading.files import Files
from tests.catalog.loading import catalog_of, example, problems_of

CONSTRAINTS = {constraint.id: constraint for _, constraint in constraints_of(example("workshop"))}


@pytest.mark.parametrize(
    ("name", "condition", "when"),
    [
        ("fittings.strong_enough", "door.hinge.load * 2 >= door.weight", None),
        ("clock_needs_room", "all(width >= 1[m], hooks <= 20)", "clock"),
        ("clock_or_many_hooks", "all(not hooks > 10, not colour == 'red')", "clock"),
        ("bays.shelves_have_boards", "count(boards) >= 1", "kind == 'shelf'"),
        ("bays.boards.not_deeper_than_wide", "depth * 4 <= width", None),
    ],
)
def test_a_requirement_has_a_condition(name: str, condition: str, when: str | None) -> None:
    rule = CONSTRAINTS[name].rule
    assert isinstance(rule, Requirement)
    assert (condition, when) == (rule.condition.text, rule.when.text if rule.when else None)


@pytest.mark.parametrize(
    ("name", "low", "high", "size"), [("one_bench", 0, 1, 2), ("some_of_all", 1, 2, 3), ("exactly_one", 1, 1, 3)]
)
def test_a_count_has_bounds_and_items(name: str, low: int, high: int | None, size: int) -> None:
    rule = CONSTRAINTS[name].rule
    assert isinstance(rule, Cardinality)
    assert (low, high, size) == (rule.low, rule.high, len(rule.items))


def test_a_count_without_an_upper_bound_is_open() -> None:
    text = "features: {a: {type: boolean}, b: {type: boolean}}\nconstraints: {c: {at_least: 1, of: [a, b], because: x}}"
    assert [] == problems_of(text)


def test_severity_and_reason_are_kept() -> None:
    found = CONSTRAINTS["balanced"]
    assert (ConstraintSeverity.WARNING, "Gleich ist schöner.") == (found.severity, found.because.in_locale("de"))


def test_a_constraint_knows_where_it_stands() -> None:
    assert "shared_fittings/library.yaml" == CONSTRAINTS["fittings.strong_enough"].location.file


def test_the_reason_is_mandatory() -> None:
    text = "features: {a: {type: boolean}}\nconstraints: {c: {require: a}}"
    assert ["reading.missing-key"] == [code for code, _ in problems_of(text)]


def test_all_that_is_wrong_with_a_constraint_is_told() -> None:
    text = "features: {a: {type: boolean}}\nconstraints: {c: {when: b, requires: [d, 'a +'], because: {fr: x}}}"
    assert {"catalog.missing-fallback", "catalog.unknown-locale", "language.unknown-name", "language.syntax"} == {
        code for code, _ in problems_of(text)
    }


RULES = {each.id: each.rule for each in example("workshop").root.constraints}


def table(name: str) -> Combinations:
    rule = RULES[name]
    if not isinstance(rule, Combinations):
        raise TypeError(name)
    return rule


def test_cells_of_a_file_are_values_in_base_units_and_a_star_fits_all() -> None:
    assert (("oak", None, Fraction(1800)), ("pine", "green", None), ("pine", "raw", Fraction(1800))) == table(
        "finishes"
    ).rows


def test_cells_in_place_may_carry_units() -> None:
    assert ((Fraction(24), Fraction(500)), (Fraction(22), Fraction(500))) == table("too_much").rows
    assert (True, False) == (table("finishes").allowed, table("too_much").allowed)


def test_rows_of_a_library_that_name_foreign_options_are_left_out() -> None:
    assert (("steel", "plain"), ("steel", "round"), ("brass", "round")) == table("fittings.finishes_match").rows


def test_without_columns_all_columns_of_the_file_count() -> None:
    catalog = catalog_of(
        "features: {a: {type: boolean}, b: {type: integer, range: 1..3}}\n"
        "constraints: {c: {allowed: {table: t.csv}, because: x}}",
        t_csv="b,a\n1,true\n*,false\n",
    )
    (constraint,) = catalog.root.constraints
    assert isinstance(constraint.rule, Combinations)
    assert (["b", "a"], ((Fraction(1), True), (None, False))) == (
        [column.text for column in constraint.rule.columns],
        constraint.rule.rows,
    )


def test_boolean_attributes_are_cells_too() -> None:
    catalog = catalog_of(
        "components: {p: {attributes: {q: boolean}, items: {x: {q: true}, y: {q: false}}}}\n"
        "features: {a: {options: p}, b: {type: boolean}}\n"
        "constraints: {c: {forbidden: {columns: [a.q, b], rows: [[true, false]]}, because: x}}"
    )
    (constraint,) = catalog.root.constraints
    assert isinstance(constraint.rule, Combinations)
    assert ((True, False),) == constraint.rule.rows


def test_an_attribute_that_is_a_number_needs_numbers() -> None:
    text = (
        "components: {p: {attributes: {w: {type: number, unit: kg}, q: boolean}, items: {x: {w: 2, q: true}}}}\n"
        "features: {a: {options: p}}\n"
        "constraints: {c: {allowed: {columns: [a.w, a.q], rows: [[much, maybe]]}, because: x}}"
    )
    assert [
        ("catalog.bad-cell", "`much` is not a number"),
        ("catalog.bad-cell", "`maybe` is no boolean"),
    ] == problems_of(text)


def test_a_library_of_which_no_row_fits_is_a_problem() -> None:
    found = Files(
        {
            "catalog.yaml": b"format: 1\ncatalog: x\ninclude: [{file: lib.yaml}]\nfeatures: {a: {options: {r: R}}}",
            "lib.yaml": b"format: 1\nlibrary: l\nconstraints: {c: {allowed: {columns: [a], rows: [[s]]}, because: x}}",
        }
    )
    assert ["no row fits the options of this catalog"] == [problem.message for problem in load_catalog(found)[1]]
