"""Everything is killed, cut off, held up and lied to at every step, and then the posts on the platform are counted."""
