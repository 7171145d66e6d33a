"""The `bluelamp` command: what operators do, a file or folder per verb; it knows shared/, and no service."""
