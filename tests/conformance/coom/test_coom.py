"""The models of the COOM suite as catalogs: the counts and the optimum that are known; else two engines that agree.

Restated: instances are ordered, a law about an absent part holds. `imply` under a condition suggests and does not
bind (the count of water-tank says so), so that it is a preference here. The awning's dimensions are real numbers with
tangents, which no catalog has, and leave its choices alone.
"""

from itertools import product
from math import comb

import pytest

from configurator.budget import UNLIMITED
from configurator.owner.instance_bounds import grown
from configurator.program.intset import IntSet
from configurator.program.nodes import Term
from configurator.solving.engines import engine_named
from configurator.solving.port import Assumptions, CountSolutions, FindDomains, Minimise, Optimum, Satisfiable, Solve
from tests.conformance.coom.catalogs import NAMES, SMALLER, catalog, compiled

COUNTS = {
    "city-bike": 3340,
    "kids-bike": 14,
    "shadow-master": 40,
    "simple": 4,
    "tiny-pc": 6,
    "travel-bike-simplified": 22518,
    "tshirt": 68,
    "water-tank": 25,
}
AGREED = {"pc": 11_888, "box": 5_770, "unbounded-racks": 561, "unbounded-house": 6_132_240}
SUMMED = ("olympic-bus", "restaurant")
LARGE = ("pc", "box", "travel-bike", "travel-bike-fleet", "unbounded-racks", "unbounded-house")


@pytest.mark.parametrize("engine", ["compiled", "cp_sat"])
@pytest.mark.parametrize("name", COUNTS)
def test_a_model_has_as_many_products_as_published(name: str, engine: str) -> None:
    found = engine_named(engine).load(compiled(name).program).ask(CountSolutions(), UNLIMITED)
    assert (COUNTS[name], True) == (found.number, found.exact)


@pytest.mark.parametrize("engine", ["compiled", "cp_sat"])
@pytest.mark.parametrize("name", AGREED)
def test_engines_agree_on_narrower_bounds(name: str, engine: str) -> None:
    found = engine_named(engine).load(compiled(name, smaller=True).program).ask(CountSolutions(), UNLIMITED)
    assert (AGREED[name], True) == (found.number, found.exact)


@pytest.mark.slow
@pytest.mark.parametrize("name", AGREED)
def test_engines_agree_on_what_is_possible(name: str) -> None:
    program = compiled(name, smaller=True).program
    assert engine_named("compiled").load(program).ask(FindDomains(), UNLIMITED) == engine_named("cp_sat").load(
        program
    ).ask(FindDomains(), UNLIMITED)


def test_the_bags_of_the_travelling_bicycle_are_counted_right() -> None:
    """Counted by hand too: 80 wheels and colours; for each sequence of up to four bags a volume to be requested."""
    bags, by_volume = {10: 3, 20: 2, 50: 2, 100: 2}, [{0: 1}]
    for _ in range(4):
        longer: dict[int, int] = {}
        for (volume, ways), (more, kinds) in product(by_volume[-1].items(), bags.items()):
            longer[volume + more] = longer.get(volume + more, 0) + ways * kinds
        by_volume.append(longer)
    places = [carrier + frame for carrier, frame in product(range(4), range(3)) if carrier + frame <= 4]
    expected = 80 * sum(n * (v + 1) for location in places for v, n in by_volume[location].items() if v <= 200)
    found = engine_named("compiled").load(compiled("travel-bike").program).ask(CountSolutions(), UNLIMITED)
    assert (expected, True) == (found.number, found.exact)


def test_the_box_is_counted_right_at_millimetres() -> None:
    """Counted by hand too: 6, 1 and 1 colours of a body of 3 materials; a lid of paper, or of the same; volumes."""
    expected = 0
    for length, width in product(range(101), range(101)):
        volumes = [min(1000, length * width * height // 1000) + 1 for height in range(101)]
        for colours, lids, thickness in ((6, 6, 2), (1, 7, 1), (1, 7, 5)) if length >= width else ():
            closed = lids * sum(volumes[21:]) if length + thickness <= 100 else 0
            expected += colours * (sum(volumes) + closed)
    found = engine_named("compiled").load(compiled("box").program).ask(CountSolutions(), UNLIMITED)
    assert (expected, True) == (found.number, found.exact)


def test_the_lightest_travelling_bicycle_weighs_what_is_published() -> None:
    program = compiled("travel-bike")
    weight = program.encoding.variable("total_weight")
    found = engine_named("cp_sat").load(program.program).ask(Minimise([Term(weight, 1)]), UNLIMITED)
    assert isinstance(found, Optimum)
    assert (1300, True) == (found.cost, found.proved)


@pytest.mark.parametrize("name", LARGE)
def test_a_large_model_has_a_product(name: str) -> None:
    assert isinstance(engine_named("cp_sat").load(compiled(name).program).ask(Solve(), UNLIMITED), Satisfiable)


def test_racks_grow_until_all_elements_have_a_place() -> None:
    demanded = {"num_a": 10, "num_b": 10}
    found = grown(catalog("unbounded-racks"), "frames", demanded, engine_named("cp_sat").load)
    assert found is not None
    assert 4 == found.bound
    values = found.compiled.encoding.read(found.witness)
    elements = [value for path, value in values.items() if path.endswith(".element")]
    assert [10, 10] == [elements.count("A"), elements.count("B")]


def test_rooms_of_a_person_grow_too() -> None:
    demanded = {"persons[1].long_things": 10, "persons[1].short_things": 10}
    found = grown(catalog("unbounded-house"), "persons.rooms", demanded, engine_named("cp_sat").load)
    assert found is not None
    assert 2 == found.bound


def test_every_catalog_is_asked() -> None:
    assert set(NAMES) == {*COUNTS, *LARGE, *SUMMED}
    assert set(SMALLER) <= set(NAMES)


def test_what_is_demanded_is_kept_by_the_engine() -> None:
    found = compiled("unbounded-racks")
    two = Assumptions(
        {found.encoding.variable("frames"): IntSet.of((2,)), found.encoding.variable("num_a"): IntSet.of((10,))}
    )
    assert isinstance(engine_named("cp_sat").load(found.program).ask(Solve(two), UNLIMITED), Satisfiable)


@pytest.mark.slow
def test_the_seats_of_the_olympic_bus_are_counted_right() -> None:
    """Published: 163 tourist buses, 48 of them with at least 31 seats. Counted by hand too: seats with a display."""
    program, slots = compiled("olympic-bus").program, compiled("olympic-bus").encoding
    tourist = {slots.variable("type"): IntSet.of((1,))}
    large = {**tourist, slots.variable("seat_count"): IntSet.between(31, 80)}
    solver = engine_named("compiled").load(program)
    expected = sum(
        comb(seats, displays) * 2**displays
        for players, seats in product(range(5), range(81))
        for displays in range(seats + 1)
        if 50 * players + 25 * seats + 15 * displays <= 2000 and players >= (displays > 0) + (displays > 20)
    )
    counts = [solver.ask(CountSolutions(Assumptions(given)), UNLIMITED).number for given in (tourist, large, {})]
    assert [163, 48, 163 + expected] == counts


@pytest.mark.slow
def test_the_tables_of_a_restaurant_are_counted_right() -> None:
    """Counted by hand too: sequences of up to a hundred tables of each kind for two hundred guests."""
    ways = [_sequences(places, 100, 200) for places in (range(3, 6), range(1, 3))]
    expected = sum(ways[0][places] * ways[1][200 - places] for places in range(201))
    found = engine_named("compiled").load(compiled("restaurant").program).ask(CountSolutions(), UNLIMITED)
    assert (expected, True) == (found.number, found.exact)


def _sequences(sizes: range, most: int, places: int) -> list[int]:
    """Return, by number of places, how many sequences of up to so many tables there are."""
    total, last = [1] + [0] * places, [1] + [0] * places
    for _ in range(most):
        last = [sum(last[places - size] for size in sizes if size <= places) for places in range(len(last))]
        total = [one + other for one, other in zip(total, last, strict=True)]
    return total
