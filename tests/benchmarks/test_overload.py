"""The benchmark of overload keeps running: every request has an outcome, and every refusal says when to come back."""

from pathlib import Path
from shutil import copytree

from configurator.engine import Engine
from configurator.shipped import shipped_folder
from tests.benchmarks import http, overload


def test_four_times_too_much_is_answered_or_refused(tmp_path: Path) -> None:
    copytree(shipped_folder("catalogs") / "bmw_x3", tmp_path / "bmw_x3")
    asked = overload.questions(Engine.open(tmp_path), "bmw_x3", 40, clients=3)
    with http.serving(tmp_path, CONFIGURATOR_PROXIES="127.0.0.1") as (port, _):
        found = overload.measured(port, asked, alone=10, seconds=1.0)
    assert {200} == {*found.alone.outcomes()} == {*found.after.outcomes()}
    assert 0 == found.other
    refusals = [reply for reply in found.loaded.each if reply.status == 503]
    assert all(int(reply.retry_after) >= 1 for reply in refusals)
    assert len(overload.HEADINGS) == len(found.row())
