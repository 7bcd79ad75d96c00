"""Every limit of the program room: what is bounded, and what happens beyond."""

from typing import Final

LISTED_COMBINATIONS: Final = 4_096
"""Members of a set, or of a table's rows, that a compiled check lists; larger ones are looked up by spans."""

DERIVED_VALUES: Final = 512
"""Values of a determined variable that are tried where no definition proposes one; of a larger one, none is tried."""
