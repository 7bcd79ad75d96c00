"""What is remembered of a formula is what it does."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.program.intset import IntSet
from configurator.program.nodes import And, Or, Program, Same
from configurator.solving.local_search.domains import BitDomains, NumberedValues
from configurator.solving.local_search.propagators import Propagator, propagator_of
from configurator.solving.local_search.remembered_propagators import PropagatorMemory, RememberedPropagator
from tests.examples import share
from tests.solving.programs import programs
from tests.solving.suite import has

THREE = [NumberedValues(IntSet.between(0, 2)) for _ in range(8)]


def _enforced(propagator: Propagator, domains: Sequence[int]) -> tuple[bool, BitDomains | None, bool | None]:
    left, touched = list(domains), list[int]()
    holds = propagator.enforce(left, touched)
    if holds:
        assert set(touched) == {variable for variable, mask in enumerate(domains) if left[variable] != mask}
    return holds, left if holds else None, propagator.status(list(domains))


def test_like_formulas_share_what_they_remember() -> None:
    memory = PropagatorMemory(THREE)
    one, other = (memory.propagator(Or((has(first, 0), has(first + 1, 0)))) for first in (0, 4))
    assert isinstance(one, RememberedPropagator)
    assert isinstance(other, RememberedPropagator)
    assert one.narrowings is other.narrowings
    assert (True, [2, 1, *[7] * 6], None) == _enforced(one, [2, *[7] * 7])


def test_simple_formulas_are_enforced_each_time() -> None:
    memory = PropagatorMemory(THREE)
    for formula in (has(0, 1), Same(has(0, 1), has(1, 1)), Or(tuple(has(variable, 1) for variable in range(8)))):
        assert not isinstance(memory.propagator(formula), RememberedPropagator)


@settings(max_examples=share(100))
@given(programs(empty_domains=False, wide_domains=False), st.data())
def test_a_remembered_propagator_does_what_the_plain_one_does(program: Program, data: st.DataObject) -> None:
    values = [NumberedValues(variable.domain) for variable in program.variables]
    memory = PropagatorMemory(values)
    formulas = [constraint.formula for constraint in program.constraints]
    formulas.append(And(tuple(formulas)))
    for _ in range(4):
        domains = [data.draw(st.integers(1, each.every_bit)) for each in values]
        for formula in formulas:
            for _ in range(2):
                assert _enforced(propagator_of(formula, values), domains) == _enforced(
                    memory.propagator(formula), domains
                )
