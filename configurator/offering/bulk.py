"""Many configurations priced anew by one book, batch by batch: in this process, or on the machines of a Ray cluster.

A batch is worked on by one pure function, so that where it runs changes no figure, and a batch that was lost with its
worker is worked on again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from configurator.catalog.model import Catalog, ConstraintSeverity
from configurator.catalog.verify import violations
from configurator.configuration import Configuration
from configurator.errors import ConfiguratorError
from configurator.language.checked import Value
from configurator.pricing.lines import Totals
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import Prepared, prepare
from configurator.pricing.price import price_prepared

BATCH = 500


@dataclass(frozen=True, slots=True)
class Task:
    """A configuration to price: `key` names it for whoever asked."""

    key: str
    configuration: Configuration
    on: date
    parameters: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The totals of a task, or why there are none: it does not hold any more, or cannot be priced."""

    key: str
    totals: Totals | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Repricer:
    """Prices batches by one book; it can be sent to another process. Configurations are proved against the catalog."""

    catalog: Catalog
    book: PriceBook

    def __call__(self, batch: Sequence[Task]) -> list[Outcome]:
        """Price a batch, in its order. What is wrong with one task is its own outcome and stops no other."""
        prepared: dict[tuple[date, str], Prepared] = {}
        return [self._outcome(task, prepared) for task in batch]

    def _outcome(self, task: Task, prepared: dict[tuple[date, str], Prepared]) -> Outcome:
        broken = [
            each for each in violations(self.catalog, task.configuration) if each.severity is ConstraintSeverity.ERROR
        ]
        if broken:
            return Outcome(task.key, None, broken[0].message)
        asked = (task.on, repr(sorted(task.parameters.items())))
        try:
            if asked not in prepared:
                prepared[asked] = prepare(self.book, self.catalog, task.on, task.parameters)
            priced = price_prepared(task.configuration, prepared[asked])
        except ConfiguratorError as error:
            return Outcome(task.key, None, str(error))
        return Outcome(task.key, priced.totals)


Work = Callable[[Sequence[Task]], list[Outcome]]


def in_turn(tasks: Iterable[Task], work: Work, *, batch: int = BATCH) -> Iterator[list[Outcome]]:
    """Yield the outcomes of each batch, in order, worked on in this process."""
    for found in _batches(tasks, batch):
        yield work(found)


def on_ray(
    tasks: Iterable[Task], work: Work, *, batch: int = BATCH, address: str | None = None, ahead: int = 64
) -> Iterator[list[Outcome]]:
    """Yield the outcomes of each batch, in order, worked on by a Ray cluster; without an address by this machine.

    At most `ahead` batches are under way. A batch whose worker dies is worked on again by another.
    """
    import ray

    if not ray.is_initialized():
        ray.init(address=address, include_dashboard=False, configure_logging=False, log_to_driver=False)
    shared, remote = ray.put(work), ray.remote(max_retries=-1)(_worked)
    running: list[Any] = []
    for found in _batches(tasks, batch):
        running.append(remote.remote(shared, found))
        if len(running) >= ahead:
            yield ray.get(running.pop(0))
    for each in running:
        yield ray.get(each)


def _worked(work: Work, batch: Sequence[Task]) -> list[Outcome]:
    return work(batch)


def _batches(tasks: Iterable[Task], size: int) -> Iterator[list[Task]]:
    running = iter(tasks)
    while found := list(islice(running, size)):
        yield found
