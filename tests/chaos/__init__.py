"""Chaos: processes killed, databases frozen, full or damaged, clocks set, clients slow or gone; nothing may be lost.

`pytest tests/chaos` runs every trial at a small size; `python -m tests.chaos --full` runs them in full, as a table.
"""
