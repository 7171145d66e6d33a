"""What the desk remembers, in SQLite: the topics folded for asking, and beside it sessions, which no topic has."""
