"""Text in, positioned tree out. This room knows nothing of products or prices."""
