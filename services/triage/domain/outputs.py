"""The outputs of terms, encoder and heads: which labels they speak for, in which order."""

from typing import Final, get_args

from shared.contracts.labels import Sentiment, Tag, Urgency

TAGS: Final[tuple[Tag, ...]] = get_args(Tag)
URGENCIES: Final[tuple[Urgency, ...]] = get_args(Urgency)
SENTIMENTS: Final[tuple[Sentiment, ...]] = get_args(Sentiment)
CONCERNS: Final = (
    "antisocial_behaviour",
    "speeding_and_driving",
    "parking",
    "nuisance_vehicles",
    "drugs",
    "noise",
    "litter_and_fly_tipping",
    "damage_and_graffiti",
    "theft_and_shoplifting",
    "burglary",
    "violence",
    "harassment",
    "hate_crime",
    "fraud_and_scams",
    "missing_or_vulnerable_person",
    "animals_and_wildlife",
    "roads_and_lighting",
    "suspicious_activity",
    "other",
)
"""The concerns that the authored lines are labelled with: those of the registry that comes with the product."""
GROUPS: Final = {
    "tags": len(TAGS),
    "concern": len(CONCERNS),
    "urgency": len(URGENCIES),
    "needs_reply": 1,
    "sentiment": len(SENTIMENTS),
}
"""Parts of the outputs, in their order, and how many numbers each has."""
OUTPUTS: Final = sum(GROUPS.values())


def slice_of(group: str) -> slice:
    """Where a group's numbers stand among the outputs."""
    start = 0
    for name, size in GROUPS.items():
        if name == group:
            return slice(start, start + size)
        start += size
    raise KeyError(group)
