"""Choices combined with prices: the running price and the price difference of every option."""
