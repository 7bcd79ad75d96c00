"""Growth plans: what every contract on offer comes to as demand grows, and which of them to choose."""
