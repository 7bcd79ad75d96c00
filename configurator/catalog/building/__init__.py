"""From checked shapes to the model: names resolved, numbers in base units, expressions checked in their scope."""
