"""Limits of the HTTP service and its pages, each with what happens beyond."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

LONGEST_DETAIL: Final = 500
"""Characters of a location or message in a problem; the rest is cut off."""

MOST_ERRORS: Final = 50
"""Errors of one request that a problem lists; further ones are counted."""

FAULT_SECONDS: Final = 1.0
"""Seconds in which all faults of a refused request are looked for; then those found are reported."""

MANY_CLIENTS: Final = 10_000
"""Clients whose rate is remembered; with so many, those that have gone are forgotten."""

MOST_MONTHS: Final = 120
"""Months of a growth plan; a longer one is refused."""

MOST_SCENARIOS: Final = 200
"""Scenarios of a growth plan in one request; more are refused."""

LARGEST_UNITS: Final = 10**12
"""Largest number, up or down, in the growth of a request; a larger one is refused."""

FINEST_UNITS: Final = 10**6
"""Fractions of one that a number in the growth of a request is whole in; a finer number is refused."""

LARGEST_PAGE_UNITS: Final = 10**9
"""Largest number, up or down, that the page of growth plans reads; a larger one is refused."""

MOST_ENTRIES: Final = 1000
"""Choices, parameters, instances or items of one request; more are refused."""

LARGEST_AMOUNT: Final = 10**15
"""Largest amount in a request; a larger one is refused."""

KEPT_ANSWERS: Final = timedelta(days=30)
"""Time within which a request that is sent again gets its first answer; after it the answer is forgotten."""


@dataclass(frozen=True, slots=True)
class LaneSize:
    """How much of one kind of work may run and wait, and how much of that may be one client's."""

    threads: int
    line: int
    of_one_client: int


LANES: Final[Mapping[str, LaneSize]] = {
    "reading": LaneSize(4, 64, 32),
    "loading": LaneSize(32, 64, 24),
    "evaluations": LaneSize(8, 32, 16),
    "pages": LaneSize(8, 32, 16),
    "searches": LaneSize(4, 12, 6),
    "quotes": LaneSize(4, 32, 16),
    "database": LaneSize(16, 64, 32),
}
"""Work of one kind that runs and waits, and how much of it may be one client's; what comes beyond is refused."""

CATALOG_LINE: Final = LaneSize(1, 4, 4)
"""Evaluations of one catalog that run and wait, and how many of them may be one client's; further ones are refused."""

PRESSED_CATALOG_LINE: Final = LaneSize(1, 1, 1)
"""The same while more is asked than is answered: what is accepted then takes hardly longer than without load."""

WEIGHT_OF_THE_LATEST: Final = 0.2
"""Weight of the latest duration in the usual one, from which a refusal tells when to come back."""

DRAIN_SECONDS: Final = 12
"""Seconds in which a service that is told to stop answers what it has accepted; what remains then is withdrawn."""

WITHDRAWN_SECONDS: Final = 4
"""Seconds after that in which withdrawn requests are answered as undecided; then the service stops."""

READINESS_SECONDS: Final = 3.0
"""Seconds the database may take to show that it is there; after them the service is not ready."""

HEAD_SECONDS: Final = 20.0
"""Seconds the head of a request may take to arrive; after them the connection closes."""

BODY_SECONDS: Final = 20.0
"""Seconds the body of a request may take to arrive; after them it is refused."""

READING_SECONDS: Final = 60.0
"""Seconds a client may leave an answer unread that fills its buffers; after them the connection closes."""

MOST_UNFINISHED: Final = 65_536
"""Bytes of the head of a request, or of what follows its body, before it is complete; beyond, the connection closes."""

MOST_CHOICES: Final = 500
"""Choices that the address of a page holds; one of more is refused."""

MOST_ALSO_CHANGED: Final = 3
"""Features named on an option that changes them, too; of more, the number is given."""

MOST_BUTTONS: Final = 8
"""Values of a feature of numbers that are shown as buttons; of more, a field is shown."""

MOST_TILES: Final = 24
"""Options of a feature that are all shown at once; more are a list that scrolls and can be searched."""

MOST_RANGES: Final = 6
"""Ranges of numbers shown beside a field; the page notes further ones."""

MOST_LATE: Final = 3
"""Consecutive late answers; beyond, only patient requests are answered."""

LEAST_SECONDS: Final = 0.05
"""Seconds that a part of a page is given at least, even where others have used the time up."""

PATIENCE: Final = 30.0
"""Seconds without a request after which a worker's thread ends; the next request starts another."""

PROMPT: Final = 0.01
"""Seconds of processor time of an answer that came at once; a slower one makes the worker expect slow ones."""

LONGEST_PROMPT: Final = 0.05
"""Seconds that such an answer takes at most, on a busy machine; where requests come in, none is worked on longer."""

LONGEST_TURN: Final = 0.005
"""Seconds of answers after which the event loop tries no other one before it has looked at its sockets."""

SWITCH_SECONDS: Final = 0.001
"""Seconds of one thread after which another one of the service has its turn; signs of life wait for one at most."""

ENOUGH_PROMPT: Final = 8
"""Prompt answers in a row after which the next one is expected to come at once, too."""

HANGING_SECONDS: Final = 60.0
"""Seconds beyond those of its question after which a worker process counts as hanging, and is ended."""

WITHDRAWAL_SECONDS: Final = 1.0
"""Seconds in which a worker process gives up a question whose asker has gone; after them the process is ended."""

TRIAL_SECONDS: Final = 20.0
"""Seconds in which a worker process evaluates a catalog when the service starts; a slower one is left to workers."""
