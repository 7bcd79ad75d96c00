"""Profiles of the property tests: usual and quick ones, the same every time; a thorough, random one for the night."""

import pytest
from hypothesis import HealthCheck, settings

USUAL = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("usual", USUAL)
settings.register_profile("quick", USUAL, max_examples=10)
settings.register_profile("thorough", USUAL, derandomize=False, max_examples=2000)
PROFILES = ("quick", "usual", "thorough")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--profile", choices=PROFILES, default="usual", help="how long laws are tested")


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
