"""Growth plans: the cost of every contract as demand grows, and which one to choose."""
