"""The benchmark of importers keeps running, without any assertion about time."""

import pytest

from tests.benchmarks import models
from tests.benchmarks.importing import Measured, measure, table


@pytest.mark.skipif(not models.present(), reason="the published files are not beside this checkout")
def test_a_model_is_measured_from_its_file_to_its_program() -> None:
    found = measure("splot_real-fm-15")
    assert (18, 16) == (found.features, found.constraints)
    assert found.seconds > 0


def test_measures_are_a_table() -> None:
    heading, line = table([Measured("van", 1.25, 1_500.4, 268, 332)]).splitlines()
    assert ["model", "seconds", "kB", "features", "constraints"] == heading.split()
    assert ["van", "1.25", "1,500", "268", "332"] == line.split()
