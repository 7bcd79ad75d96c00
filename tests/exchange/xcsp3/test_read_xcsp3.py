"""Instances of XCSP3 become catalogs with the same solutions."""

import pytest

from tests.exchange.models import count, imported, told, written


def _instance(variables: str, constraints: str) -> str:
    return (
        f'<instance format="XCSP3" type="CSP">\n<variables>\n{variables}\n</variables>\n'
        f"<constraints>\n{constraints}\n</constraints>\n</instance>\n"
    )


PAIR = '<var id="x"> 0..3 </var><var id="y"> 0 1 5 </var>'


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("", 12),
        ("<extension><list> x y </list><supports> (0,0)(1,5)(*,1) </supports></extension>", 6),
        ("<extension><list> x y </list><conflicts> (0,0)(1,5)(*,1) </conflicts></extension>", 6),
        ("<extension><list> x y </list><supports> (0,0)(9,9) </supports></extension>", 1),
        ("<extension><list> x y </list><supports> (9,9) </supports></extension>", 0),
        ("<extension><list> x y </list><conflicts> (9,9) </conflicts></extension>", 12),
        ("<extension><list> x </list><supports> 1 2..7 </supports></extension>", 9),
        ("<intension> le(add(x,y),3) </intension>", 7),
        ("<intension> or(and(eq(x,1),eq(y,5)),and(eq(x,2),eq(y,0)),and(eq(x,9),eq(y,0))) </intension>", 2),
        ("<intension> imp(gt(x,1),ne(y,5)) </intension>", 10),
        ("<intension> iff(eq(x,0),eq(y,0)) </intension>", 7),
        ("<intension> xor(eq(x,0),eq(y,0)) </intension>", 5),
        ("<intension> in(x,set(1,3)) </intension>", 6),
        ("<intension> not(in(y,set(5))) </intension>", 8),
        ("<intension> eq(dist(x,y),2) </intension>", 3),
        ("<intension> eq(abs(sub(x,y)),2) </intension>", 3),
        ("<intension> eq(if(eq(x,0),y,mul(x,2)),max(x,y,2)) </intension>", 3),
        ("<intension> <function> lt(neg(x),-2) </function> </intension>", 3),
        ("<sum><list> x y </list><coeffs> 2 -1 </coeffs><condition> (ge,1) </condition></sum>", 7),
        ("<sum><list> x y </list><condition> (eq,x) </condition></sum>", 4),
        ("<allDifferent> x y </allDifferent>", 10),
        ("<block><intension> eq(x,1) </intension><block><intension> eq(y,1) </intension></block></block>", 1),
        ("<group><intension> ge(%0,%1) </intension><args> x 1 </args><args> y 1 </args></group>", 6),
    ],
)
def test_a_constraint_leaves_as_many_products_as_the_instance_has_solutions(constraint: str, expected: int) -> None:
    assert expected == count(_instance(PAIR, constraint), "xcsp3")


def test_arrays_are_many_variables() -> None:
    variables = '<array id="a" size="[2][2]"> 0 1 </array><var id="z" as="a"/>'
    assert 32 == count(_instance(variables, ""), "xcsp3")
    assert 2 == count(_instance(variables, "<sum><list> a[][] </list><condition>(eq,4)</condition></sum>"), "xcsp3")
    assert 4 == count(
        _instance(variables, "<extension><list> a[0][0..1] z </list><supports> (1,1,1) </supports></extension>"),
        "xcsp3",
    )


def test_a_variable_of_tables_is_a_choice_and_one_of_sums_a_number() -> None:
    variables = (
        '<var id="colour" type="symbolic"> red blue </var><var id="size"> -1 1 3 </var><var id="kind"> -1 0 </var>'
    )
    constraints = """<extension id="fit"><list> colour kind </list><supports> (red,-1)(blue,0) </supports></extension>
<intension> gt(size,0) </intension>"""
    assert """features:
  colour:
    title: colour
    options:
      red: red
      blue: blue
  size:
    title: size
    type: integer
    range: "-1..3"
    step: 2
  kind:
    title: kind
    options:
      minus_1: "-1"
      0: 0
constraints:
  fit:
    allowed:
      columns: [colour, kind]
      rows:
        - [red, minus_1]
        - [blue, 0]
    because: fit must fit.
  condition_2:
    require: size > 0
    because: Condition 2 of model.
""" == written(_instance(variables, constraints), "xcsp3")


def test_large_tables_stand_in_files_beside_the_catalog() -> None:
    rows = "".join(f"({a},{b})" for a in range(8) for b in range(8) if a != b)
    variables = '<array id="v" size="[2]"> 0..7 </array>'
    found = imported(
        _instance(variables, f"<extension><list> v[] </list><supports>{rows}</supports></extension>"), "xcsp3"
    )
    assert ["catalog.yaml", "v_0_v_1_fit.csv"] == list(found.files)
    assert 57 == len(found.files["v_0_v_1_fit.csv"].splitlines())


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("<extension><list> x q </list><supports/></extension>", ["6:21 exchange.unknown-name"]),
        ("<extension><list> x y </list></extension>", ["6:1 exchange.syntax"]),
        ("<extension><list> x y </list><supports> (0) </supports></extension>", ["6:41 exchange.wrong-kind"]),
        ("<extension><list/><supports> (0) </supports></extension>", ["6:12 exchange.syntax"]),
        ("<intension> eq(x </intension>", ["6:18 exchange.syntax"]),
        ("<intension> eq(x,y) y </intension>", ["6:21 exchange.syntax"]),
        ("<intension> x </intension>", ["6:12 exchange.wrong-kind"]),
        ("<intension> eq(x,set(1)) </intension>", ["6:18 exchange.not-expressible"]),
        ("<intension> and(x,y) </intension>", ["6:13 exchange.not-expressible"]),
        (f"<intension> {'not(' * 50}eq(x,y){')' * 50} </intension>", ["6:177 exchange.too-large"]),
        ("<sum><list> x y </list><condition> (between,4) </condition></sum>", ["6:1 exchange.not-expressible"]),
        ("<regular/>", ["6:1 exchange.not-expressible"]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(constraint: str, expected: list[str]) -> None:
    assert expected == told(_instance(PAIR, constraint), "xcsp3")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ('<var id="x"> </var>', ["3:13 exchange.syntax"]),
        ('<var id="x"> 0..9999999 </var>', ["3:14 exchange.syntax"]),
        ("<var> 0 1 </var>", ["3:1 exchange.syntax"]),
        ('<array id="a" size="[999][9999]"> 0 1 </array>', ["3:1 exchange.syntax"]),
        ('<array id="a" size="[2]"><domain for="a[0]"> 0 1 </domain></array>', ["3:1 exchange.not-expressible"]),
        ('<var id="x" type="real"> 0 </var>', ["3:1 exchange.not-expressible"]),
        (f'<var id="x"> 0..{"9" * 5_000} </var>', ["3:14 exchange.syntax"]),
        ('<var id="x"> red 1.5 </var>', ["3:18 exchange.syntax"]),
        ("", ["1:1 exchange.empty-model"]),
    ],
)
def test_a_wrong_variable_is_told_with_its_place(variables: str, expected: list[str]) -> None:
    assert expected == told(_instance(variables, ""), "xcsp3")


def test_something_else_than_an_instance_is_refused() -> None:
    assert ["1:1 exchange.syntax"] == told("<html/>", "xcsp3")


@pytest.mark.parametrize("head", ['<presentation format="XCSP 2.1"/>', "<domains/>"])
def test_an_older_format_is_called_by_its_name(head: str) -> None:
    text = f"<instance>{head}<variables><variable name='V' domain='d'/></variables><constraints/></instance>"
    assert ["1:1 exchange.not-expressible"] == told(text, "xcsp3")


@pytest.mark.parametrize(
    ("condition", "expected"), [("eq(3,3)", 12), ("eq(3,4)", 0), ("or(eq(3,4),eq(x,y))", 2), ("eq(x,x)", 12)]
)
def test_a_condition_of_constants_is_decided(condition: str, expected: int) -> None:
    assert expected == count(_instance(PAIR, f"<intension> {condition} </intension>"), "xcsp3")
