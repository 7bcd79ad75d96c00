"""Limits of CP-SAT, each with what happens beyond."""

from typing import Final

EASY_DETERMINISTIC_TIME: Final = 0.02
"""Deterministic time of CP-SAT, a few hundredths of a second, that counts as little work; a longer search is
presolved first."""

CP_SAT_LISTED_VALUES: Final = 96
"""Values of a domain listed with one literal a value; a larger domain gets literals about bounds."""
