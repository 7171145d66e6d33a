"""The alert that a person raises by saying that a message is an emergency."""

from datetime import datetime

from shared.contracts.alert_changed import AlertRaised
from shared.contracts.labels import Basis
from shared.contracts.work_changed import Correction

EMERGENCY = "emergency"


def alert_by(correction: Correction, at: datetime) -> AlertRaised | None:
    """The alert of a mention that a person calls an emergency, or None; it is news, however often it was alerted."""
    labels = correction.labels
    if EMERGENCY not in labels.tags:
        return None
    where = f"district:{labels.district}"
    return AlertRaised(
        id=correction.mention,
        conversation=correction.conversation,
        accounts=correction.accounts,
        district=labels.district,
        link=correction.link,
        reasons=tuple(reason for reason in labels.reasons if reason.label in (EMERGENCY, where)),
        basis=Basis(kind="person", method=correction.by),
        posted_at=correction.posted_at,
        received_at=correction.received_at,
        raised_at=at,
        about=labels.concern,
        place=labels.place,
        because="person",
        occasion=f"person:{correction.at.isoformat()}",
    )
