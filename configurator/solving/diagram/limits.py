"""Limits of compiling and compiled diagrams, each with what happens beyond."""

from typing import Final

SINGLE_VALUES: Final = 2_000
"""Values of a variable that each stand alone in a diagram; those of a larger one are put into blocks."""

SMALL_DOMAIN: Final = 64
"""Values of a domain that is not narrowed before compiling; only larger ones are."""

NARROWING_CASES: Final = 8
"""Values of a variable under each of which another is narrowed; a larger one is not looked into."""

NARROWING_ROUNDS: Final = 8
"""Rounds of narrowing before compiling; then domains stay as they are."""

LISTED_VALUES: Final = 50_000
"""Values of a variable that are listed to add up sums; what a larger one can add stays unknown."""

BITSET_SUMS: Final = 1_000_000
"""Span of sums that are listed as bits; sums that span more are added pair by pair."""

LISTED_SUMS: Final = 20_000
"""Different sums that are listed where they are added pair by pair; beyond, they stay unknown."""

ADDED_PAIRS: Final = 500_000
"""Pairs of numbers added one by one; sums that need more stay unknown."""

SORTING_ENTRIES: Final = 8
"""Cost of sorting one number, in entries of arrays, as the work of compiling is counted."""

DERIVED_COMBINATIONS: Final = 2_000_000
"""Combinations of values for which a hidden variable is derived; one that rests on more is decided like any other."""

DERIVED_NUMBERS: Final = 10_000_000
"""Numbers kept of hidden variables on which others rest; beyond, the component is left to another engine."""

LOOKUP_ENTRIES: Final = 8
"""Cost of looking one number up among sorted ones, in entries of arrays, as the work of compiling is counted."""

NUMBERED_KINDS: Final = 4_000_000
"""Kinds of numbers distinguished by an array over all of them; beyond, by sorting."""

ELIMINATION_BITS: Final = 100
"""Bits of the values that depend on one another; with more, in every order, compiling is not tried."""

FIRST_ROWS_TRIED: Final = 100_000
"""Rows within which every elimination order is tried first; then eight times as many, and so on up to the limit."""

LOOKAHEAD_WORDS: Final = 4_000_000
"""Words that the supports of a law take; laws that would take more are not looked ahead at."""

NARROW_LAW: Final = 4
"""Values per allowed value from which on a law decides which rows are read; denser laws only filter them."""

OPERATION_ENTRIES: Final = 2_000
"""Cost of one operation on arrays beside their entries, in entries, as the work of compiling is counted."""

LARGEST_COST: Final = 2**60
"""Greatest sum of an objective that passes add up; questions with greater ones are left to another engine."""

LARGEST_WISH_WEIGHT: Final = 2**60
"""Greatest weight of wishes that are weighed in one pass; the others wait for the next."""

BOUNDED_CASES: Final = 32
"""Disjoint cases into which further bounds split a question; one that needs more is left to another engine."""

PARETO_POINTS: Final = 3_000_000
"""Pairs of sums looked at under a bound; a question that needs more is left to another engine."""

RANKED_HEIGHT: Final = 100
"""Height of a diagram whose solutions are ranked by recursion; in higher ones the least is found again and again."""

SAVED_HEADER_BYTES: Final = 10_000
"""Bytes of the header of a saved diagram; a longer one is refused, and the program compiled anew."""

SAVED_BYTES: Final = 500_000_000
"""Bytes of a saved diagram; a larger file is not read, and the program compiled anew."""

STORED_BYTES: Final = 1_000_000_000
"""Bytes of all saved diagrams in a folder; beyond, those used the longest ago are deleted."""

DENSE_KEYS: Final = 4
"""Range of keys, as a multiple of their number, up to which an array distinguishes them; beyond, sorting does."""

FEW_KEYS: Final = 10_000
"""Range of keys that an array distinguishes regardless of their number; beyond, their density decides."""

COMPILED_VALUES: Final = 50_000
"""Values, or blocks of values, of a program that is compiled; a larger one is left to another engine."""

COMPILED_STATES: Final = 4_000_000
"""Entries of the transition tables of one law; a component whose law has more is left to another engine."""

COMPILED_ROWS: Final = 6_000_000
"""Pairs of a context and a value looked at while compiling; a component that needs more is left to another engine."""

COMPILED_WORK: Final = 1_000_000_000
"""Entries of arrays made while compiling; a component that needs more is left to another engine."""

COMPILED_BRANCHES: Final = 2_000_000
"""Branches of a diagram; a component that has more is left to another engine."""

ROWS_AT_ONCE: Final = 2_000_000
"""Rows looked at while the caller waits; what needs more is compiled in the background, if at all."""

WORK_AT_ONCE: Final = 100_000_000
"""Entries made while the caller waits, about a second's; what needs more is compiled in the background, if at all."""

ROWS_FIRST: Final = 100_000
"""Rows looked at before the first answer; what needs more is compiled in the background, or once it pays."""

WORK_FIRST: Final = 30_000_000
"""Entries made before the first answer, the same."""

SECONDS_SEARCHED_FIRST: Final = 1.0
"""Seconds of searching after which a program is compiled that takes more than that: about what compiling takes."""

SECONDS_AT_ONCE: Final = 10.0
"""Seconds of compiling while the caller waits, and at most half of their time; the rest is left to another engine."""

STREAMED_ENTRIES: Final = 8
"""Entries of an array passed over in order that count as one entry looked up, as the work of evaluation is counted."""

PACKED_ENTRIES: Final = 10_000_000
"""Entries of the lists that nodes of one branch dissolve into, some 60 bytes each; a component whose diagram takes more
is left to another engine."""
