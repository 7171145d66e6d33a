"""What the publisher decides, without I/O: what a command changes, what is due, what a platform's answer means."""
