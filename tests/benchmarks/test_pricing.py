"""The benchmark of prices keeps running, without any assertion about time."""

from tests.benchmarks.pricing import Figure, measured, table


def test_every_figure_is_measured() -> None:
    found = list(measured(rounds=1, rows=(10,)))
    names = [each.name for each in found if not each.name.startswith("zen")]
    assert ["look-up in 10 rows", "quote of 20 lines", "its neighbour, 20 lines"] == names[:3]
    assert all(each.seconds > 0 for each in found)


def test_the_table_shows_each_figure_with_its_bound() -> None:
    heading, row = table(iter([Figure("quote", 0.002, 0.001)]))
    assert ["what", "measured", "at", "most"] == heading.split()
    assert ["quote", "2.00", "ms", "1.00", "ms"] == row.split()
