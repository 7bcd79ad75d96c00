"""What lies near a solution, by passes over arrays: values one change away, and solutions a few changes away."""
