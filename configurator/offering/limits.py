"""Limits of this room: how much is cached, tried and listed."""

from typing import Final

MOST_EVALUATIONS: Final = 64
"""Evaluations that an engine caches; the least recently used one gives way."""

DIFFERENCES_PER_EVALUATION: Final = 1_000
"""Price differences with which a cached evaluation counts as one more; so those of thousands of parts are fewer."""

MOST_PREPARED_BOOKS: Final = 32
"""Books prepared for a day and parameters that an engine caches; the least recently used one gives way."""

MOST_STATE_TEXTS: Final = 16
"""JSON cached with the state of a feature, by locale and current value; beyond that the cache starts afresh."""

MOST_GROUP_TEXTS: Final = 64
"""Selections of what is shown whose groups' JSON is cached for one catalog; beyond that the cache starts afresh."""

MOST_TEXT_CHARACTERS: Final = 250_000
"""Length of an evaluation's JSON up to which the whole text is cached; a longer one is written again each time."""

MOST_PRICE_SEARCHES: Final = 16
"""Books on a day that are kept searchable by price; the least recently used one gives way."""

DRAWN_SHARE: Final = 0.5
"""Share of the time of a quote in which its items are drawn up; summing and sealing them takes about as long."""

MOST_PREPARATIONS: Final = 64
"""Preparations of price searches, running or refused, that are remembered; beyond that finished ones are forgotten."""

PREPARATION_SECONDS: Final = 120.0
"""Seconds that a price search may take to prepare where the question has no limit; beyond that it is undecided."""

SOON_SECONDS: Final = 10.0
"""Seconds for which the preparation of a price search goes on while pages are shown without it; then it ends."""

MOST_GOAL_PROGRAMS: Final = 4
"""Programs extended by goals that each price search keeps; the least recently used one gives way."""

MOST_NUMBERS: Final = 50
"""Numbers of a domain up to which all are priced; of a larger one only the running value's neighbours are."""

MOST_COUNTS: Final = 5
"""The same for numbers of instances: each more brings a sub-assembly with all its values, which takes a search."""

MOST_LISTED: Final = 3_000
"""Products up to which a price range lists and prices them all; of more, prices are searched."""

MOST_LISTED_AFTER_SEARCH: Final = 100_000
"""Products up to which they are listed and priced where a search of half of the time was not exact."""

MOST_SECONDS_COUNTING: Final = 0.1
"""Seconds spent on counting them; if they are not counted by then, prices are searched."""

MOST_TRIED_WITHIN_BUDGET: Final = 8
"""Products tried that may be within a price limit according to the bounds, before one that surely is."""

MOST_TRIED_NEAR_END: Final = 8
"""Products priced near an end of the range that is not exact; beyond them the end is reported with its bound."""

MOST_SECONDS_NEAR_END: Final = 1.0
"""Seconds spent on these products where time is limited; after that the end keeps the bound it has."""

MOST_POINTS: Final = 50
"""Default number of points of a Pareto front; a longer front is reported as incomplete."""

WIDE_DOMAIN: Final = 10_000
"""Values of an intermediate result up to which a compiled diagram is searched; beyond, an engine that adds numbers."""

REPRICING_BATCH: Final = 500
"""Default batch size of repricing; a lost batch is processed again as a whole."""

MOST_BATCHES_AHEAD: Final = 64
"""Batches handed to a Ray cluster before the first result is awaited; later ones wait here."""
