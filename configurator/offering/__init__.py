"""Choices and prices together: the running price and what every option would change."""
