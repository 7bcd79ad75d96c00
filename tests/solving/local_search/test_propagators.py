"""Laws over bits: settled only where that is so, narrowed only by what cannot be."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Same, Table, Term, Truth
from configurator.program.semantics import holds
from configurator.solving.local_search.domains import NumberedValues
from configurator.solving.local_search.propagators import (
    ClausePropagator,
    ConjunctionPropagator,
    ConstantPropagator,
    EquivalencePropagator,
    MembershipEquivalencePropagator,
    MembershipPropagator,
    Propagator,
    SumPropagator,
    propagator_of,
)
from configurator.solving.local_search.table_propagators import ForbiddenRowsPropagator, TablePropagator
from tests.solving.programs import formulas, programs
from tests.solving.suite import has, of


@given(data=st.data())
def test_a_law_is_settled_rightly_and_keeps_every_solution(data: st.DataObject) -> None:
    variables = list(data.draw(programs(empty_domains=False)).variables)
    formula = data.draw(formulas(variables))
    subsets = [st.sets(st.sampled_from(list(variable.domain)), min_size=1, max_size=3) for variable in variables]
    chosen = [IntSet.of(data.draw(subset)) for subset in subsets]
    values = [NumberedValues(variable.domain) for variable in variables]
    domains = [own.mask(subset) for own, subset in zip(values, chosen, strict=True)]
    truths = {point: holds(formula, point) for point in product(*chosen)}
    compiled = propagator_of(formula, values)

    settled = compiled.status(list(domains))
    assert settled is None or {settled} == set(truths.values())
    narrowed, touched = list(domains), list[int]()
    alive = compiled.enforce(narrowed, touched)
    kept = [point for point, true in truths.items() if true]
    assert alive or not kept
    for point in kept:
        assert all(value in own.listed(mask) for value, own, mask in zip(point, values, narrowed, strict=True))
    assert {variable for variable, mask in enumerate(narrowed) if mask != domains[variable]} <= set(touched)


@given(data=st.data())
def test_with_one_value_each_a_law_is_exact(data: st.DataObject) -> None:
    variables = list(data.draw(programs(empty_domains=False)).variables)
    formula = data.draw(formulas(variables))
    point = [data.draw(st.sampled_from(list(variable.domain))) for variable in variables]
    values = [NumberedValues(variable.domain) for variable in variables]
    domains = [own.mask(IntSet.of([value])) for own, value in zip(values, point, strict=True)]
    compiled = propagator_of(formula, values)
    assert holds(formula, point) is compiled.status(domains)
    assert holds(formula, point) is compiled.enforce(domains, [])


VALUES = [NumberedValues(IntSet.between(0, 3))] * 3


def narrowed(formula: Or | Same | Linear | Literal, *domains: int) -> list[int]:
    masks = list(domains)
    assert propagator_of(formula, VALUES).enforce(masks, [])
    return masks


def test_the_only_part_left_is_demanded() -> None:
    formula = Or((has(0, 1), has(0, 2), Linear((Term(1, 1), Term(2, 1)), 6, None)))
    assert [0b1001, 0b1000, 0b1000] == narrowed(formula, 0b1001, 0b1111, 0b1111)
    assert [0b0110, 0b0011, 0b1111] == narrowed(formula, 0b1111, 0b0011, 0b1111)


def test_what_comes_together_is_narrowed_from_both_sides() -> None:
    formula = Same(has(0, 0), has(1, 1, 2))
    assert [0b0001, 0b0110] == narrowed(formula, 0b0001, 0b1111)
    assert [0b1110, 0b1001] == narrowed(formula, 0b1111, 0b1001)


def test_sums_narrow_both_ends() -> None:
    assert [0b1100, 0b0011] == narrowed(Linear((Term(0, 1), Term(1, -1)), 2, None), 0b1111, 0b1111)[:2]


TWO_VALUES = [NumberedValues(IntSet.between(0, 3))] * 2


def test_each_kind_of_formula_has_its_kind_of_law() -> None:
    table = Table((0, 1), ((of(0), of(1)),))
    kinds: dict[Formula, type[Propagator]] = {
        Truth(True): ConstantPropagator,
        has(0, 1): MembershipPropagator,
        Not(has(0, 1)): MembershipPropagator,
        And((has(0, 1),)): ConjunctionPropagator,
        Or((has(0, 1), has(1, 1))): ClausePropagator,
        Not(And((has(0, 1), has(1, 1)))): ClausePropagator,
        Same(has(0, 1), has(1, 1)): MembershipEquivalencePropagator,
        Same(has(0, 1), table): EquivalencePropagator,
        Linear((Term(0, 1),), 0, 1): SumPropagator,
        table: TablePropagator,
        Not(table): ForbiddenRowsPropagator,
    }
    assert list(kinds.values()) == [type(propagator_of(formula, TWO_VALUES)) for formula in kinds]


def test_literals_of_one_variable_are_joined_in_a_clause() -> None:
    masks = [0b1101, 0b1000]
    assert propagator_of(Or((has(0, 1), has(0, 2), has(1, 0))), TWO_VALUES).enforce(masks, [])
    assert [0b0100, 0b1000] == masks
