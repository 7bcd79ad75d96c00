"""Feature trees, whichever language they were written in, and the catalogs that they become."""
