"""UVL, the language in which feature models are exchanged: read in full, and written."""
