"""A price as exact integer terms over a program's variables, so that engines find the cheapest and the dearest.

The only part of pricing that sees programs. Prices that hang together (the price of A where B was chosen) become
determined variables; what has no exact sum is refused with its place, and what rounding blurs is told as `slack`.
"""

from configurator.pricing.objective.lines import NotLinear, Objective
from configurator.pricing.objective.objective import objective

__all__ = ["NotLinear", "Objective", "objective"]
