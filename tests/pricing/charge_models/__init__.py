"""The charge models, one by one."""
