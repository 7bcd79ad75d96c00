"""Limits of the modules below all rooms, each with what happens beyond."""

from typing import Final

STEPS_BETWEEN_LOOKS: Final = 64
"""Steps of a meter between two readings of clock and memory, which cost more than most steps do."""

WATCHED_EVERY: Final = 0.05
"""Seconds after the end of a budget within which native code that looks at no budget is interrupted."""

QUESTION_BYTES: Final = 750_000_000
"""Bytes by which the process may grow while it answers one question; beyond, the answer is undecided."""

WORKER_BYTES: Final = 1_000_000_000 - 150_000_000
"""Bytes of data that a worker process may hold, 1 GB with its libraries; beyond, the system ends what it does."""

WORKER_NICENESS: Final = 2
"""By how much the priority of a worker process is lower than that of the process that started it."""

OVERTIME_SECONDS: Final = 0.5
"""Processor seconds by which the answer of a worker process may be late; then the process is ended."""

LOADING_SECONDS: Final = 300.0
"""Seconds that compiling a catalog may take when it is first used; beyond, it is not ready, and tried again."""

BETWEEN_MEMORY_READINGS: Final = 0.01
"""Seconds between two readings of the process's memory, each a call of the system."""

JSON_BYTES: Final = 1_000_000
"""Bytes of a JSON document that is read; a larger one is refused."""

JSON_DEPTH: Final = 64
"""Levels of nested lists and objects in a JSON document that is read; a deeper one is refused."""

JSON_DIGITS: Final = 40
"""Digits of a number in a JSON document, and the most its exponent may be; a longer number is refused."""

AMOUNT_DIGITS: Final = 60
"""Digits an amount may have; more would be an attack or a mistake, and raises `NotExact`."""

LONGEST_NAME: Final = 100
"""Characters of an id or of a name in an expression; a longer one is a problem."""

LONGEST_REPR: Final = 250
"""Characters of the fields in the `repr` of a large value."""
