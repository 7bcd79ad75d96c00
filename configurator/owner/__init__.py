"""The work of catalog owners: checking, scenarios and schemas."""
