"""The benchmark of endurance keeps running: each kind of request comes to what it should."""

import shutil
from pathlib import Path

import pytest

from configurator.engine import Engine
from configurator.shipped import shipped_folder
from tests.benchmarks import endurance, http


@pytest.mark.nightly
def test_a_mixture_of_requests_is_answered_or_refused(tmp_path: Path) -> None:
    for name in endurance.CATALOGS:
        shutil.copytree(shipped_folder("catalogs") / name, tmp_path / name)
    mixture = endurance.Mixture(Engine.open(tmp_path), walked=5)
    with http.serving(tmp_path, CONFIGURATOR_WRITE_RATE="1000000/minute") as (port, process):
        parts = list(endurance.measured(port, process, mixture, 100))
    outcomes = {kind for part in parts for kind in part.outcomes}
    assert {"200"} <= outcomes <= {"200", "201", "404", "422", "503", "left"}
    assert (endurance.PARTS, 100) == (len(parts), parts[-1].requests)
    assert {len(endurance.HEADINGS)} == {len(part.row(0)) for part in parts}
