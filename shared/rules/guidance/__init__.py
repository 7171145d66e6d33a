"""The guidance check before posting: a force's rules are data, this package only knows their kinds.

It helps a writer, and proves nothing: people approve.
"""

from shared.rules.guidance.draught import Around, Draughted
from shared.rules.guidance.engine import check
from shared.rules.guidance.loading import guidance_of
from shared.rules.guidance.rules import Guidance, Rule

__all__ = ["Around", "Draughted", "Guidance", "Rule", "check", "guidance_of"]
