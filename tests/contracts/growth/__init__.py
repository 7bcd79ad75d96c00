"""The tests of growth plans."""
