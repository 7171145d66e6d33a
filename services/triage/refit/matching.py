"""The alert threshold of new heads: as many alerts for nothing as before, so that only the dangers found differ."""

from collections.abc import Sequence
from dataclasses import replace

from services.triage.domain.heads import Heads
from services.triage.domain.outputs import TAGS
from services.triage.refit.figures import told_of
from services.triage.refit.fitting import Row

EMERGENCY = TAGS.index("emergency")
NEVER = 1.0
"""The threshold where words and tags alone alert as much as is borne."""


def at_the_load_of(before: Heads, after: Heads, held: Sequence[Row], *, brief: bool) -> Heads:
    """The new heads with the threshold at which no more of the harmless held lines alert than by the heads before.

    Dangers say nothing to it, so that how many of them are found is still measured on lines that had no part in it.
    """
    harmless = [row for row in held if "emergency" not in row.given.tags]
    borne = sum(told.alert for told in told_of(before, harmless, brief=brief))
    silent = replace(after, alert_at=2.0)
    told = told_of(silent, harmless, brief=brief)
    chances = sorted(
        (
            float(after.probabilities(row.brief if brief else row.whole)[EMERGENCY])
            for row, each in zip(harmless, told, strict=True)
            if not each.alert
        ),
        reverse=True,
    )
    room = borne - sum(each.alert for each in told)
    return replace(after, alert_at=_between(chances, room))


def _between(chances: Sequence[float], room: int) -> float:
    """The threshold that lets through so many of these, the likeliest first; of equal ones all or none."""
    if room >= len(chances):
        return chances[-1] if chances else NEVER
    likelier = [chance for chance in chances[: max(0, room)] if chance > chances[room]]
    return (likelier[-1] + chances[room]) / 2 if likelier else NEVER
