"""The quote as data: the offer, the exact files, and the means to verify it years later."""
