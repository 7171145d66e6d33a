"""What the desk knows and decides, pure: mentions and alerts as they stand, what a person may do next, and why not."""
