"""What the publisher decides, without I/O: what a command changes, what is due, and what an answer of a platform means."""
