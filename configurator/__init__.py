"""A product configurator and pricing engine: declarative catalogs, exact option states, prices that prove themselves."""
