"""Contracts over time: entitlements to capacity, commitments, prepaid balances, and the cost of growth under each plan.

Exceeding the entitlement is a state with a consequence (an alert, a debit, a debt), never an exception. Nothing here
reads the clock: usage, events and days are arguments.
"""
