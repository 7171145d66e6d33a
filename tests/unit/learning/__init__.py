"""What teaches triage and measures it, on lines of our own."""
