"""Limits of the session room, each with what happens beyond."""

from typing import Final

INSTANCE_ID_CHARACTERS: Final = 40
"""Characters of an id that a person gives to an instance; a longer one is refused."""

CATALOGS_CACHED: Final = 8
"""Compiled catalogs whose incremental evaluation is kept ready; beyond, the one unused for longest is made anew."""

NAMINGS_CACHED: Final = 16
"""Catalogs under certain ids of instances that are kept ready; beyond, the one unused for longest is made anew."""

FEATURE_STATES_CACHED: Final = 4_000
"""States of features kept of a catalog under certain ids; beyond, all of them are forgotten."""

READ_VALUES_CACHED: Final = 1_000
"""Values of a variable kept as what they stand for; beyond, they are worked out each time."""

REPAIRS_OFFERED: Final = 5
"""Repairs looked for unless the caller says otherwise; beyond, the rest of the same size is not listed."""

CONFLICTS_LISTED: Final = 50
"""Conflicts, and repairs, listed at once unless the caller says otherwise; beyond, the answer says `limited`."""
