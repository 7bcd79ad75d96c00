"""Bulk repricing of configurations by one book, in batches: in this process, or on a Ray cluster.

One pure function processes a batch, so its location does not affect the figures, and a batch lost with its worker is
processed again.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from configurator.catalog.model import Catalog, ConstraintSeverity
from configurator.catalog.verify_choices import violations
from configurator.configuration import Configuration, typed_items
from configurator.errors import ConfiguratorError
from configurator.language.checked import Value
from configurator.offering.limits import MOST_BATCHES_AHEAD, REPRICING_BATCH
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import Prepared, prepare
from configurator.pricing.price import price_prepared
from configurator.pricing.price_lines import Totals


@dataclass(frozen=True, slots=True)
class RepricingTask:
    """So many pieces of a configuration to price; `key` identifies them to the caller."""

    key: str
    configuration: Configuration
    on: date
    parameters: Mapping[str, Value] = field(default_factory=dict)
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class RepricingResult:
    """The totals of a task, or why there are none: it does not hold any more, or cannot be priced."""

    key: str
    totals: Totals | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Repricer:
    """Prices batches by one book; it can be sent to another process. Configurations are proved against the catalog."""

    catalog: Catalog
    book: PriceBook

    def __call__(self, batch: Sequence[RepricingTask]) -> list[RepricingResult]:
        """Price a batch, in order. An error of one task is its outcome and stops no other."""
        prepared: dict[Hashable, Prepared] = {}
        return [self._outcome(task, prepared) for task in batch]

    def _outcome(self, task: RepricingTask, prepared: dict[Hashable, Prepared]) -> RepricingResult:
        broken = [
            each for each in violations(self.catalog, task.configuration) if each.severity is ConstraintSeverity.ERROR
        ]
        if broken:
            return RepricingResult(task.key, None, broken[0].message)
        key = (task.on, frozenset(typed_items(task.parameters)), task.quantity)
        try:
            if key not in prepared:
                prepared[key] = prepare(self.book, self.catalog, task.on, task.parameters, quantity=task.quantity)
            priced = price_prepared(task.configuration, prepared[key])
        except ConfiguratorError as error:
            return RepricingResult(task.key, None, str(error))
        return RepricingResult(task.key, None if priced.unpriced else priced.totals, priced.incomplete)


Work = Callable[[Sequence[RepricingTask]], list[RepricingResult]]


def reprice_in_process(
    tasks: Iterable[RepricingTask], work: Work, *, batch: int = REPRICING_BATCH
) -> Iterator[list[RepricingResult]]:
    """Yield the outcomes of each batch, in order, worked on in this process."""
    for repricing_tasks in _batches(tasks, batch):
        yield work(repricing_tasks)


def reprice_on_ray(
    tasks: Iterable[RepricingTask],
    work: Work,
    *,
    batch: int = REPRICING_BATCH,
    address: str | None = None,
    ahead: int = MOST_BATCHES_AHEAD,
) -> Iterator[list[RepricingResult]]:
    """Yield the outcomes of each batch, in order, worked on by a Ray cluster; without an address by this machine.

    At most `ahead` batches are under way. A batch whose worker dies is worked on again by another.
    """
    import ray

    if not ray.is_initialized():
        ray.init(address=address, include_dashboard=False, configure_logging=False, log_to_driver=False)
    shared, remote = ray.put(work), ray.remote(max_retries=-1)(_worked)
    running: list[Any] = []
    for repricing_tasks in _batches(tasks, batch):
        running.append(remote.remote(shared, repricing_tasks))
        if len(running) >= ahead:
            yield ray.get(running.pop(0))
    for each in running:
        yield ray.get(each)


def _worked(work: Work, batch: Sequence[RepricingTask]) -> list[RepricingResult]:
    return work(batch)


def _batches(tasks: Iterable[RepricingTask], size: int) -> Iterator[list[RepricingTask]]:
    running = iter(tasks)
    while repricing_tasks := list(islice(running, size)):
        yield repricing_tasks
