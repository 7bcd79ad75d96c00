import pytest

from configurator.errors import InvalidRequest
from configurator.program.intset import IntSet
from configurator.session import Choices
from tests.session.shop import session


def test_choices_become_literals_in_their_order() -> None:
    inquiry = session({"trim": "luxury", "cells[b].memory": 3}, cells=("a", "b")).asked
    variable = inquiry.compiled.encoding.variable
    assert list(inquiry.wanted) == ["trim", "cells[b].memory"]
    assert inquiry.narrowed() == {variable("trim"): IntSet.of((2,)), variable("cells[2].memory"): IntSet.of((3,))}
    assert inquiry.narrowed("trim") == {variable("cells[2].memory"): IntSet.of((3,))}
    assert list(inquiry.wanted_without(["trim"])) == ["cells[b].memory"]


def test_names_are_shared_while_no_id_changes() -> None:
    inquiry = session().asked
    assert inquiry.with_choices(Choices({"apps": True})).naming is inquiry.naming
    assert inquiry.with_choices(Choices({}, {"cells": ("x",)})).naming is not inquiry.naming


def test_a_value_that_can_never_be_is_no_literal() -> None:
    with pytest.raises(InvalidRequest, match="ports has no value 3"):
        session().asked.literal("ports", 3)
