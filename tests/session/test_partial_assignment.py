from fractions import Fraction

import pytest

from configurator.catalog.feature_values import Given
from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.program.intset import IntSet
from configurator.session import Choices
from tests.session.shop import session


def test_choices_become_literals_in_their_order() -> None:
    assignment = session({"trim": "luxury", "cells[b].memory": 3}, cells=("a", "b")).assignment
    variable = assignment.compiled.encoding.variable
    assert list(assignment.wanted) == ["trim", "cells[b].memory"]
    assert assignment.narrowed() == {variable("trim"): IntSet.of((2,)), variable("cells[2].memory"): IntSet.of((3,))}
    assert assignment.narrowed("trim") == {variable("cells[2].memory"): IntSet.of((3,))}
    assert list(assignment.wanted_without(["trim"])) == ["cells[b].memory"]


def test_names_are_shared_while_no_id_changes() -> None:
    assignment = session().assignment
    assert assignment.with_choices(Choices({"apps": True})).naming is assignment.naming
    assert assignment.with_choices(Choices({}, {"cells": ("x",)})).naming is not assignment.naming


def test_a_value_that_can_never_be_is_no_literal() -> None:
    with pytest.raises(InvalidRequest, match="ports has no value 3"):
        session().assignment.literal("ports", 3)


@pytest.mark.parametrize(
    ("path", "given", "value"),
    [
        ("paint", "red", "red"),
        ("apps", "true", True),
        ("ports", "4", 4),
        ("cable", "150 cm", Fraction(3, 2)),
        ("cable", 1, Fraction(1)),
        ("cells", "2", 2),
        ("kit", "false", False),
        ("kit", True, True),
    ],
)
def test_values_are_read_as_people_write_them(path: str, given: Given, value: FeatureValue) -> None:
    found = session().assignment.checked(path, given)  # type: ignore[arg-type]
    assert (value, type(value)) == (found, type(found))


@pytest.mark.parametrize(
    ("path", "given", "meant"),
    [
        ("paint", "rad", "did you mean .red.?"),
        ("ports", 3, "the nearest are 2 and 4"),
        ("cells", 4, "cells: 4 is outside the range; expected a number of instances from 1 to 3"),
        ("cells", True, "expected a number of instances from 1 to 3"),
        ("kit", 2, "does not say whether it is there; expected true or false"),
    ],
)
def test_what_is_no_value_is_told_with_what_would_be_one(path: str, given: Given, meant: str) -> None:
    with pytest.raises(InvalidRequest, match=meant) as caught:
        session().assignment.checked(path, given)  # type: ignore[arg-type]
    assert path == caught.value.field


def test_a_part_that_is_always_there_cannot_be_left_out() -> None:
    text = "structures:\n  base: {cardinality: 1, features: {legs: {type: boolean}}}\n"
    with pytest.raises(InvalidRequest, match="it is always there; expected true"):
        session(text=text).choose("base", False)
    assert len(session({"base": True}, text=text).states().structures) == 1


def test_all_choices_stand_when_they_go_together() -> None:
    assignment = session({"apps": True, "paint": "red"}).assignment
    assert assignment.consistent_prefix() == (assignment.choices, True)


def test_the_longest_run_of_first_choices_stands_when_they_clash() -> None:
    assignment = session({"ports": 2, "paint": "red", "trim": "basic", "apps": True, "cells": 2}).assignment
    assert assignment.consistent_prefix() == (Choices({"ports": 2, "paint": "red"}), False)


def test_nothing_stands_when_the_first_choice_has_no_product() -> None:
    text = "features:\n  a: {type: boolean}\nconstraints:\n  never: {require: 'not a', because: so}\n"
    assert session({"a": True}, text=text).assignment.consistent_prefix() == (Choices(), False)


def test_so_many_first_choices_are_looked_at() -> None:
    assignment = session({"apps": True, "trim": "luxury"}).assignment
    assert assignment.is_consistent(first=1)
    assert not assignment.is_consistent()
