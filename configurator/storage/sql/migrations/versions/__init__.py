"""The steps, in the order of their names. A step that was released is never edited; the next one mends it."""
