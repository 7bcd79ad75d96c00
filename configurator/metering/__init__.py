"""Usage: events come in late, twice and in any order; meters turn them into exact quantities, period by period.

One SQL text per job (`jobs/*.sql`) runs unchanged on every backend and gives the same digits on each.
"""
