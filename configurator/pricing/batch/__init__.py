"""Prices of many configurations at once that differ in what one feature sells: amounts are lists of exact numbers."""
