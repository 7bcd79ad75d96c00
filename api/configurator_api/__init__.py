"""HTTP only: translate a request, delegate to the engine, translate back."""
