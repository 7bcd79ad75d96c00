"""Searches by price against plain enumeration: every product of a random catalog priced one by one by a random book."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from configurator.budget import UNLIMITED
from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration, FeatureValue
from configurator.language.evaluate import evaluate
from configurator.offering.best_build import Aim, best_build
from configurator.offering.goals import AT_ROOT, Goal, GoalProgram, Sense, goal_program, read_condition, read_goal
from configurator.offering.listed_prices import listed_overview
from configurator.offering.pareto_front import pareto_front
from configurator.offering.price_range import OverviewParts, least_totals, price_range
from configurator.offering.price_search import SearchablePrices, load_searchable
from configurator.pricing.price import price_prepared
from configurator.pricing.symbolic import NotLinear
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.completion import configuration_of
from configurator.session.partial_assignment import PartialAssignment
from configurator.session.session import Session
from configurator.solving.engines import engine_named
from configurator.solving.port import RankSolutions
from tests.examples import share
from tests.laws.catalogs import random_catalog
from tests.laws.compiled import compiled_catalog
from tests.laws.offers import condition_of, market_of, number_of

SEEDS = st.integers(min_value=0, max_value=100_000)
WAYS = (("compiled", False), ("cp_sat", False), ("cp_sat", True))
"""By which engine; and roughly, where bounds must do for most of what is exact otherwise."""


@dataclass(frozen=True)
class Product:
    """A product and the number by which its price ranks."""

    configuration: Configuration
    price: Fraction


@lru_cache(maxsize=16)
def products(seed: int) -> tuple[Product, ...]:
    """Return every product of a seed's catalog with its price."""
    compiled, prices = compiled_catalog(seed), market_of(seed, "cp_sat")
    solver = engine_named("brute_force").load(compiled.program)
    every = solver.ask(RankSolutions((), number=100_000), UNLIMITED)
    assert every.complete
    inquiry = PartialAssignment(compiled, solver, NO_CHOICES)
    found = (configuration_of(inquiry, solution) for solution in every.solutions)
    return tuple(Product(each, price_prepared(each, prices.prepared).totals.compare) for each in found)


def searchable(seed: int, engine: str, roughly: bool = False) -> SearchablePrices:
    try:
        return market_of(seed, engine, roughly)
    except NotLinear as refusal:
        assume(not roughly)
        raise AssertionError(refusal) from None


def some_choices(seed: int) -> Choices:
    """Return choices of a product that there is, or none."""
    random, every = Random(seed), products(seed)
    if not every or random.random() < 0.3:
        return NO_CHOICES
    values = random.choice(every).configuration.values
    plain = [path for path in values if "[" not in path]
    return Choices({path: values[path] for path in random.sample(plain, min(len(plain), random.randint(0, 2)))})


def having(seed: int, values: dict[str, FeatureValue]) -> list[Product]:
    return [
        each
        for each in products(seed)
        if all(each.configuration.values.get(path) == value for path, value in values.items())
    ]


def goals(seed: int, number: int) -> list[Goal]:
    random, names, catalog = Random(seed), random_catalog(seed).names, compiled_catalog(seed).catalog
    return [read_goal(catalog, random.choice(list(Sense)), number_of(random, names)) for _ in range(number)]


def better(goal: Goal, value: Fraction) -> Fraction:
    return -value if goal.sense is Sense.MOST else value


def asked(
    seed: int, engine: str, aims: list[Goal], conditions: tuple[str, ...] = (), *, roughly: bool = False
) -> tuple[SearchablePrices, GoalProgram, Session]:
    offered = searchable(seed, engine, roughly)
    catalog = offered.objective.compiled.catalog
    known = goal_program(offered.objective.compiled, aims, [read_condition(catalog, text) for text in conditions])
    solver = load_searchable(known.compiled.program, engine_named(engine), engine_named("cp_sat"))
    return offered, known, Session.open(known.compiled, solver, some_choices(seed))


@pytest.mark.parametrize(("engine", "roughly"), WAYS)
@settings(max_examples=share(14))
@given(seed=SEEDS)
def test_the_ends_of_the_range_are_those_of_all_prices(engine: str, roughly: bool, seed: int) -> None:
    offered, choices = searchable(seed, engine, roughly), some_choices(seed)
    prices = [each.price for each in having(seed, dict(choices.values))]
    found = price_range(offered, choices)
    if not prices:
        assert None is found
        return
    assert found is not None and found.least is not None and found.greatest is not None
    least, greatest = found.least, found.greatest
    assert least.proved and greatest.proved
    assert {least.priced.totals.compare, greatest.priced.totals.compare} <= set(prices)
    assert found.at_least == least.bound <= min(prices) <= least.priced.totals.compare
    assert greatest.priced.totals.compare <= max(prices) <= greatest.bound == found.at_most
    assert not offered.objective.exact or not (least.slack or greatest.slack)


@pytest.mark.parametrize(("engine", "roughly"), WAYS)
@settings(max_examples=share(14))
@given(seed=SEEDS)
def test_the_least_total_of_every_option_is_that_of_all_products_with_it(engine: str, roughly: bool, seed: int) -> None:
    offered, choices = searchable(seed, engine, roughly), some_choices(seed)
    session = offered.session(choices)
    found = least_totals(offered, session)
    assert frozenset() == found.undecided
    for path, state in (*session.states().features.items(), *session.states().structures.items()):
        for value in state.options:
            others = {other: chosen for other, chosen in choices.values.items() if other != path}
            prices = [each.price for each in having(seed, {**others, path: value})]
            if isinstance(value, bool) and path in session.states().structures:
                continue
            assert bool(prices) == ((path, value) in found.by_value)
            if prices:
                assert 0 <= min(prices) - found.by_value[path, value] <= found.slack


@settings(max_examples=share(30))
@given(seed=SEEDS)
def test_the_range_of_listed_products_is_that_of_all_prices(seed: int) -> None:
    compiled, choices = compiled_catalog(seed), some_choices(seed)
    prepared = market_of(seed, "cp_sat").prepared
    session = Session.open(compiled, engine_named("cp_sat").load(compiled.program), choices)
    prices = [each.price for each in having(seed, dict(choices.values))]
    found = listed_overview(session, prepared, OverviewParts(len(prices)))
    assert found is not None
    if not prices:
        assert None is found.ends
        return
    assert found.ends is not None and found.cheapest is not None
    assert (min(prices), max(prices)) == (found.ends.at_least, found.ends.at_most)
    assert sorted(prices) == [each.priced.totals.compare for each in found.cheapest.builds]


@pytest.mark.parametrize(("engine", "roughly"), WAYS)
@settings(max_examples=share(14))
@given(seed=SEEDS)
def test_the_best_build_is_the_best_of_all_products_within_the_budget(engine: str, roughly: bool, seed: int) -> None:
    random, names = Random(seed + 1), random_catalog(seed).names
    aims, condition = goals(seed, random.randint(1, 2)), condition_of(random, names)
    offered, known, session = asked(seed, engine, aims, (condition,), roughly=roughly)
    catalog = offered.objective.compiled.catalog
    checked = read_condition(catalog, condition)
    meant = [
        each
        for each in having(seed, dict(session.standing.values))
        if evaluate(checked.tree, ConfigurationWorld(catalog, each.configuration), AT_ROOT) is True
    ]
    prices = sorted(each.price for each in meant)
    at_most = random.choice((*prices, Fraction(40)))
    found = best_build(offered, known, session, Aim(tuple(aims), at_most, (checked,)))
    within = [each for each in meant if each.price <= at_most]

    def rank(configuration: Configuration, price: Fraction) -> tuple[Fraction, ...]:
        return (*(better(goal, goal.value(catalog, configuration)) for goal in aims), price)

    best = min((rank(each.configuration, each.price) for each in within), default=None)
    if found.limit is not None and found.limit.compare is not None:
        limit = (*map(better, aims, found.limit.reached), found.limit.compare)
        assert best is None or limit <= best
    if found.build is None:
        assert best is None or not found.proved
        assert (found.cheapest is None) == (not prices)
        if found.cheapest is not None and found.cheapest.at_least is not None:
            assert found.cheapest.at_least <= prices[0] <= found.cheapest.priced.totals.compare
        return
    assert found.decided and found.build.priced.totals.compare <= at_most
    assert found.build.configuration.values in [each.configuration.values for each in meant]
    assert not found.proved or rank(found.build.configuration, found.build.priced.totals.compare) == best
    assert found.proved or not offered.objective.exact


@pytest.mark.parametrize(("engine", "roughly"), WAYS)
@settings(max_examples=share(14))
@given(seed=SEEDS)
def test_the_front_is_what_no_other_product_beats(engine: str, roughly: bool, seed: int) -> None:
    aims = goals(seed, Random(seed).randint(1, 2))
    offered, known, session = asked(seed, engine, aims, roughly=roughly)
    catalog = offered.objective.compiled.catalog
    every = {
        (each.price, *(better(goal, goal.value(catalog, each.configuration)) for goal in aims))
        for each in having(seed, dict(session.standing.values))
    }
    found = pareto_front(offered, known, session, number=1_000)
    assert found.complete
    points = [
        (each.priced.totals.compare, *(better(goal, value) for goal, value in zip(aims, each.reached, strict=True)))
        for each in found.points
    ]
    bounds = [each.at_least or Fraction(0) for each in found.points]
    assert set(points) <= every and len(points) == len(set(points))
    for one in every:
        as_good = [bound for point, bound in zip(points, bounds, strict=True) if _beats(one[1:], point[1:])]
        assert all(bound <= one[0] for bound in as_good)
        assert any(bound <= one[0] and _beats(point[1:], one[1:]) for point, bound in zip(points, bounds, strict=True))
    if offered.objective.exact:
        assert {one for one in every if not any(other != one and _beats(other, one) for other in every)} == set(points)


def _beats(one: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> bool:
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))
