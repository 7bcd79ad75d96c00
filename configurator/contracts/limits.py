"""The limits of contracts and of growth plans."""

from fractions import Fraction
from typing import Final

MOST_STATEMENT_DAYS: Final = 36_525
"""Days that one statement covers, a hundred years; a longer one is refused."""

MOST_PLAN_MONTHS: Final = 600
"""Months of a forecast; a longer one is refused."""

MOST_PLAN_SCENARIOS: Final = 10_000
"""Scenarios of a forecast; more are refused."""

FINEST_DEMAND: Final = Fraction(1, 100)
"""Demand is rounded half up to multiples of this, so that growth by a rate stays a number that can be read."""

FINEST_CARRIED_DEMAND: Final = Fraction(1, 10**12)
"""The carried demand is rounded to multiples of this, so that figures of many months stay short."""

MOST_SCENARIO_MONTHS: Final = 4_000
"""Scenarios times months beyond which the best commitments are searched only on request; each candidate is a plan."""

MOST_LEVELS_TRIED: Final = 60
"""Levels of a commitment that are tried; of more, an evenly spaced sample first, then those around the best one."""

SEARCH_POINTS: Final = 100
"""Parts into which the range of use is divided to look for break-evens; order changes within one part are not found."""

MOST_CHART_LINES: Final = 8
"""Contracts that a chart shows; the dearer ones are left out."""
