"""Bounds grow one by one until a demand can be met; what cannot be asked is told."""

import pytest

from configurator.budget import Budget
from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.errors import InvalidRequest, Undecided
from configurator.owner.instance_bounds import grown, with_bound
from configurator.reading.files import Files
from configurator.solving.engines import engine_named

SHELF = """format: 1
catalog: shelf
features: {books: {type: integer, range: 0..100}, lamp: {type: boolean}}
structures:
  boards: {cardinality: 0..2, features: {room: {type: integer, range: 10..20, step: 5}}}
  light: {cardinality: 0..1, features: {warm: {type: boolean}}}
constraints:
  place: {require: books <= sum(b.room for b in boards), because: Books stand on boards.}
"""
LOAD = engine_named("cp_sat").load


@pytest.fixture
def shelf() -> Catalog:
    found, problems = load_catalog(Files({"catalog.yaml": SHELF.encode()}))
    assert found is not None, problems
    return found


@pytest.mark.parametrize(("books", "expected"), [(0, 2), (40, 2), (41, 3), (100, 5)])
def test_the_least_bound_that_suffices_is_found(shelf: Catalog, books: int, expected: int) -> None:
    found = grown(shelf, "boards", {"books": books}, LOAD)
    assert found is not None
    assert expected == found.bound


def test_a_demand_that_nothing_meets_ends_at_the_greatest_bound(shelf: Catalog) -> None:
    assert grown(shelf, "boards", {"books": 100}, LOAD, most=4) is None


def test_what_is_no_structure_no_path_or_no_value_is_told(shelf: Catalog) -> None:
    for structure, demanded in (("books", {"books": 1}), ("boards", {"book": 1}), ("boards", {"books": 101})):
        with pytest.raises(InvalidRequest):
            grown(shelf, structure, demanded, LOAD)
    with pytest.raises(InvalidRequest):
        with_bound(shelf, ("light",), 2)


def test_running_out_of_time_is_no_answer(shelf: Catalog) -> None:
    with pytest.raises(Undecided):
        grown(shelf, "boards", {"books": 41}, LOAD, budget=Budget(lambda: 1.0, 0.0))
