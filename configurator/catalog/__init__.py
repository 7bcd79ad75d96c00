"""Catalogs: files are checked for shape, built into a model, and the model is checked."""
