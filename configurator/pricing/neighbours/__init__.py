"""The totals of many products near one: the stages run once, over amounts that hold one figure for each product."""

from configurator.pricing.neighbours.neighbour_totals import totals_near

__all__ = ["totals_near"]
