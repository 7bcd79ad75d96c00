"""Quotes: items, their exact versions, and the proof that they can be recomputed."""
