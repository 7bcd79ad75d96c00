"""How many random examples a law gets."""

from hypothesis import settings

AT_NIGHT = settings().max_examples > 100
"""Whether the tests run with `--profile thorough`."""


def share(percent: int) -> int:
    """Return this share of the profile's random examples, for laws of which each example takes long."""
    return max(1, settings().max_examples * percent // 100)
