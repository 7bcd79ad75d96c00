"""Order rules from their shape, with every problem of the document at once."""
