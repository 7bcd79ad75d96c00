"""The engine of wide numbers: interval propagation over boxes of values, many boxes at once as arrays."""
