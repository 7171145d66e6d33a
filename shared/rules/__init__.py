"""Rules that two services must judge alike, pure: who may see, who may do."""
