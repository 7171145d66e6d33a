"""X's v2 HTTP, one file for each family of endpoints."""
