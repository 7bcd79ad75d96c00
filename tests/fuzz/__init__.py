"""Mutated inputs for every reader: each ends in a value or in problems at a line, within its time and memory.

Run `python -m tests.fuzz --inputs 1000000`. Seeds are in `corpus/`, and so is each input that once broke a reader.
"""
