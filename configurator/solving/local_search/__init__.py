"""Exact answers by propagation, short descents and local search around known solutions.

Most queries of a configurator are easy, and a large solver spends more time on reading them than on answering. A query
that is not decided within the limits goes to the engine.
"""
