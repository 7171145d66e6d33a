"""What the platform holds: users, posts and rules, in one SQLite file."""
