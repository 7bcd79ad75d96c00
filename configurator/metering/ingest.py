"""Many events into a store, batch by batch. Stopped anywhere and begun again, nothing is counted twice."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from configurator.metering.limits import EVENT_BATCH, MOST_PROBLEMS
from configurator.metering.model import Event, Meters
from configurator.metering.port import EventStore
from configurator.problems import Problem


@dataclass(slots=True)
class Ingested:
    """The progress of ingestion. `wrong` counts invalid lines, `problems` holds the first of them."""

    added: int = 0
    repeated: int = 0
    contradicting: list[str] = field(default_factory=list)
    wrong: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """How many events and wrong lines went by."""
        return self.added + self.repeated + len(self.contradicting) + self.wrong


def ingest(
    events: Iterable[Event | Problem],
    meters: Meters,
    store: EventStore,
    *,
    batch: int = EVENT_BATCH,
    progress: Callable[[Ingested], None] = lambda so_far: None,
) -> Ingested:
    """Add events to a store. `progress` is called after every batch, once it is durable."""
    done = Ingested()
    for results in _batches(events, batch):
        good = [each for each in results if isinstance(each, Event)]
        wrong = [each for each in results if isinstance(each, Problem)]
        receipt = store.add(good, meters)
        done.added += receipt.added
        done.repeated += receipt.repeated
        done.contradicting.extend(receipt.contradicting)
        done.wrong += len(wrong)
        done.problems.extend(wrong[: MOST_PROBLEMS - len(done.problems)])
        progress(done)
    return done


def _batches(events: Iterable[Event | Problem], size: int) -> Iterator[list[Event | Problem]]:
    running = iter(events)
    while results := list(islice(running, size)):
        yield results
