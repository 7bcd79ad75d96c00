"""The expression language of rules and prices: parse, type-check, evaluate, print."""
