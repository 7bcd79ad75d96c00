"""Pass 4: resources. What is demanded must not exceed what is supplied; an absent contribution counts nothing."""

from collections.abc import Mapping
from fractions import Fraction

from configurator.language.checked import CheckedExpression
from configurator.language.tree import ComparisonOperator
from configurator.program.compile.comparisons import compared_with_zero
from configurator.program.compile.draft import Draft, Law
from configurator.program.compile.gates import gated
from configurator.program.compile.places import bindings
from configurator.program.compile.values import Number, total_of
from configurator.program.compile.workbench import Workbench


def with_resources(draft: Draft) -> Draft:
    """Expect slots and presence; leave one named sum for every resource."""
    bench = Workbench(draft)
    for resource in draft.catalog.resources.values():
        law = Law(resource, "")
        bench.begin(law.id, resource.location, law.id)
        demand = _total(bench, resource.demand).times(Fraction(-1))
        balance = _total(bench, resource.supply).plus(demand, bench.logic)
        enough = compared_with_zero(balance, ComparisonOperator.AT_LEAST, bench.definitions)
        bench.law(law.id, enough, law)
    return bench.finished()


def _total(bench: Workbench, contributions: Mapping[str, CheckedExpression]) -> Number:
    numbers = [bench.number(contribution, bindings("")) for contribution in contributions.values()]
    counted = (gated(number, bench.logic.negation(number.absent), bench.definitions) for number in numbers)
    return total_of(counted, bench.logic)
