"""Variables of one instance as one variable: for many instances that only sums and counts tie together."""
