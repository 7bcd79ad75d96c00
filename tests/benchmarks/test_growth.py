"""The benchmark of growth plans keeps running, without any assertion about time."""

from tests.benchmarks.growth import measure


def test_a_small_comparison_is_measured() -> None:
    found = measure(months=3, scenarios=2)
    assert found.comparison > 0
    assert found.statement > 0
