"""Contracts for one configuration."""

from datetime import date
from fractions import Fraction

import pytest

from configurator.contracts.configured import for_configuration
from configurator.contracts.model import Level, LevelKind
from configurator.engine import Ask, Engine
from configurator.errors import InvalidRequest
from configurator.session import Choices
from tests.contracts.offers import shipped

ENGINE = Engine.open(now=lambda: 0.0)
INSTALLED, RIGHTS = (Level("cores", kind) for kind in (LevelKind.INSTALLED, LevelKind.RIGHTS))


@pytest.mark.slow
def test_installed_cores_and_rights_are_those_of_the_configuration() -> None:
    ask = Ask("modular_server", date(2026, 1, 1), Choices({"cells": 4, "core_rights": 6}), differences=False)
    configuration = ENGINE.evaluate(ask).configuration
    assert configuration is not None
    offer = ENGINE.offers.offer("modular_server_plans")
    found = for_configuration(offer, ENGINE.outline("modular_server"), configuration)
    assert (Fraction(16), Fraction(6)) == (found.levels[INSTALLED], found.levels[RIGHTS])
    assert 16 == found.resources["cores"].most == found.levels_of(found.contracts["outright"])[RIGHTS]
    with pytest.raises(InvalidRequest, match="for the catalog"):
        for_configuration(shipped("hp_superdome"), ENGINE.outline("modular_server"), configuration)


def test_a_catalog_knows_its_offers() -> None:
    assert ("modular_server_plans",) == ENGINE.offers.for_catalog("modular_server")
    assert () == ENGINE.offers.for_catalog("bmw_x3")
