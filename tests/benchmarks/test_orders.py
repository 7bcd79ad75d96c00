"""The benchmark of orders keeps running, without any assertion about time."""

from tests.benchmarks.orders import measured, table


def test_every_figure_is_measured() -> None:
    heading, *rows = table(measured(rounds=1, items=3))
    assert ["what", "measured", "at", "most"] == heading.split()
    assert ["order rules over 3 items", "3 different items priced"] == [row[:36].strip() for row in rows]
