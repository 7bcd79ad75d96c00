"""Answers near a known solution, or by short descents: propagation, neighbourhoods and few changes, in plain Python.

Most questions of a configurator are easy, and a large solver spends more time on reading them than on answering. What
is not settled within the limits is left to the engine: every answer given here is exact.
"""
