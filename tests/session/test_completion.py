from itertools import pairwise

from configurator.budget import UNLIMITED
from configurator.configuration import Provenance
from configurator.session import Session
from configurator.session.completion import cheapest_solution, configuration_of, default_solution, neighbour_of
from configurator.solving.engines import engine_named
from configurator.solving.port import Assumptions, SampleSolutions
from tests.session.shop import compiled, session


def test_every_value_says_who_decided_it() -> None:
    found = session({"apps": True}).complete()
    assert found is not None
    expected = {"apps": Provenance.CHOSEN, "navigation": Provenance.IMPLIED, "paint": Provenance.DEFAULT}
    assert expected == {path: found.provenance[path] for path in expected}


def test_defaults_hold_where_nothing_forbids_them() -> None:
    found = session({"navigation": True}).complete()
    assert found is not None
    assert (found.values["screen"], found.values["ports"]) == ("wide", 4)


def test_what_is_absent_has_no_entry_and_a_missing_part_is_said_to_be_missing() -> None:
    found = session({"ports": 0}).complete()
    assert found is not None
    assert not {"cable", "screen", "kit.model", "cells[c2].memory"} & set(found.values)
    assert False is found.values["kit"]


def test_values_come_in_the_order_of_the_catalog_and_with_its_digest() -> None:
    found = session({"kit": True}).complete()
    assert found is not None
    expected = ["trim", "paint", "apps", "navigation", "ports", "cable", "cells", "cells[c1].memory", "cells[c1].hot"]
    assert [*expected, "kit", "kit.model"] == list(found.values)
    assert (compiled().catalog.id, compiled().catalog.digest) == (found.catalog, found.catalog_digest)


def test_choices_without_a_product_have_no_completion() -> None:
    assignment = session({"apps": True, "trim": "luxury"}).assignment
    assert default_solution(assignment) is None
    assert cheapest_solution(assignment, ()) is None


def test_engines_complete_alike() -> None:
    text = "features:\n  a: {options: {x: X, y: Y, z: Z}, default: y}\n  b: {type: integer, range: 0..3, default: 2}\n"
    text += "constraints:\n  no: {forbidden: {columns: [a, b], rows: [[y, 2]]}, because: so}\n"
    found = [
        Session.open(compiled(text), engine_named(name).load(compiled(text).program)).complete()
        for name in ("cp_sat", "python_constraint", "brute_force")
    ]
    assert found[0] is not None
    assert found[0].values == {"a": "y", "b": 0}
    assert found[0] == found[1] == found[2]


def test_a_neighbour_is_read_as_any_other_solution() -> None:
    found = session({"apps": True})
    drawn = found.solver.ask(
        SampleSolutions(Assumptions(found.standing_assignment.narrowed()), number=30, seed=7), UNLIMITED
    ).solutions
    for before, after in pairwise(drawn):
        base = configuration_of(found.standing_assignment, before), before
        for path, value in configuration_of(found.standing_assignment, after).values.items():
            assignment = found.standing_assignment.with_choices(found.standing_assignment.choices.choosing(path, value))
            expected = configuration_of(assignment, after)
            neighbour = neighbour_of(found.standing_assignment, path, base, after)
            assert neighbour is None or expected == neighbour
            assert neighbour is None or list(expected.values) == list(neighbour.values)
