"""An objective made rough: a market whose prices are searched by sums that lie apart from them."""

from dataclasses import replace
from fractions import Fraction

from configurator.budget import UNLIMITED, Budget
from configurator.pricing.prepare import Prepared
from configurator.pricing.symbolic import Objective, Relaxed, objective
from configurator.program.compile import CompiledCatalog
from configurator.source import Location

RELAXED = Relaxed("stages.delivery", Location("lamps_eu.yaml", 17, 5), "its distances are too many to be listed")


def roughened(found: Objective, by: int = 100) -> Objective:
    """Return an objective whose sums lie so far from each price, on either side."""
    below = replace(found.below, constant=found.below.constant - by)
    above = replace(found.above, constant=found.above.constant + by)
    return replace(found, below=below, above=above, slack=found.slack + 2 * Fraction(by), relaxed=(RELAXED,))


def rough_objective(prepared: Prepared, compiled: CompiledCatalog, budget: Budget = UNLIMITED) -> Objective:
    """Return the objective of a book, made rough; for tests to put in the place of the real one."""
    return roughened(objective(prepared, compiled, budget))
