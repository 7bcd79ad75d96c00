"""A product configurator and pricing engine: exact option states, explained prices, quotes proved years later."""
