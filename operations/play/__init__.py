"""`bluelamp play FILE`: recorded mentions of any origin, sent through the stand-in into the running system."""

from operations.play.verb import VERB

__all__ = ["VERB"]
