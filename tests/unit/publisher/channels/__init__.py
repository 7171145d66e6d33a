"""The suite of a channel: what each behaviour of a platform proves about the post."""
