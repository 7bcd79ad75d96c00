"""Many events go into a store batch by batch; killed anywhere and begun again, nothing is lost or counted twice."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings

from configurator.metering.backends.duckdb import DuckDbEvents
from configurator.metering.ingest import Ingested, ingest
from configurator.metering.limits import MOST_PROBLEMS
from configurator.metering.model import Event
from configurator.metering.port import MeterQuery
from configurator.problems import Problem, ProblemCode
from configurator.source import Location
from tests.metering.meters import ALL, END, START

WORKER = textwrap.dedent(
    """
    import sys
    from fractions import Fraction
    from pathlib import Path
    from configurator.metering.backends.duckdb import DuckDbEvents
    from configurator.metering.model import Event
    from tests.metering.meters import ALL, START

    first, number = int(sys.argv[2]), int(sys.argv[3])
    with DuckDbEvents(Path(sys.argv[1])) as store:
        for begin in range(first, number, 50):
            batch = [Event(f"e{n}", "acme", "bytes", START + n, Fraction(n, 8), {}) for n in range(begin, begin + 50)]
            store.add(batch, ALL)
            print(begin + 50, flush=True)
    """
)


def events(number: int) -> list[Event]:
    return [Event(f"e{n}", "acme", "bytes", START + n, Fraction(n, 8), {}) for n in range(number)]


def test_batches_are_told_when_they_are_safe() -> None:
    told: list[int] = []
    with DuckDbEvents() as store:
        done = ingest(events(25), ALL, store, batch=10, progress=lambda so_far: told.append(so_far.seen))
        assert [10, 20, 25] == told
        assert (25, 0) == (done.added, done.repeated)
        assert (0, 25) == ((again := ingest(events(25), ALL, store)).added, again.repeated)


def test_problems_are_counted_and_the_first_of_them_kept() -> None:
    wrong = Problem(ProblemCode("a.b", "x"), Location("e", 1, 1), "", "wrong")
    with DuckDbEvents() as store:
        done: Ingested = ingest([wrong] * (MOST_PROBLEMS + 5), ALL, store)
    assert (MOST_PROBLEMS + 5, MOST_PROBLEMS) == (done.wrong, len(done.problems))


@pytest.mark.slow
def test_a_worker_killed_at_random_points_loses_nothing_and_counts_nothing_twice(tmp_path: Path) -> None:
    """200 kills in the thorough profile, a few in the usual one."""
    kills, random, store = max(4, settings().max_examples // 10), Random(3), tmp_path / "events.db"
    acknowledged, killed = 0, 0
    while killed < kills:
        first = random.randrange(0, acknowledged + 1, 50)
        acknowledged = max(acknowledged, _killed(store, first, random.uniform(0.25, 0.9)))
        killed += 1
        _holds_all(store, acknowledged)
    assert acknowledged


def _killed(store: Path, first: int, seconds: float) -> int:
    """Run a worker from an event on, kill it after some time, and return the last event it was told is safe."""
    command = [sys.executable, "-c", WORKER, str(store), str(first), str(first + 1_000_000)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    ) as worker:
        assert worker.stdout is not None
        line = worker.stdout.readline()
        time.sleep(seconds / 4)
        worker.send_signal(signal.SIGKILL)
        lines = [line, *worker.stdout.readlines()]
    return max((int(each) for each in lines if each.endswith(b"\n")), default=0)


def _holds_all(path: Path, acknowledged: int) -> None:
    with DuckDbEvents(path) as store:
        (found,) = store.read([MeterQuery(ALL.meters["bytes"], START, END)], ALL.time_zone)
        held = store._connection.execute("SELECT COUNT(*), COUNT(DISTINCT event_id) FROM usage_event").fetchone()
    assert held is not None
    assert held[0] == held[1] >= acknowledged
    assert Fraction(held[0] * (held[0] - 1), 16) == found.quantity
