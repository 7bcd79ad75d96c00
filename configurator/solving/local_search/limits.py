"""Limits of local search, each with what happens beyond."""

from typing import Final

BITSET_VALUES: Final = 1 << 16
"""Values of one variable; a program with a larger domain is not searched by descents but left to the engine."""

TYING_VARIABLES: Final = 3
"""Variables of a formula that ties neighbours; larger ones do not widen the surroundings of a changed value."""

EAGER_BACKTRACKS: Final = 5
"""Backtracks of a descent that looks for many new values; with more it is given up and a careful one follows."""

CAREFUL_BACKTRACKS: Final = 30
"""Backtracks of a descent that stays near a known solution; with more its value stays undecided."""

THOROUGH_BACKTRACKS: Final = 200
"""Backtracks of a descent towards any solution at all; with more the question is left to the engine."""

TRAIL_VALUES: Final = 20_000
"""Values of all variables of a program up to which clicks are completed along the running completion; of more, the
products near it are searched."""

TRAIL_ENTRIES: Final = 1_000_000
"""Variables times wishes of a program up to which this holds: so many domains are kept during a click."""

REFUTED_PINS: Final = 60
"""Values refuted by propagation on the way to a completion near another; beyond, the way is searched for."""

ABANDONED_DESCENTS: Final = 12
"""Descents given up before a survey of values ends; what it has not seen then stays undecided."""

SOLUTIONS_REMEMBERED: Final = 400
"""Solutions kept of a program to answer later questions; beyond, the one unused for longest is forgotten."""

UNBOUNDED: Final = 2**64
"""Greater than every sum of a program; stands for the missing bound of a sum."""

WEIGHTS_LISTED: Final = 64
"""Values of a variable whose weights in a sum are listed one by one; above, they are a line with exceptions."""

WEIGHED_SETS_CACHED: Final = 4_096
"""Sets of values of a term whose least and greatest weight are cached; beyond, they are computed each time."""

REMEMBERED_VARIABLES: Final = 6
"""Variables of a formula whose narrowings are cached by the values left to them; those of a longer one are computed
each time."""

NARROWINGS_CACHED: Final = 50_000
"""Cached narrowings of all formulas of a program together; each kind of formula empties its share when it is full."""

ROW_SETS_CACHED: Final = 4_096
"""Sets of values of a table's column whose rows are cached; beyond, the cache is emptied."""

CLAUSES_PER_DISJUNCTION: Final = 16
"""Clauses into which a disjunction is distributed; one that takes more keeps its parts whole."""

REPAIR_STEPS: Final = 24
"""Changes by which one solution is repaired into another; beyond, it is left to the engine."""

BROKEN_DEMAND_COST: Final = 2.0
"""What a broken clause costs in a repair, beside how far a sum is from its bounds in quarters of its reach."""

STRAIN_WEIGHT: Final = 1e-3
"""The weight of a value's share in sums during a repair, beside violations: it only breaks ties."""

TRIED_VALUES: Final = 512
"""Values of a variable that a search by few changes tries; laws on larger variables are left to the solver."""

CHANGED_VALUES: Final = 7
"""Values that may change beside the wish; solutions that differ in more are left to the solver."""

TRIED_CHANGES: Final = 8_000
"""Changes that one search tries; beyond, the nearest solution is left to the solver."""

TRIED_CHANGES_AGAIN: Final = 200
"""Changes tried for a value that was too far away the last time, as it mostly still is; beyond, the solver is asked."""

FAR_VALUES_REMEMBERED: Final = 100_000
"""Values remembered as too far away; beyond, no more are noted and each is searched for in full."""

LAW_SETS_CACHED: Final = 20_000
"""Sets of laws kept as lists of numbers; beyond, the cache is emptied."""
