"""A slice has just the values that keep every law."""

from hypothesis import given
from hypothesis import strategies as st

from configurator.program.evaluate import holds
from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Term
from configurator.solving.diving.slices import slice_through
from tests.solving.programs import formulas, programs


@given(data=st.data())
def test_a_slice_has_just_the_values_that_keep_every_law(data: st.DataObject) -> None:
    variables = list(data.draw(programs(empty_domains=False)).variables)
    laws = data.draw(st.lists(formulas(variables), max_size=3))
    point = tuple(data.draw(st.sampled_from(list(variable.domain))) for variable in variables)
    place = data.draw(st.integers(0, len(variables) - 1))
    domain = variables[place].domain
    kept = [value for value in domain if all(holds(law, {**dict(enumerate(point)), place: value}) for law in laws)]
    assert IntSet.of(kept) == slice_through(point, place, domain, laws)


def test_a_million_values_are_one_interval() -> None:
    law = Linear((Term(0, 3, ((5, 999),)), Term(1, 1), Term(0, 1)), None, 1000)
    expected = IntSet.between(0, 247) - IntSet.of([5])
    assert expected == slice_through((0, 12), 0, IntSet.between(0, 10**6), [law])
