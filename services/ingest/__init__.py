"""Mentions in: from the platforms' streams and searches to mention.changed, once per platform id."""
