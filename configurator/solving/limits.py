"""Limits of the solving room, each with what happens beyond; those of one engine stand in its package."""

from typing import Final

# ── counting and propagation ──────────────────────────────────────────────────────────────────────────────────────────

COUNTING_DEPTH: Final = 250
"""Variables fixed one inside the other while counting; deeper counts end with "at least"."""

COUNTS_CACHED: Final = 200_000
"""Counts of components cached within one question; beyond, further ones are counted each time."""

PROPAGATION_STEPS: Final = 30
"""Steps of propagation for each formula, as bounds of huge domains can creep together one by one; beyond, domains are
left as they are."""

# ── checking answers ──────────────────────────────────────────────────────────────────────────────────────────────────

VALUES_REFUTED_TOGETHER: Final = 96
"""Values of a set that a sum lists; larger sets are refuted one by one."""

VERIFIED_READINGS_CACHED: Final = 200_000
"""Readings of constraints cached, as witnesses differ in little; beyond, the cache is emptied."""

SPREAD_VALUES: Final = 8
"""Values of a long list of numbers confirmed one by one; the others are taken on trust."""

# ── queries ───────────────────────────────────────────────────────────────────────────────────────────────────────────

PRICED_VALUES: Final = 10_000
"""Values of a variable each of which gets a least cost; of a larger variable all values stay undecided."""

JOINED_COMPONENTS_CACHED: Final = 8
"""Sets of components, joined by sums of assumptions, cached; beyond, the one unused for longest is forgotten."""

# ── reference engines ─────────────────────────────────────────────────────────────────────────────────────────────────

ENUMERATED_VALUES: Final = 200_000
"""Values of all domains that python-constraint lists; a program with more is undecided."""

# ── several engines ───────────────────────────────────────────────────────────────────────────────────────────────────

SLICED_VALUES: Final = 24
"""Unseen values of a variable above which they are computed at once, beside a solution, instead of one by one."""

LARGEST_KEY: Final = 2**62
"""Greatest number into which columns are packed as one key; columns beyond are renumbered first."""

VALUE_SETS_CACHED: Final = 20_000
"""Sets of values cached by the mask they were decoded from; beyond, the cache is emptied."""

VALUES_AT_ONCE: Final = 3_000
"""Values of a program compiled while the caller waits; a larger one is compiled in the background, if at all."""

MANY_VALUES: Final = 500
"""Values of a component from which on it is answered by kinds, if they are few enough, rather than compiled."""

VALUES_PER_VARIABLE: Final = 16
"""Values for each variable of such a component, on the average; one with fewer has many small domains and is
compiled."""

HUB_NEIGHBOURS: Final = 16
"""Variables in such laws with a variable from which on it is a hub, as a count of instances is, and in no cluster."""
