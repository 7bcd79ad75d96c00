"""A service over the shipped catalogs, for responses that are prices."""

from tests.api.conftest import served as served
