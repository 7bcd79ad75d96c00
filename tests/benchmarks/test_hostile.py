"""The benchmark of hostile clients keeps running: signs of life come, and whoever is refused is told so."""

import shutil
from pathlib import Path

import pytest

from configurator.engine import Engine
from configurator.shipped import shipped_folder
from tests.benchmarks import hostile, http, overload


@pytest.mark.slow
def test_hostile_searches_leave_signs_of_life(tmp_path: Path) -> None:
    for name in (hostile.OTHER, hostile.ATTACKED):
        shutil.copytree(shipped_folder("catalogs") / name, tmp_path / name)
    others = overload.questions(Engine.open(tmp_path), hostile.OTHER, 10, clients=1)
    with http.serving(tmp_path, CONFIGURATOR_PROXIES="127.0.0.1") as (port, _):
        alone, attacked = hostile.measured(port, others, 1.0, hostile.attackers(20, addresses=1))
    for phase in (alone, attacked):
        assert {200} == {reply.status for reply in phase.of(hostile.HEALTH.path)}
        assert {200, 503} >= {*phase.replies.outcomes()}
        assert len(hostile.HEADINGS) == len(phase.row())
    assert attacked.attack["busy"] >= 1
