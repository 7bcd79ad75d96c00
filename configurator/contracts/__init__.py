"""Contracts over time: rights to capacity, commitments, prepaid balances, and what growing costs under each plan.

Going over one's rights is a state with a consequence (an alert, a debit, a debt), never an exception. Nothing here
reads the clock: usage, events and days are given.
"""
