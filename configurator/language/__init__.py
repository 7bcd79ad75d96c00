"""The expression language of rules and prices: parse, check, evaluate, show."""
