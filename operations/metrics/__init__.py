"""`bluelamp metrics`: counts that no platform gives any more, such as past followers, from a file."""

from operations.metrics.verb import VERB

__all__ = ["VERB"]
