"""What is clicked becomes the address after it."""

import pytest
from configurator_api.web.actions import after, asked_for
from configurator_api.web.address import read_address

from configurator.budget import UNLIMITED
from configurator.errors import InvalidRequest
from tests.api.service import engine


def _after(catalog: str, query: list[tuple[str, str]], action: tuple[str, str], amount: str = "") -> str:
    address = read_address(catalog, [*query, ("locale", "en")])
    session = engine().session(catalog, address.choices)
    return after(address, action, amount, session, UNLIMITED).url()


def test_the_first_action_of_a_query_is_done() -> None:
    assert ("set", "paint:blue") == asked_for([("c", "a:b"), ("set", "paint:blue"), ("drop", "a")])
    assert None is asked_for([("c", "a:b")])


def test_a_choice_is_made_and_taken_back() -> None:
    assert "/shop/bmw_x3?c=paint:jet_black" == _after("bmw_x3", [], ("set", "paint:jet_black"))
    assert "/shop/bmw_x3" == _after("bmw_x3", [("c", "paint:jet_black")], ("drop", "paint"))


def test_a_number_is_taken_from_its_field() -> None:
    assert "/shop/modular_server?c=power_supplies:4" == _after("modular_server", [], ("set", "power_supplies"), " 4 ")


def test_an_instance_too_many_asks_why() -> None:
    full = [("c", "cells:16")]
    with pytest.raises(InvalidRequest) as refused:
        _after("modular_server", full, ("set", "cells:17"))
    assert "16" in str(refused.value)


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="there is no action 'fly'"):
        _after("bmw_x3", [], ("fly", "paint"))
