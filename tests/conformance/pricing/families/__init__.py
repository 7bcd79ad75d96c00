"""One module for each family of models; each has a table TRANSLATIONS from model to translation."""
