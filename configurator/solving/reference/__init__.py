"""The oracle: try every combination of values, in order, and look. Slow and obvious on purpose."""
