"""A program over clusters has the same solutions."""

import pytest

from configurator.budget import Budget, OutOfBudget
from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Program, Term, Variable
from configurator.solving.clusters.clustered_program import clustered
from configurator.solving.clusters.clustering import Clustering, clustering_of
from configurator.solving.clusters.limits import CLUSTER_COMBINATIONS, CLUSTER_VALUES
from tests.clocks import ticking
from tests.solving.clusters.instances import instances
from tests.solving.suite import of, small


def test_a_cluster_has_the_combinations_that_its_laws_and_the_hub_allow() -> None:
    program = instances(3, 4)
    found = clustered(program, clustering_of(program, neighbours=4, scope=2))
    assert found is not None
    assert ((0, 0), (1, 1), (1, 2), (2, 2)) == found.clusters[1].rows
    assert [4, 4, 4, 4] == [len(variable.domain) for variable in found.program.variables]
    assert 4 == len(found.program.constraints)


def test_solutions_are_translated_both_ways() -> None:
    program = instances(3, 4)
    found = clustered(program, clustering_of(program, neighbours=4, scope=2))
    assert found is not None
    assert (1, 0, 0, 2) == found.chosen((1, 1, 2, 0, 0, 0, 0))
    assert (1, 1, 2, 0, 0, 0, 0) == found.solution((1, 0, 0, 2))
    assert found.chosen((1, 2, 1, 0, 0, 0, 0)) is None


def test_a_sum_has_one_term_for_each_cluster() -> None:
    found = clustered(small(sizes=(2, 2, 3)), Clustering(((0, 1), (2,)), True))
    assert found is not None
    joint, alone = found.terms([Term(0, 3), Term(2, 5), Term(1, 1, ((1, -4),))])
    assert ((0, 0), (1, -4), (2, 3), (3, -1)) == joint.weights
    assert Term(1, 5) == alone


def test_too_many_combinations_make_no_cluster() -> None:
    many = small(sizes=(CLUSTER_VALUES, 2))
    wide = Program((Variable("a", IntSet.between(0, CLUSTER_COMBINATIONS)), Variable("b", of(0, 1))), ())
    huge = Program((Variable("a", IntSet.between(0, 2**70)), Variable("b", of(0, 1))), ())
    for program in (many, wide, huge):
        assert clustered(program, Clustering(((0, 1),), True)) is None


def test_a_law_with_a_variable_of_many_values_is_not_listed() -> None:
    wide = Variable("wide", IntSet.between(0, 2**40))
    total = Linear((Term(0, 1), Term(1, -1), Term(2, -1)), 0, 0)
    program = small(total, sizes=(2, 2, 2))
    found = clustered(Program((wide, *program.variables[1:]), program.constraints), Clustering(((1, 2), (0,)), True))
    assert found is not None
    assert 4 == len(found.clusters[0].rows)


@pytest.mark.parametrize("looks", [1, 3, 30])
def test_a_program_is_clustered_within_its_budget(looks: int) -> None:
    program = instances(3, 4)
    budget = Budget(ticking(1.0)).at_most(looks)
    with pytest.raises(OutOfBudget):
        clustered(program, clustering_of(program, neighbours=4, scope=2), budget)
