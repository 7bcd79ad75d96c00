"""Quick answers where questions are easy: propagation over bit sets and short descents, in plain Python.

Most questions of a configurator are easy, and a large solver spends more time on reading them than on answering. What
is not settled within a few mistakes is left to the engine that asked.
"""
