"""The schemas of requests, and of responses that only the API gives."""
