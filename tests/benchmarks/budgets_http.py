"""Do budgets hold over HTTP? Every route about random hard catalogs, and the processor time of the service and worker.

Run `python -m tests.benchmarks.budgets_http [catalogs [seconds]]`; `--folder PATH` asks about the catalogs below a
folder instead, `--first SEED` begins later. The start of a worker process, and its reading of files, are not counted.
Budgets go by processor time here, so that a busy machine does not end answers early.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time

from configurator_api.app import create_app
from configurator_api.search_messages import SearchQuestion, WorkerSettings
from configurator_api.search_processes import SearchProcess, SearchProcesses
from configurator_api.searches import digests_of
from configurator_api.service_context import Settings
from fastapi.testclient import TestClient

from configurator import storage as stores
from configurator.budget import Budget
from configurator.engine import Engine
from tests.api.service import NOW
from tests.benchmarks.budgets import Subject, Use, is_broken, subjects_of, table

WORKER = """
from time import process_time
from configurator.engine import Engine
from configurator_api import search_worker

def opened(settings):
    return Engine.open(settings.catalogs, settings.books, engine=settings.engine, now=process_time)

search_worker.opened = opened
search_worker.main()
"""
TICKS = os.sysconf("SC_CLK_TCK")
GOALS = ("best", "front")


@dataclass(slots=True)
class Workers:
    """The processor time and the memory of a pool's processes, those that have ended included."""

    pool: SearchProcesses

    def used(self) -> float:
        """Return the processor seconds of all processes so far."""
        living = sum(map(_processor_seconds, self._pids()))
        ended = os.times()
        return living + ended.children_user + ended.children_system

    def megabytes(self) -> float:
        """Return the most that a living process has held."""
        return max(map(_peak_megabytes, self._pids()), default=0.0)

    def start(self, engine: Engine, subject: Subject) -> None:
        """Start a process that has read the files of a catalog, unless there is one; that is not counted."""
        if not self.pool._idle:
            digests = digests_of(engine, "evaluate", subject.id)
            question = SearchQuestion("evaluate", subject.id, digests, "{}", NOW.isoformat(), 0)
            try:
                self.pool.answer(question, Budget(monotonic).at_most(0.0))
            except Exception as error:
                print(f"started: {error}", file=sys.stderr)

    def _pids(self) -> list[int]:
        return [each._process.pid for each in (*self.pool._idle, *self.pool._busy)]


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _peak_megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def bodies_of(subject: Subject, engine: Engine) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield the routes below a catalog, with what is asked of each."""
    aim = {"goals": [{"sense": "most", "expression": subject.goal}]}
    yield "evaluate", {}
    yield "evaluate cheapest", {"cheapest": True}
    yield "explain", {"path": next(iter(engine.outline(subject.id).root.members))}
    yield "conflicts", {}
    yield "range", {"options": True, "builds": 2}
    yield "best", aim
    yield "front", aim


def ask_all(subject: Subject, seconds: float, folder: Path) -> Iterator[Use]:
    """Ask a service everything about a catalog; yield what each question took, of the service or of its worker."""
    engine = subject.open(process_time)
    SearchProcess.PROGRAM = ("-c", WORKER)
    pool = SearchProcesses(WorkerSettings(str(subject.catalogs), str(subject.books), "compiled", None, False), most=1)
    workers = Workers(pool)
    settings = Settings(lambda: NOW, evaluate_rate="100000/minute", most_seconds=seconds, page_seconds=seconds)
    with stores.open(f"sqlite:///{folder / 'test.db'}", create=True) as storage:
        client = TestClient(
            create_app(engine, storage, settings=settings, searches=pool), raise_server_exceptions=False
        )
        for name, body in (*bodies_of(subject, engine), ("page", {})):
            workers.start(engine, subject)
            before, began = workers.used(), process_time()
            if name == "page":
                response = client.get(f"/shop/{subject.id}")
            else:
                content = json.dumps({**body, "seconds": seconds})
                url = f"/v1/catalogs/{subject.id}/{name.partition(' ')[0]}"
                response = client.post(url, content=content, headers={"content-type": "application/json"})
            here, there = process_time() - began, workers.used() - before
            outcome = "answered" if response.status_code == 200 else f"refused: {response.status_code}"
            if response.status_code == 503 or '"undecided":true' in response.text:
                outcome = "undecided"
            elif response.status_code >= 500 and "cannot be used" not in response.text:
                outcome = f"broken: {response.status_code} {response.text[:200]}"
            where = f"service {here:.2f} s, worker {there:.2f} s"
            megabytes = max(workers.megabytes(), _peak_megabytes(os.getpid()))
            yield Use(name, subject.id, max(here, there), megabytes, outcome, where)
    pool.close()


def main(arguments: Sequence[str]) -> None:
    """Ask, and print the table and what broke its budget; fail if anything did."""
    parser = argparse.ArgumentParser()
    parser.add_argument("catalogs", type=int, nargs="?", default=5)
    parser.add_argument("seconds", type=float, nargs="?", default=2.0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args(arguments)
    uses: list[Use] = []
    with TemporaryDirectory() as folder:
        for number, subject in enumerate(subjects_of(given.folder, Path(folder), given.first, given.catalogs)):
            print(subject.id, end=" ", file=sys.stderr, flush=True)
            own = Path(folder) / f"database_{number}"
            own.mkdir()
            uses += ask_all(subject, given.seconds, own)
    print(table(uses, given.seconds))
    broken = [use for use in uses if is_broken(use, given.seconds)]
    print(*broken, sep="\n")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main(sys.argv[1:])
