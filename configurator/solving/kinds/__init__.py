"""Answers about few variables of many values, by elimination over kinds of values; the entry is `kinds_solver`."""
