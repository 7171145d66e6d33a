"""The contracts keep their word: golden records of every version stay readable, schemas only grow."""
