"""The symbolic interpretation of the stages: a price as integer terms over a program's variables.

The carrier computes with sums and their bounds where the exact one computes with fractions, so that engines find the
least and the greatest price. Joint prices (the price of A if B is chosen) become determined variables; a price without
an exact sum lies between two sums, and is reported with its location and reason. The only part of pricing that knows
programs.
"""

from configurator.pricing.symbolic.missing_prices import MissingPrices, missing_prices
from configurator.pricing.symbolic.objective import objective
from configurator.pricing.symbolic.symbolic_lines import NotLinear, Objective, Relaxed, Sum

__all__ = ["MissingPrices", "NotLinear", "Objective", "Relaxed", "Sum", "missing_prices", "objective"]
