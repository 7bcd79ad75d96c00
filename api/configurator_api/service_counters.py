"""What an operator watches: how much waits and is refused in every queue, what requests came to, what was remembered.

Counted in this process, since it started.
"""

from typing import Annotated

from typing_extensions import TypedDict

from configurator.response_types import Described
from configurator_api.service_context import ServiceContext


class QueueCountersResponse(TypedDict):
    """One queue: the requests that run or wait, and those refused since it was full or the client had its share."""

    under_way: int
    refused_full: int
    refused_share: int


class CacheCountersResponse(TypedDict):
    """Answers that were remembered, and answers that were computed."""

    hits: int
    misses: int


class CountersResponse(TypedDict):
    """The counters of a service."""

    queues: Annotated[dict[str, QueueCountersResponse], Described(examples=({"searches": {"under_way": 1}},))]
    outcomes: Annotated[dict[str, int], Described(examples=({"ok": 71, "busy": 3, "undecided": 1},))]
    evaluations: CacheCountersResponse


def counters_of(context: ServiceContext) -> CountersResponse:
    """Return the counters of a service as they are now."""
    queues = {name.value: lane.admission for name, lane in context.lanes.by_name.items()}
    queues.update((f"evaluations of {catalog}", worker.admission) for catalog, worker in context.workers.all())
    evaluations = context.engine.evaluations_cached
    return {
        "queues": {
            name: {
                "under_way": queue.under_way,
                "refused_full": queue.refused_full,
                "refused_share": queue.refused_share,
            }
            for name, queue in queues.items()
        },
        "outcomes": dict(context.outcomes),
        "evaluations": {"hits": evaluations.hits, "misses": evaluations.misses},
    }
