"""Community concerns for the force's other systems: which mentions make one, and what it says. Thin: ids, no words."""

from datetime import datetime

from services.triage.domain.ids import derived_id
from shared.contracts.concern_changed import Concern, ConcernWithdrawn
from shared.contracts.labels import Labels
from shared.contracts.mention_triaged import Triaged

TAG = "community_concern"


def concern_id(mention: str, posted_at: datetime) -> str:
    """The id of a mention's concern: the same however often it is told."""
    return derived_id(f"concern|{mention}", posted_at)


def tells_of_concern(labels: Labels) -> bool:
    """Whether other systems are told of it."""
    return TAG in labels.tags and labels.concern is not None


def same_concern(labels: Labels, before: Labels) -> bool:
    """Whether other systems would hear nothing new, or nothing at all."""
    if not tells_of_concern(labels) or not tells_of_concern(before):
        return tells_of_concern(labels) == tells_of_concern(before)
    return all(
        getattr(labels, what) == getattr(before, what)
        for what in ("concern", "urgency", "district", "place", "police_area")
    )


def concern_of(triaged: Triaged, force: str, masked_text: str | None = None) -> Concern | None:
    """The concern that a labelled mention tells of, or None; `masked_text` only where a force switched it on."""
    labels = triaged.labels
    if labels.concern is None or not tells_of_concern(labels):
        return None
    return Concern(
        id=concern_id(triaged.id, triaged.posted_at),
        force=force,
        mention=triaged.id,
        conversation=triaged.conversation,
        link=triaged.link,
        district=labels.district,
        police_area=labels.police_area,
        place=labels.place,
        concern=labels.concern,
        urgency=labels.urgency,
        basis=triaged.basis,
        posted_at=triaged.posted_at,
        raised_at=triaged.triaged_at,
        masked_text=masked_text,
    )


def withdrawn_of(triaged: Triaged, force: str, reason: str) -> ConcernWithdrawn:
    """The withdrawal of the concern that a mention had made before."""
    return ConcernWithdrawn(
        id=concern_id(triaged.id, triaged.posted_at),
        force=force,
        mention=triaged.id,
        conversation=triaged.conversation,
        reason=reason,
        withdrawn_at=triaged.triaged_at,
    )
