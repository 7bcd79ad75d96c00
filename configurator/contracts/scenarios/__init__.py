"""Scenarios of contracts: what happened under one, and what its statement must say, as the owner wrote it."""
