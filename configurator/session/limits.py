"""Limits of the session room, each with what happens beyond."""

from typing import Final

INSTANCE_ID_CHARACTERS: Final = 40
"""Characters of an id that a person gives to an instance; a longer one is refused."""

CATALOGS_CACHED: Final = 8
"""Compiled catalogs with a cached incremental evaluation; the least recently used one is evicted."""

NAMINGS_CACHED: Final = 16
"""Cached catalogs under specific instance ids; the least recently used one is evicted."""

FEATURE_STATES_CACHED: Final = 4_000
"""States of features kept of a catalog under certain ids; beyond, all of them are forgotten."""

READ_VALUES_CACHED: Final = 1_000
"""Cached meanings of a variable's values; beyond, they are computed each time."""

REPAIRS_OFFERED: Final = 5
"""Default number of repairs; beyond, the rest of the same size is not listed."""

CONFLICTS_LISTED: Final = 50
"""Default number of conflicts, and of repairs, listed at once; beyond, the answer is `limited`."""

BETTER_VALUES_TRIED: Final = 600
"""Values that would fulfil a wish better, each tried against the laws; of more, the solver is asked."""

OTHER_VALUES_TRIED: Final = 64
"""Values of other variables tried beside them to show that a wish stays in vain; beyond, the solver is asked."""

RANKED_VALUES: Final = 10_000
"""Values of a variable up to which all wishes are asked about as one sum; of more, option by option."""
