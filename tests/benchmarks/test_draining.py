"""A service that is told to end answers everything that it has accepted."""

import asyncio
import shutil
from pathlib import Path

import pytest

from configurator.shipped import shipped_folder
from tests.benchmarks import draining, http


@pytest.mark.slow
def test_sigterm_under_load_cuts_nothing_off(tmp_path: Path) -> None:
    for name in draining.CATALOGS:
        shutil.copytree(shipped_folder("catalogs") / name, tmp_path / name)
    asked = draining.questions(2)
    with http.serving(tmp_path, CONFIGURATOR_PROXIES="127.0.0.1") as (port, process):
        found = asyncio.run(draining.drained(port, process, asked))
    outcomes = found.replies.outcomes()
    assert {200, 503} >= {*outcomes}
    assert len(asked) == sum(outcomes.values())
    assert len(draining.HEADINGS) == len(found.row())
