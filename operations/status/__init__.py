"""`bluelamp status`: what IT wants to know on a Monday."""

from operations.status.verb import VERB

__all__ = ["VERB"]
