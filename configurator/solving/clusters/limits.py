"""Limits of clustered programs, each with what happens beyond."""

from typing import Final

NARROW_SCOPE: Final = 16
"""Variables of a law up to which it ties them into a cluster; a law about more reads one cluster after the other."""

CLUSTER_COMBINATIONS: Final = 20_000
"""Combinations of a cluster's values that are looked at; with more, the program is not clustered."""

CLUSTER_VALUES: Final = 200
"""Combinations that its laws allow; with more, the same."""

NARROWED_CLUSTERS_FAILED: Final = 2
"""Sets of chosen totals that exceed these limits one after the other; beyond, no further ones are compiled."""

NARROWED_CLUSTERS_KEPT: Final = 4
"""Programs over clusters compiled for what is chosen that are kept; the one unused for longest is forgotten."""

CLUSTER_ROWS: Final = 4_000_000
"""Rows looked at to compile a program over clusters; one that needs more is searched."""

CLUSTER_WORK: Final = 200_000_000
"""Entries made to compile it, the same."""
