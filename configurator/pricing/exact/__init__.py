"""Prices of one configuration: amounts are fractions, presence is a boolean, and every step is recorded."""
