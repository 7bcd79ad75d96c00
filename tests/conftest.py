"""Profiles of the property tests: usual and quick ones, the same every time; a thorough, random one for the night.

A law that takes long for an example gets a share of a profile's examples: `tests.examples.share`.
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

USUAL = settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("usual", USUAL)
settings.register_profile("quick", USUAL, max_examples=10)
settings.register_profile("thorough", USUAL, derandomize=False, max_examples=2000)
PROFILES = ("quick", "usual", "thorough")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--profile", choices=PROFILES, default="usual", help="how long laws are tested")


@pytest.fixture(scope="session", autouse=True)
def _own_user_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep nothing in the cache of whoever runs the tests, and read nothing from it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("user_cache")))
        yield


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile(str(config.getoption("--profile")))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let laws take as long as they need at night, and leave to the night what takes too long by day."""
    at_night = config.getoption("--profile") == "thorough"
    for item in items:
        if at_night:
            item.add_marker(pytest.mark.timeout(0))
        elif item.get_closest_marker("nightly"):
            item.add_marker(pytest.mark.skip(reason="runs at night: pytest --profile thorough"))
