"""Benchmarks keep running: a few clicks on every shipped catalog, without any assertion about time."""

from pathlib import Path

import pytest

from configurator.engine import Engine, EvaluationRequest
from tests.benchmarks import evaluations
from tests.benchmarks.clicks import HEADINGS, Click, Walk, percentile, shipped_catalogs, table, walk


@pytest.mark.parametrize("folder", shipped_catalogs(), ids=lambda folder: folder.name)
def test_a_short_walk_measures_every_click(folder: Path) -> None:
    found = walk(folder, clicks=2)
    assert folder.name == found.catalog
    assert len(found.clicks) == 2
    assert all(click.states > 0 and click.completion > 0 for click in (found.first, *found.clicks))


def test_a_walk_of_evaluations_prices_every_option() -> None:
    request = EvaluationRequest("bmw_x3", evaluations.STARTS[1][1], seconds=None)
    found = evaluations.walk(Engine.open(now=lambda: 0.0), request, clicks=1)
    assert 2 == len(found)
    assert all(each.priced > 30 and not each.undecided for each in found)
    assert ("bmw_x3", "nothing") == evaluations.row(request, found)[:2]


def test_the_table_has_a_line_for_each_catalog_in_milliseconds() -> None:
    click = Click(states=0.25, completion=0.125, undecided=1)
    heading, row = table([Walk("van", 0.5, click, (click, click))]).splitlines()
    assert all(name in heading for name in HEADINGS)
    assert ["van", "500.0", "250.0", "250.0", "250.0", "125.0", "125.0", "3"] == row.split()


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert 3.0 == percentile([4.0, 1.0, 3.0, 2.0, 5.0], 50)
    assert 5.0 == percentile([4.0, 1.0, 3.0, 2.0, 5.0], 99)
    assert 0.0 == percentile([], 50)
