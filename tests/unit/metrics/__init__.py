"""What metrics decides by itself."""
