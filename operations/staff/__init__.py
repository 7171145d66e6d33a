"""`bluelamp staff`: who works with it; the first people are added here, before anybody can sign in."""

from operations.staff.verb import VERB

__all__ = ["VERB"]
