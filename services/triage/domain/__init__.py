"""The rules of triage: pure functions from words to labels."""
