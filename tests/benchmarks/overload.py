"""Four times as much as a catalog can answer: what is accepted, how long that takes, and how soon the rest is refused.

Run `python -m tests.benchmarks.overload [--seconds N] [--clients N] [catalog ...]`, on a machine that does nothing
else. The service runs in a process of its own, the load generator on one processor, and every request asks something
else. First one connection asks, one request after the other: `unloaded`. Then requests leave evenly at four times the
rate of that, whatever the answers; `recovered` are the first requests after it, again one after the other.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from configurator.engine import Engine, EvaluationRequest
from configurator.shipped import shipped_folder
from tests.benchmarks import evaluations, http
from tests.benchmarks.clicks import percentile, set_out
from tests.benchmarks.load import Question, Replies, at_rate, one_by_one, pinned, sent

CATALOGS = ("bmw_x3", "modular_server")
TIMES_OVER = 4.0
SECONDS = 20.0
CLIENTS = 8
"""Addresses that requests seem to come from, in turn."""
DIFFERENT = 500
"""Questions that are asked in turn: far more than answers are remembered."""
ALONE = 100
AFTER = 20
HEADINGS = (
    "catalog",
    "unloaded p50",
    "p99",
    "sent/s",
    "accepted/s",
    "refused",
    "other",
    "accepted p50",
    "p99",
    "of unloaded p99",
    "refused p50",
    "p99",
    "most",
    "Retry-After",
    "recovered p99",
    "first",
    "generator late p99",
    "processor",
)


@dataclass(frozen=True, slots=True)
class Overload:
    """The replies without load, with too much, and right after it; the rate at which requests were sent."""

    catalog: str
    alone: Replies
    rate: float
    loaded: Replies
    after: Replies

    @property
    def other(self) -> int:
        """Replies that are neither answers nor refusals."""
        return sum(number for status, number in self.loaded.outcomes().items() if status not in (200, 503))

    def row(self) -> tuple[str, ...]:
        """Return one line of the table; times are milliseconds."""
        alone, accepted, refused = self.alone.seconds(200), self.loaded.seconds(200), self.loaded.seconds(503)
        after, outcomes = self.after.seconds(200), self.loaded.outcomes()
        said = {reply.retry_after for reply in self.loaded.each if reply.status == 503}
        lasted = len(self.loaded.each) / self.rate
        return (
            self.catalog,
            *_milliseconds(percentile(alone, 50), percentile(alone, 99)),
            f"{self.rate:,.0f}",
            f"{outcomes.get(200, 0) / lasted:,.1f}",
            str(outcomes.get(503, 0)),
            str(self.other),
            *_milliseconds(percentile(accepted, 50), percentile(accepted, 99)),
            f"{percentile(accepted, 99) / percentile(alone, 99):.2f}",
            *_milliseconds(percentile(refused, 50), percentile(refused, 99), max(refused)),
            " ".join(sorted(said)) or "–",
            *_milliseconds(percentile(after, 99), after[0]),
            *_milliseconds(self.loaded.late()),
            f"{self.loaded.generator:.0%}",
        )


def _milliseconds(*seconds: float) -> tuple[str, ...]:
    return tuple(f"{1000 * each:,.1f}" for each in seconds)


def questions(engine: Engine, catalog: str, number: int, clients: int) -> list[Question]:
    """Return so many different evaluations of a catalog, of random walks, from so many addresses in turn."""
    on, choices = next((on, choices) for name, on, choices in evaluations.STARTS if name == catalog)
    requests = islice(http.walk_requests(engine, EvaluationRequest(catalog, on, choices, seconds=10.0)), number)
    path = f"/v1/catalogs/{catalog}/evaluate"
    return [
        Question(path, http.body_of(request), client=f"10.0.0.{place % clients}")
        for place, request in enumerate(requests)
    ]


def measured(port: int, asked: Sequence[Question], *, alone: int, seconds: float) -> Overload:
    """Ask a service without load, with four times what it answers then, and right after that."""
    catalog, again = asked[0].path.split("/")[3], cycle(asked)
    sent(one_by_one(port, islice(again, alone // 5)))
    unloaded = sent(one_by_one(port, islice(again, alone)))
    rate = TIMES_OVER * alone / sum(unloaded.seconds(200))
    loaded = sent(at_rate(port, list(islice(again, max(1, round(rate * seconds)))), rate))
    after = sent(one_by_one(port, islice(again, AFTER)))
    return Overload(catalog, unloaded, rate, loaded, after)


def main(arguments: Sequence[str]) -> None:
    """Measure the catalogs that are named, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogs", nargs="*", default=CATALOGS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long the load lasts")
    parser.add_argument("--clients", type=int, default=CLIENTS, help="addresses that requests come from")
    parser.add_argument("--alone", type=int, default=ALONE, help="requests without load")
    parser.add_argument("--questions", type=int, default=DIFFERENT, help="different requests")
    given = parser.parse_args(arguments)
    rows: list[tuple[str, ...]] = [HEADINGS]
    outcomes: dict[str, dict[int, int]] = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in given.catalogs:
            shutil.copytree(shipped_folder("catalogs") / name, folder / name)
        engine = Engine.open(folder, now=perf_counter)
        asked = {name: questions(engine, name, given.questions, given.clients) for name in given.catalogs}
        with http.serving(folder, CONFIGURATOR_PROXIES="127.0.0.1") as (port, process), pinned() as processor:
            http.wait_until_warm(process)
            for name in given.catalogs:
                found = measured(port, asked[name], alone=given.alone, seconds=given.seconds)
                rows.append(found.row())
                outcomes[name] = found.loaded.outcomes()
    print(set_out(rows))
    print(f"replies: {outcomes}")
    print(f"generator on processor {processor}; load of the machine {Path('/proc/loadavg').read_text().strip()}")


if __name__ == "__main__":
    main(sys.argv[1:])
