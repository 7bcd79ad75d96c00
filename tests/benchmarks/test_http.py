"""The benchmark of the service keeps running: a few clicks, without any assertion about time."""

from datetime import date
from itertools import islice
from pathlib import Path
from shutil import copytree

from configurator.engine import Engine, EvaluationRequest
from configurator.shipped import shipped_folder
from tests.benchmarks import http


def test_the_same_clicks_are_put_to_the_engine_and_to_the_service(tmp_path: Path) -> None:
    copytree(shipped_folder("catalogs") / "aeron", tmp_path / "aeron")
    engine = Engine.open(tmp_path)
    requests = list(islice(http.walk_requests(engine, EvaluationRequest("aeron", date(2026, 3, 1), seconds=None)), 6))
    assert 6 == len({http.body_of(request) for request in requests})
    with http.serving(tmp_path) as (port, process):
        row = http.compare(engine, requests, port, process)
    assert ("aeron", "6") == row[:2]
    assert len(http.HEADINGS) == len(row)
