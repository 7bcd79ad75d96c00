"""UVL models become natural catalogs with as many products as the model has configurations."""

import re
from pathlib import Path

import pytest

from tests.exchange.models import attempted, count, imported, told, written

PAGE = Path(__file__).parents[3] / "docs" / "importing.md"


def _model(tree: str, *constraints: str) -> str:
    lines = "".join(f"    {line}\n" for line in tree.strip("\n").splitlines())
    laws = "".join(f"    {each}\n" for each in constraints)
    return f"features\n{lines}" + (f"constraints\n{laws}" if laws else "")


def test_the_page_shows_what_comes_of_its_model() -> None:
    text = PAGE.read_text(encoding="utf-8")
    model, catalog = re.search(r"```uvl\n(.*?)```.*?```yaml\n(.*?)```", text, re.DOTALL).groups()  # type: ignore[union-attr]
    assert catalog.partition("components:")[2] == "\n" + written(model, "uvl").partition("components:\n")[2]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ("R\n optional\n  a\n  b", 4),
        ("R\n mandatory\n  a\n optional\n  b", 2),
        ("R\n or\n  a\n  b\n  c", 7),
        ("R\n alternative\n  a\n  b\n  c", 3),
        ("R\n alternative\n  a", 1),
        ("R\n [1..2]\n  a\n  b\n  c", 6),
        ("R\n [2]\n  a\n  b\n  c", 3),
        ("R\n [0..*]\n  a\n  b", 4),
        ("R\n optional\n  a\n   alternative\n    b\n    c", 3),
        (
            "R\n optional\n  a\n   mandatory\n    b\n     or\n      c\n      d",
            4,
        ),
        ("R\n alternative\n  a\n   optional\n    b\n  c", 3),
        ("R\n alternative\n  a\n   alternative\n    b\n    c\n  d", 3),
        ("R\n alternative\n  a\n  b\n alternative\n  c\n  d", 4),
        ("R\n or\n  a\n   optional\n    b\n  c", 5),
        ("R\n optional\n  a cardinality [0..2]\n   optional\n    b", 7),
        (
            "R\n mandatory\n  a cardinality [1..2]\n   alternative\n    b\n    c",
            6,
        ),
        ("R\n optional\n  a cardinality [2..3]\n  b", 6),
        ("R\n mandatory\n  Integer n {min 1, max 4}", 4),
        ("R\n optional\n  Integer n {min 1, max 4}", 5),
        ("R\n mandatory\n  Real x {min 0, max 1, step 0.25}", 5),
        ("R\n optional\n  Boolean a", 2),
    ],
)
def test_a_tree_has_as_many_products_as_configurations(tree: str, expected: int) -> None:
    assert expected == count(_model(tree), "uvl")


PARTS = """R
    mandatory
        base {p 5}
            alternative
                a {p 1}
                b {p 2.5}
        Integer n {min 0, max 3}
    optional
        c {p 3}
            alternative
                "d e" {p 10}
                f
"""
# base: 2; n: 4; c with d e, with f, or not: 3. All: 24.


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("R", 24),
        ("!R", 0),
        ("a => c", 20),
        ("c => a & !f", 12),
        ("a <=> c", 12),
        ("R <=> a", 12),
        ('"d e" | f', 16),
        ('!"d e"', 16),
        ("!(a & f) & !(b & f)", 16),
        ("a => f => n > 1", 16),
        ("sum(p) <= 9", 12),
        ("sum(p, base) > 6", 12),
        ("sum(base, p) > 6", 12),
        ("avg(p) < 3.5", 8),
        ("4 > avg(p, c)", 16),
        ("n + 1 >= 2 * n", 12),
        ("n == 2 | c.p + a.p == 4", 12),
        ("n / 2 == 1", 6),
        ("c.p - n > 0", 12),
        ("floor(n) == ceil(n)", 24),
        ("true", 24),
        ("false | a", 12),
    ],
)
def test_a_constraint_leaves_as_many_products_as_it_should(constraint: str, expected: int) -> None:
    assert expected == count(_model(PARTS, constraint), "uvl")


def test_constraints_may_stand_among_attributes() -> None:
    tree = "R\n optional\n  a {constraint a => b, x 1}\n  b {constraints [b => c, !c | a]}\n  c"
    assert 2 == count(_model(tree), "uvl")


def test_bounds_may_come_from_constraints() -> None:
    tree = "R\n mandatory\n  Integer n {constraint n >= 1 & 7 > n}"
    assert 6 == count(_model(tree), "uvl")
    assert 1 == count(_model("R\n mandatory\n  Integer n", "n == 4"), "uvl")


def test_comments_and_joined_lines_are_read() -> None:
    tree = "// made up\nfeatures\n\tR /* the\nroot */\n\t\toptional\n\t\t\ta {x 1,\n  y 'z'}\n"
    text = f"{tree}constraints\n\ta | // or\n\t(a &\n !a)\n"
    assert ["9:5 exchange.syntax"] == told(text, "uvl")
    assert 1 == count(text.replace("a | // or\n\t", "a | "), "uvl")


def test_imported_models_are_grafted_where_the_tree_names_them() -> None:
    main = "imports\n    wheels as w\n    lights\n" + _model(
        "Car\n mandatory\n  w.Wheels\n optional\n  lights.Lights\n   optional\n    fog",
        "w.steel => !lights.led",
        "fog => lights.led",
    )
    wheels = _model("Wheels\n alternative\n  steel\n  alloy", "steel | alloy")
    lights = "namespace lights\n" + _model("Lights\n alternative\n  led\n  bulb")
    assert 2 + 1 + 3 == count(main, "uvl", wheels=wheels, lights=lights)


def test_imports_that_lead_back_or_nowhere_are_told() -> None:
    main = "imports\n model\n other.one as o\n" + _model("R\n optional\n  a")
    assert ["2:2 exchange.not-expressible", "3:2 reading.file-not-found"] == told(main, "uvl")


def test_what_names_an_import_that_was_told_about_is_not_told_again() -> None:
    main = "imports\n other.one as o\n" + _model("R\n optional\n  o.X\n  p.Y")
    assert ["2:2 reading.file-not-found", "7:7 exchange.unknown-name"] == told(main, "uvl")


def test_a_model_is_grafted_by_the_feature_at_its_top() -> None:
    main = "imports\n wheels as w\n" + _model("Car\n optional\n  w.steel")
    [problem] = attempted(main, "uvl", wheels=_model("Wheels\n optional\n  steel"))[1]
    assert ("the model `w` has no `steel` at its top", "`w.Wheels`") == (problem.message, problem.expected)


def test_a_constraint_inside_a_repeated_feature_holds_for_each_instance() -> None:
    tree = "R\n optional\n  spare\n  w cardinality [0..2]\n   optional\n    x\n    y"
    assert 2 * (1 + 3 + 9) == count(_model(tree, "x => y"), "uvl")
    assert 1 + (1 + 4 + 16) == count(_model(tree, "w => spare"), "uvl")
    assert ["13:5 exchange.not-expressible"] == told(
        _model(
            tree.replace("spare", "s cardinality [0..2]\n            optional\n                z"), "x => y", "z => x"
        ),
        "uvl",
    )


def test_headings_show_the_branches_of_the_tree() -> None:
    tree = "Car\n mandatory\n  Seats\n   or\n    Heat\n    Memory\n  Light\n   or\n    Led\n    Fog"
    headings = [(group.title.in_locale("en"), group.members) for group in imported(_model(tree), "uvl").catalog.display]
    assert [("Seats", ("heat", "memory")), ("Light", ("led", "fog"))] == headings[:2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1 exchange.empty-model"]),
        ("features\n    A\n    B\n", ["3:5 exchange.syntax"]),
        ("features\n    R\n        optional\n          a\n         b\n", ["5:10 exchange.syntax"]),
        ("models\n    R\n", ["1:1 exchange.empty-model", "1:1 exchange.syntax"]),
        ("features\n    R\n        optional\n", ["3:9 exchange.syntax"]),
        ("features\n    R\n        [2..1]\n            a\n            b\n", ["3:9 exchange.syntax"]),
        ("features\n    R\n        optional\n            a cardinality\n", ["4:15 exchange.syntax"]),
        ("features\n    R\n        optional\n            a {x 1 2}\n", ["4:18 exchange.syntax"]),
        ("features\n    R\n        optional\n            a 'b\n", ["4:15 exchange.syntax"]),
        (_model("R\n optional\n  a", "a => (a"), ["6:12 exchange.syntax"]),
        (_model("R\n optional\n  a", "a =>"), ["6:9 exchange.syntax"]),
        (_model("R\n optional\n  a", "a b"), ["6:7 exchange.syntax"]),
        (_model("R\n optional\n  a", "sum() > 1"), ["6:9 exchange.syntax"]),
        (_model("R\n optional\n  a", "a == 'x'"), ["6:10 exchange.wrong-kind"]),
        (_model("R\n optional\n  a", "(" * 200 + "a" + ")" * 200), ["6:36 exchange.syntax"]),
        ("features\n" + "".join(f"{' ' * at}x{at}\n" for at in range(1, 300)), ["101:101 exchange.too-large"]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, expected: list[str]) -> None:
    assert expected == told(text, "uvl")[: len(expected)]


MANDATORY = """R {p 5}
 mandatory
  a {p 2}
   optional
    x
 optional
  c"""


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("R.p + a.p < 10", 4),
        ("R.p + a.p > 10", 0),
        ("a.p > 1 => c", 2),
        ("a.p > 3 => c", 4),
        ("sum(p) == 7", 4),
        ("avg(p) > 4", 0),
        ("a.p / 2 == 1 & c", 2),
    ],
)
def test_a_comparison_of_constants_is_decided_at_import(constraint: str, expected: int) -> None:
    assert expected == count(_model(MANDATORY, constraint), "uvl")


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("a.fast => c", 3),
        ("c.fast => a", 4),
        ("a.fast == true", 2),
        ("a.fast == c", 2),
        ("a.fast != c.fast", 2),
        ("(a & c) == (a | c)", 2),
        ("a.p.x > 3 => c", 3),
        ("a.p.deep.y => c", 3),
        ("a.os == 'linux'", 2),
        ("a.os != 'linux'", 2),
        ("a.os == 'other'", 0),
        ("a.os == c.os", 0),
        ("a.os == c.kernel", 1),
    ],
)
def test_attributes_that_are_truths_texts_or_nested_are_meant(constraint: str, expected: int) -> None:
    tree = "R\n optional\n  a {fast, p {x 5, deep {y true}}, os 'linux'}\n  c {fast false, os 'bsd', kernel 'linux'}"
    assert expected == count(_model(tree, constraint), "uvl")


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        (["n == 64 | n == 256"], 2),
        (["n == 64 | n == 256", "n > 100"], 1),
        (["n == 1 | n == 4 | n == 6"], 3),
        (["(n >= 1 & n <= 3) | n == 7"], 4),
        (["n == 5 | 1000000000 == n"], 2),
    ],
)
def test_a_number_is_bound_by_the_values_that_constraints_list(constraints: list[str], expected: int) -> None:
    assert expected == count(_model("R\n mandatory\n  Integer n", *constraints), "uvl")


@pytest.mark.parametrize(("cardinality", "expected"), [("[1]", 2), ("[1..3]", 14), ("[2]", 4), ("[0..1]", 3)])
def test_a_root_that_occurs_several_times_is_meant(cardinality: str, expected: int) -> None:
    assert expected == count(_model(f"R cardinality {cardinality}\n optional\n  a"), "uvl")


def test_a_refused_feature_is_told_once_wherever_it_is_used() -> None:
    tree = "R\n optional\n  String s\n  Real r\n  c"
    constraints = ("s => c", "s == 'x'", "r > 3", "sum(r) > 3", "len(s) < 4")
    codes = told(_model(tree, *constraints), "uvl")
    assert ["4:7 exchange.not-expressible", "5:7 exchange.not-expressible"] == codes[:2]


LABELLED = """R
 alternative
  a {note 'four', list [1, 2], deep {list []}}
  b {note 'größer', p 3}
  c {note 'x', on}
 optional
  d {note ''}"""


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("len(a.note) == 4", 2),
        ("len(a.note) + len(b.note) >= 5", 2),
        ("len(d.note) == 0", 6),
        ("len(a.note) == 4 | len(c.note) * 2 < 2 & d", 2 + 1),
        ("len(b.note) > b.p", 2),
    ],
)
def test_the_length_of_a_text_is_that_of_its_characters_where_its_feature_is_chosen(
    constraint: str, expected: int
) -> None:
    assert expected == count(_model(LABELLED, constraint), "uvl")


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("len(b.p) == 1", "`b.p` is no text"),
        ("len(a) == 1", "`a` is no text"),
        ("len(c.on) == 1", "`c.on` is no text"),
        ("len(a.nothing) == 1", "`a.nothing` is not there"),
        ("len(a.list) == 2", "`a.list` is a list of values"),
        ("a.list == 2", "`a.list` is a list of values"),
        ("a.deep.list", "`a.deep.list` is a list of values"),
        ("a.list == a.list", "`a.list` is a list of values"),
        ("a.note == [1]", "a list of values stands here"),
        ("a.note == ['x', 'y']", "a list of values stands here"),
        ("len(a.note, b.note) == 1", "`len` cannot be calculated with here"),
        ("sum(list) == 3", "no feature has an attribute `list` that is a number"),
    ],
)
def test_what_has_no_length_and_what_is_a_list_is_refused_at_its_line(constraint: str, expected: str) -> None:
    [problem] = attempted(_model(LABELLED, constraint), "uvl")[1]
    assert (10, expected) == (problem.location.line, problem.message)


def test_what_the_catalog_would_not_accept_is_told_where_the_model_says_it() -> None:
    tree = "R\n mandatory\n  Integer n {min 0, max 99999999999999999999}\n optional\n  c"
    assert ["4:7 exchange.not-accepted"] == told(_model(tree), "uvl")[:1]
