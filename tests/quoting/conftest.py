"""Quotes that the engine drew up over the shop of lamps, for tests that prove them again."""

import pytest

from configurator.engine import Engine
from tests.api.conftest import served as served
from tests.offering.shop import written
from tests.quoting.proved import Proof


@pytest.fixture(scope="session")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Proof:
    """A quote of two items from real files, and the engine that verifies it."""
    return Proof.of(Engine.open(*written(tmp_path_factory.mktemp("lamps")), now=lambda: 0.0))
