"""The heads that a refit made: which versions there are, which is in force, and the watch that puts it in place."""
