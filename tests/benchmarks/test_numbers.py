"""The benchmark of wide numbers runs, and measures what its targets speak of."""

from tests.benchmarks.numbers import measured


def test_a_pane_is_measured() -> None:
    figures = measured("pane", seeds=1, sample=2)
    assert ["load", "first states and price", "click with prices, p50 of 8", "the same, greatest"] == [
        figure.what for figure in figures
    ]
    assert all(figure.reached is not None for figure in figures)
