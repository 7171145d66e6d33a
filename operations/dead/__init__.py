"""`bluelamp dead`: records that a service could not handle: list them, look at one, put them before it again."""

from operations.dead.verb import VERB

__all__ = ["VERB"]
