"""Limits of answers by kinds, each with what happens beyond."""

from typing import Final

KIND_CELLS: Final = 4_000_000
"""Combinations of kinds of values in all tables of an elimination, or in one constraint; a program with more is left to
another engine."""

KIND_VALUES: Final = 200_000
"""Values of all variables of a program that is answered by kinds; a larger one is left to another engine."""

KIND_VARIABLES: Final = 200
"""Variables of a program that is answered by kinds; a longer one is left to another engine."""

MESSAGES_JOINED: Final = 24
"""Messages that one variable joins, as costs of what is impossible are added up in 64 bits; a program with more is left
to another engine."""

NEVER: Final = 2**57
"""The cost of what is impossible; sums of such costs, one for each message joined, fit 64 bits."""

POSSIBLE_COST: Final = 2**56
"""Greater than twice every cost of a solution; a question with greater costs is left to another engine."""

KIND_MESSAGES_KEPT: Final = 2_000
"""Messages between buckets kept for later questions; beyond, all are forgotten."""

KIND_PLANS_KEPT: Final = 8
"""Plans kept of a program with different constraints set aside, and objectives kept of each; beyond, the one unused for
longest is forgotten."""
