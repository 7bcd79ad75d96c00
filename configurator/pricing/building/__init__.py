"""From the shape of a book to the book: every name resolved against its catalog, every mistake reported."""
