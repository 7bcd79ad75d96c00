"""What a configuration costs, step by step, with a proof for every line."""
