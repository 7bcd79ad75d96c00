"""The limits of pricing: up to where prices are listed and cut into pieces for a search."""

from typing import Final

MOST_COMPARED: Final = 24
"""Parts of no fixed price that are compared to find the dearest; with more, any of them may be waived."""

MOST_BENDS: Final = 200
"""Pieces that a function of a quantity is cut into; with more, it lies between its least and greatest value."""
