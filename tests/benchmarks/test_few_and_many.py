"""The benchmark of few products and of like instances runs, and measures what its targets speak of."""

from tests.benchmarks.few_and_many import prices_of_variants, range_of_products


def test_small_ones_are_measured() -> None:
    figures = [*prices_of_variants(50), *range_of_products(1.0, 2, 3)]
    assert ["load", "prices of all options", "range, exact"] == [figure.what for figure in figures]
    assert all(figure.reached is not None for figure in figures)
    assert figures[-1].baseline is not None
