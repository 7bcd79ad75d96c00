"""Profiles of the property tests: the usual one, the same every time, and a thorough and random one for the night."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("usual", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--profile", choices=("usual", "thorough"), default="usual", help="how long laws are tested")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile(str(config.getoption("--profile")))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let laws take as long as they need at night."""
    if config.getoption("--profile") == "thorough":
        for item in items:
            item.add_marker(pytest.mark.timeout(0))
