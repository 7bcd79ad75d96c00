"""Prices of many products near a priced one: the stages run once, over amounts with one figure for each product."""
