"""The catalog owner's bench: checking, scenarios and schemas."""
