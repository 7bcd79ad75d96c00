"""The table of all figures: targets that are met and missed, and groups by name."""

import pytest

from tests.benchmarks.__main__ import GROUPS, main
from tests.benchmarks.figures import Figure, table
from tests.benchmarks.reading_models import MODELS


def test_a_figure_says_whether_its_target_is_met() -> None:
    assert Figure("van", "click", 2.0, 1.0).met
    assert not Figure("van", "requests", 400.0, 200.0, "/s", less=False).met
    assert Figure("van", "click", 2.0, None).met is None
    assert Figure("van", "click", None, 2.0).met is None


def test_the_ratio_is_that_of_the_baseline() -> None:
    found = table([Figure("van", "click", 2.0, 0.5, baseline=600.0, beside="SAT", kilobytes=13.4)]).splitlines()[1]
    assert ["van", "click", "≤", "2", "ms", "0.5", "ms", "yes", "SAT", "600", "ms", "1,200", "13"] == found.split()


def test_a_group_that_is_unknown_is_told_with_those_there_are() -> None:
    with pytest.raises(SystemExit, match="vans: not a group; groups are renault_big, "):
        main(["vans"])


@pytest.mark.skipif(not (MODELS / "truth.json").is_file(), reason="the published files are not beside this checkout")
def test_a_small_group_has_all_its_figures() -> None:
    found = {figure.what: figure for figure in GROUPS["clib_pc"]()}
    assert found["counts exact, of 1"].met
    assert (found["click p99"].kilobytes or 0) > 1
