"""Formulas built small say what they were asked to say, under the presence that they are told of."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, TRUE, Logic
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Same, Table, Term, Truth
from configurator.program.semantics import holds

COUNT, FIRST, SECOND, FREE = range(4)
DOMAINS = [IntSet.between(0, 2), IntSet.between(0, 2), IntSet.between(0, 2), IntSet.between(0, 3)]
PRESENCE = {FIRST: Literal(COUNT, IntSet.between(1, 2)), SECOND: Literal(COUNT, IntSet.between(2, 2))}
"""FIRST is absent (2) exactly where COUNT is 0, SECOND where it is below 2; FREE is never absent."""

WORLDS = [
    values
    for values in product(*DOMAINS)
    if (values[FIRST] != 2) == (values[COUNT] >= 1) and (values[SECOND] != 2) == (values[COUNT] >= 2)
]


def logic() -> Logic:
    return Logic(list(DOMAINS), PRESENCE)


def literals() -> st.SearchStrategy[Formula]:
    return st.tuples(st.integers(0, 3), st.sets(st.integers(0, 3), max_size=3)).map(
        lambda pair: Literal(pair[0], IntSet.of(pair[1]) & DOMAINS[pair[0]])
    )


def sums() -> st.SearchStrategy[Formula]:
    return st.tuples(st.sampled_from((1, -1)), st.none() | st.integers(-2, 3), st.none() | st.integers(-2, 3)).map(
        lambda bounds: Linear((Term(FREE, bounds[0]), Term(COUNT, 1)), bounds[1], bounds[2])
    )


def tables() -> st.SearchStrategy[Formula]:
    cell = st.sets(st.integers(0, 2), min_size=1).map(IntSet.of)
    rows = st.lists(st.tuples(cell, cell), min_size=1, max_size=3).map(tuple)
    return st.builds(Table, st.just((FIRST, FREE)), rows, st.booleans())


def formulas() -> st.SearchStrategy[Formula]:
    leaves = st.one_of(literals(), sums(), tables(), st.booleans().map(Truth))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Not, inner),
            st.builds(And, st.lists(inner, max_size=4).map(tuple)),
            st.builds(Or, st.lists(inner, max_size=4).map(tuple)),
            st.builds(Same, inner, inner),
        ),
        max_leaves=8,
    )


def rebuilt(formula: Formula, build: Logic) -> Formula:
    """Build a formula again by the means of `Logic`."""
    match formula:
        case Literal(variable, values):
            return build.literal(variable, values)
        case Not(of):
            return build.negation(rebuilt(of, build))
        case And(parts):
            return build.all_of(rebuilt(part, build) for part in parts)
        case Or(parts):
            return build.any_of(rebuilt(part, build) for part in parts)
        case Same(left, right):
            return build.same(rebuilt(left, build), rebuilt(right, build))
        case Table(variables, rows, allowed):
            return build.table(variables, rows, allowed=allowed)
        case _:
            return formula


@settings(deadline=None)
@given(formulas())
def test_what_is_built_holds_where_it_should(formula: Formula) -> None:
    built = rebuilt(formula, logic())
    assert [holds(formula, world) for world in WORLDS] == [holds(built, world) for world in WORLDS]


@settings(deadline=None)
@given(formulas())
def test_what_is_built_has_no_negation_and_no_idle_part(formula: Formula) -> None:
    def inside(built: Formula) -> list[Formula]:
        match built:
            case And(parts) | Or(parts):
                return [built, *(each for part in parts for each in inside(part))]
            case Same(left, right):
                return [built, *inside(left), *inside(right)]
        return [built]

    whole = rebuilt(formula, logic())
    parts = inside(whole)
    assert not any(isinstance(part, Not) for part in parts)
    assert whole in (TRUE, FALSE) or not any(isinstance(part, Truth) for part in parts)


def test_literals_of_one_variable_become_one() -> None:
    build = logic()
    two, three = (build.literal(FREE, IntSet.of(values)) for values in ((0, 1), (1, 2)))
    assert build.literal(FREE, IntSet.of((1,))) == build.all_of((two, three))
    assert build.literal(FREE, IntSet.of((0, 1, 2))) == build.any_of((two, three))


def test_presence_goes_without_saying_beside_a_value() -> None:
    build = logic()
    value = build.literal(FIRST, IntSet.of((1,)))
    assert value == build.all_of((PRESENCE[FIRST], value))


def test_absence_is_said_by_a_literal_that_is_there_anyway() -> None:
    build = logic()
    value = build.literal(FIRST, IntSet.of((1,)))
    assert build.literal(FIRST, IntSet.of((1, 2))) == build.any_of((build.negation(PRESENCE[FIRST]), value))


def test_a_literal_moves_into_the_table_beside_it() -> None:
    build = logic()
    one, two = IntSet.of((1,)), IntSet.of((2,))
    table = build.table((FIRST, FREE), ((one, one), (IntSet.of((0,)), two)))
    expected = build.table((FIRST, FREE), ((one, one), (IntSet.of((0,)), two), (two, DOMAINS[FREE])))
    assert expected == build.any_of((build.negation(PRESENCE[FIRST]), table))


def test_tables_of_a_disjunction_forbid_together_what_each_forbids() -> None:
    build = logic()
    zero, one, two = (IntSet.of((value,)) for value in (0, 1, 2))
    equal = build.table((FIRST, FREE), ((zero, zero), (one, one), (two, two)))
    apart = build.table((FIRST, SECOND), ((zero, zero), (one, one)), allowed=False)
    rows = ((zero, zero, DOMAINS[FREE] - zero), (one, one, DOMAINS[FREE] - one))
    assert build.table((FIRST, SECOND, FREE), rows, allowed=False) == build.any_of((equal, apart))


def test_tables_that_would_forbid_too_many_rows_together_stay_apart() -> None:
    cells = [IntSet.of((value,)) for value in range(70)]
    build = Logic([IntSet.between(0, 69)] * 3, {})
    tables = [build.table(columns, [(cell, cell) for cell in cells], allowed=False) for columns in ((0, 1), (1, 2))]
    assert Or(tuple(tables)) == build.any_of(tables)


def test_bounds_of_the_same_sum_are_joined() -> None:
    terms = (Term(FREE, 1), Term(COUNT, 1))
    expected = Linear(terms, 1, 3)
    assert expected == logic().all_of((Linear(terms, 1, None), Linear(terms, None, 3)))
    assert logic().all_of((Linear(terms, 4, None), Linear(terms, None, 3))) == FALSE


def test_a_table_in_any_order_of_columns_is_the_same() -> None:
    build = logic()
    one, two = IntSet.of((1,)), IntSet.of((2,))
    expected = build.table((FIRST, FREE), ((one, two), (two, one)))
    assert expected == build.table((FREE, FIRST), ((one, two), (two, one)))


def test_what_can_hold_is_found_by_looking_and_assumed_beyond_the_budget() -> None:
    build = logic()
    never = And((Linear((Term(FREE, 2),), 1, 1), Literal(COUNT, DOMAINS[COUNT])))
    assert (build.possible(never, budget=12), build.possible(never, budget=11)) == (False, True)
