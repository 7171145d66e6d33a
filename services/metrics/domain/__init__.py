"""What is counted when, within which budget, and what it adds up to: pure."""
