"""The quote as data: what was offered, from which exact files, and the means to prove it again years later."""
