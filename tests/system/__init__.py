"""The whole system as a person starts it, looked at from outside through its seams alone."""
