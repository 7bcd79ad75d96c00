"""Prices of configurations, step by step, with verifiable lines."""
