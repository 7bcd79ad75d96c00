"""Limits of the program room, each with what happens beyond."""

from typing import Final

SEARCHED_INTERVALS: Final = 16
"""Intervals of a set that are compared with a value one after the other; among more, it is searched for."""

LISTED_COMBINATIONS: Final = 4_096
"""Members of a set, or of a table's rows, that a compiled check lists; larger ones are looked up by spans."""

LISTED_PER_ROW: Final = 4
"""Combinations for each row of a table up to which a larger table is listed all the same: it takes no more memory."""

DERIVED_VALUES: Final = 512
"""Values of a determined variable that are tried where no definition proposes one; of a larger one, none is tried."""

TABULATED_COMBINATIONS: Final = 10_000
"""Combinations of values that one table lists; an operation over more is decomposed, or a problem of its law."""

MULTIPLIED_COMBINATIONS: Final = 2_000
"""Combinations of values of two factors that are listed with their products; a product of more stays arithmetic."""

CATALOG_COMBINATIONS: Final = 3_000_000
"""Combinations enumerated for a whole catalog; beyond, the law at hand is a problem."""

EXACT_SUMS: Final = 4_096
"""Sums that are listed to find the exact domain of a sum; beyond, the domain is an interval around them."""

TABULATED_COMPARISON: Final = 2_000
"""Combinations of a comparison that becomes a table; one over more stays a sum with bounds."""

LISTED_WEIGHTS: Final = 1_024
"""Values whose weights one variable lists; beyond, a truth variable gates the number."""

GATED_COMBINATIONS: Final = 256
"""Combinations of a condition and a number, or of one more condition and a table, tabulated together; beyond, a
variable names the condition or the result."""

EXTREME_THRESHOLDS: Final = 512
"""Different values of an extreme that is defined by one equivalence each; beyond, sums define it."""

AGGREGATE_ELEMENTS: Final = 20_000
"""Elements of one aggregate over all possible instances; one with more is a problem of its law."""

CATALOG_ELEMENTS: Final = 200_000
"""Elements of all aggregates of a catalog together; beyond, the law at hand is a problem."""

CATALOG_VARIABLES: Final = 100_000
"""Features and structures of all possible instances of a catalog; beyond, the structure at hand is a problem."""

FORBIDDEN_ROWS: Final = 64
"""Forbidden rows up to which a disjunction of tables becomes one table; beyond, it stays a disjunction."""

INTEGER_LIMIT: Final = 2**62
"""No value or partial sum reaches this, so that a difference of two fits 64 bits; a law that would is a problem."""

WISH_NUMBERS: Final = 2**55
"""Numbers that spell how wishes are fulfilled, for the completions with many values at once; wishes that take more are
fulfilled in turns, or asked about option by option."""
