"""Answers over clusters are those of the program; every kind of question is compared in `test_engines_agree`."""

from configurator.budget import UNLIMITED
from configurator.program.nodes import Lowest
from configurator.solving.clusters.wide_sums import Clusters
from configurator.solving.engines import engine_named
from configurator.solving.port import (
    Assumptions,
    Complete,
    Core,
    CountSolutions,
    FindDomains,
    Satisfiable,
    Solve,
    Unsatisfiable,
)
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.solving.clusters.instances import count, instances
from tests.solving.suite import of, small


def test_thirty_instances_are_counted_exactly_and_at_once() -> None:
    solver = Clusters(BruteForceSolver).solver(instances(30, 40))
    assert solver is not None
    assert solver.in_passes(CountSolutions())
    assert count(30, 40) == solver.ask(CountSolutions(), UNLIMITED).number


def test_the_default_engine_uses_clusters_where_nothing_else_compiles() -> None:
    solver = engine_named("compiled").load(instances(200, 300))
    assert count(200, 300) == solver.ask(CountSolutions(), UNLIMITED).number


def test_domains_and_cores_are_those_of_the_members() -> None:
    solver = Clusters(BruteForceSolver).solver(instances(30, 40))
    assert solver is not None
    values = solver.ask(FindDomains(Assumptions({0: of(30), 1: of(2)})), UNLIMITED).values
    assert [of(2), of(2), of(1, 2), of(1, 2)] == list(values[1:5])
    contradiction = solver.ask(Solve(Assumptions({1: of(2), 2: of(1), 9: of(1)})), UNLIMITED)
    assert contradiction == Unsatisfiable()
    assert contradiction.core == Core(frozenset({1, 2}))


def test_the_lowest_value_of_a_member_is_wished_for_value_by_value() -> None:
    solver = Clusters(BruteForceSolver).solver(instances(30, 40))
    assert solver is not None
    wishes = tuple(Lowest(variable) for variable in (2, 1, 0))
    answer = solver.ask(Complete(wishes, Assumptions({0: of(2, 3)})), UNLIMITED)
    assert isinstance(answer, Satisfiable)
    assert (2, 1, 1) == answer.witness[:3]


def test_constraints_set_aside_are_left_to_the_other_solver() -> None:
    program = instances(30, 40)
    solver = Clusters(engine_named("sat").load).solver(program)
    assert solver is not None
    without = Assumptions({1: of(2), 2: of(1)}, frozenset({program.constraints[2].name}))
    assert not solver.in_passes(Solve(without))
    assert isinstance(solver.ask(Solve(without), UNLIMITED), Satisfiable)


def test_what_has_no_hub_has_no_clusters() -> None:
    assert Clusters(BruteForceSolver).solver(small()) is None
