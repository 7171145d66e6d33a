"""Whether messages get their labels: without them no alarm sounds, and officers must read for themselves."""

from typing import Literal

Labelling = Literal["works", "some_wait", "none_come"]
"""none_come: mentions wait and nothing was labelled since they came · some_wait: others are labelled meanwhile."""
