"""Rules that services must judge alike."""
