"""`bluelamp demo`: the scenario that a newcomer sees first, played through the sandbox and the desk's own HTTP."""

from operations.demo.verb import VERB

__all__ = ["VERB"]
