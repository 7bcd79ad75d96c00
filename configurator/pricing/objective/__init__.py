"""A price as integer terms over a program's variables, so that engines find the least and the greatest price.

The only part of pricing that knows programs. Joint prices (the price of A if B is chosen) become determined variables;
a price without an exact sum lies between two sums, and is reported with its location and reason.
"""

from configurator.pricing.objective.lines import NotLinear, Objective, Relaxed, Sum
from configurator.pricing.objective.objective import objective

__all__ = ["NotLinear", "Objective", "Relaxed", "Sum", "objective"]
