"""Answers near a known solution, or by short descents: propagation, neighbourhoods and few changes, in plain Python.

Most queries of a configurator are easy, and a large solver spends more time reading than answering them. Queries not
decided within the limits go to the engine: every answer here is exact.
"""
