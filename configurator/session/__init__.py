"""A person choosing: option states, explanations, repairs and completion, exact and in any order.

A session only asks the solver; it never guesses, and what it cannot find out in time it calls undecided.
"""
