"""An engine over the small shop of lamps."""

from pathlib import Path

import pytest

from configurator.engine import Engine
from tests.api.conftest import served as served
from tests.offering.shop import written


@pytest.fixture(scope="session")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("lamps")
    return Engine.open(*written(folder), now=lambda: 0.0)
