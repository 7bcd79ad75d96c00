"""Events are read exactly as written, and each wrong line is one problem that stops no other."""

import json
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
from configurator.metering.event_store import MeterQuery
from configurator.metering.limits import MOST_PROBLEMS
from configurator.metering.model import Event
from configurator.metering.usage_events import IngestionProgress, events_of_csv, events_of_lines, ingest
from configurator.problems import Problem, ProblemCode
from configurator.source import Location
from tests.metering.meters import ALL, END, START

GOOD = {"id": "1", "subject": "acme", "meter": "bytes", "time": "2026-01-05T10:00:00.000001+01:00", "quantity": "0.1"}


def one(**changes: object) -> Event | Problem:
    fields = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    (found,) = events_of_lines([json.dumps(fields).encode()], "e.jsonl", ALL)
    return found


def test_an_event_is_what_the_line_says() -> None:
    found = one()
    assert Event("1", "acme", "bytes", 1_767_603_600_000_001, Fraction(1, 10), {}) == found


def test_numbers_are_read_as_they_are_written() -> None:
    (found,) = events_of_lines([json.dumps(GOOD).replace('"0.1"', "0.100001").encode()], "e.jsonl", ALL)
    assert isinstance(found, Event)
    assert Fraction(100_001, 1_000_000) == found.quantity


def test_without_a_quantity_it_is_one() -> None:
    found = one(quantity=None)
    assert isinstance(found, Event)
    assert 1 == found.quantity


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": None}, "metering.bad-event"),
        ({"id": "x" * 201}, "metering.bad-event"),
        ({"subject": "a\nb"}, "metering.bad-event"),
        ({"meter": "byte"}, "metering.unknown-meter"),
        ({"meter": "calls"}, "metering.missing-dimension"),
        ({"time": "2026-01-05T10:00:00"}, "metering.bad-event"),
        ({"time": "yesterday"}, "metering.bad-event"),
        ({"time": "1969-12-31T23:59:59Z"}, "metering.bad-event"),
        ({"quantity": "0.0000001"}, "metering.bad-event"),
        ({"quantity": "1e18"}, "metering.bad-event"),
        ({"quantity": "1e999999999"}, "metering.bad-event"),
        ({"quantity": "NaN"}, "metering.bad-event"),
        ({"quantity": [1]}, "metering.bad-event"),
        ({"meter": "traffic", "quantity": "-1"}, "metering.bad-event"),
        ({"dimensions": {"region": True}}, "metering.bad-event"),
        ({"dimensions": {f"d{n}": "x" for n in range(51)}}, "metering.bad-event"),
        ({"price": "1"}, "metering.bad-event"),
    ],
)
def test_a_wrong_event_is_a_problem(changes: dict[str, object], code: str) -> None:
    found = one(**changes)
    assert isinstance(found, Problem), found
    assert code == str(found.code)


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b'"a"', b"\xff", b"[" * 60_000, b"x" * 70_000, b'{"id": "1", "id": "2"}']
)
def test_a_line_that_is_no_event_is_a_problem_and_the_next_one_is_read(line: bytes) -> None:
    wrong, good = events_of_lines([line, b"\n", json.dumps(GOOD).encode()], "e.jsonl", ALL)
    assert isinstance(wrong, Problem) and isinstance(good, Event)
    assert ("e.jsonl", 1) == (wrong.location.file, wrong.location.line)


def test_other_columns_of_a_table_are_dimensions() -> None:
    table = b"id,subject,meter,time,quantity,region\n1,acme,calls,2026-01-05T10:00:00Z,2,eu\n2,acme,calls,soon,2,eu\n"
    events, problems = events_of_csv(table, "e.csv", ALL)
    assert [{"region": "eu"}] == [event.dimensions for event in events]
    assert [("metering.bad-event", 3)] == [(str(problem.code), problem.location.line) for problem in problems]


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
        done: IngestionProgress = ingest([wrong] * (MOST_PROBLEMS + 5), ALL, store)
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
