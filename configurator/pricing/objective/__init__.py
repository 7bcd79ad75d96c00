"""A price as integer terms over a program's variables, so that engines find the cheapest and the dearest.

The only part of pricing that sees programs. Prices that hang together (the price of A where B was chosen) become
determined variables; what has no exact sum lies between two sums, and is told with its place and reason.
"""

from configurator.pricing.objective.lines import NotLinear, Objective, Relaxed, Sum
from configurator.pricing.objective.objective import objective

__all__ = ["NotLinear", "Objective", "Relaxed", "Sum", "objective"]
