"""Taxes: the shapes of their tables of rates and exemptions."""
