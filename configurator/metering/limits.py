"""The limits of metering."""

from typing import Final

MOST_DAYS: Final = 3_660
"""Days of which daily readings are read at once, ten years; more are refused."""

MOST_CHUNKS: Final = 500_000
"""Equal parts into which the windows of a period are cut; a period of more is refused."""

MOST_QUANTITY: Final = 10**18
"""The bound of an event's quantity, in either direction; one beyond is a problem."""

MOST_LINE_BYTES: Final = 65_536
"""Bytes in a line of events; a longer one is a problem."""

MOST_DIMENSIONS: Final = 50
"""Dimensions of one event; more are a problem."""

MOST_CHARACTERS: Final = 200
"""Characters of a text of an event; a longer one is a problem."""

PERCENT_PARTS: Final = 1_000_000
"""Parts of the whole that a percentile is a whole number of, which is four decimals; a finer one is a problem."""

EVENT_BATCH: Final = 20_000
"""Events written per batch; an interrupted run loses at most the current batch, and reads it again."""

MOST_PROBLEMS: Final = 1_000
"""Wrong lines that are reported; the others are counted."""
