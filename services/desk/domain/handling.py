"""What a person may do with an alert: acknowledge it, pass it to the control room, close it."""

from collections.abc import Mapping
from datetime import datetime

from services.desk.domain.alert import DeskAlert
from services.desk.domain.refusal import Refused
from services.desk.domain.words import typed
from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertPassedOn

REFERENCE_LIMIT = 60
"""Characters of a control room's reference."""
REASON_LIMIT = 300
"""Characters of why an alert was closed."""


def acknowledge(alert: DeskAlert, *, by: str, now: datetime, names: Mapping[str, str]) -> list[AlertAcknowledged]:
    """Somebody has seen it and owns it; seen twice by the same person, it stays as it was."""
    _still_open(alert)
    if alert.owner == by:
        return []
    if alert.owner is not None:
        raise Refused(
            "conflict", f"{names.get(alert.owner, alert.owner)} has acknowledged this alert.", "Ask them how it stands."
        )
    return [AlertAcknowledged(id=alert.id, conversation=alert.raised.conversation, by=by, at=now)]


def pass_on(alert: DeskAlert, *, by: str, now: datetime, reference: str) -> list[AlertAcknowledged | AlertPassedOn]:
    """The control room knows, under this reference; who passes it on has thereby seen it."""
    _still_open(alert)
    given = typed(reference)
    if not given or len(given) > REFERENCE_LIMIT:
        raise Refused(
            "invalid",
            "The control room's reference is missing." if not given else "The reference is too long.",
            f"Ring the control room, and enter the reference that they give (up to {REFERENCE_LIMIT} characters).",
        )
    conversation = alert.raised.conversation
    seen = [] if alert.acknowledged else [AlertAcknowledged(id=alert.id, conversation=conversation, by=by, at=now)]
    return [*seen, AlertPassedOn(id=alert.id, conversation=conversation, by=by, reference=given, at=now)]


def close(alert: DeskAlert, *, by: str, now: datetime, reason: str) -> list[AlertClosed]:
    """Ended, and somebody said why."""
    _still_open(alert)
    given = typed(reason)
    if not given or len(given) > REASON_LIMIT:
        raise Refused(
            "invalid",
            "The reason is missing." if not given else "The reason is too long.",
            f"Say in a sentence why nobody is in danger or who deals with it (up to {REASON_LIMIT} characters).",
        )
    return [AlertClosed(id=alert.id, conversation=alert.raised.conversation, by=by, reason=given, at=now)]


def _still_open(alert: DeskAlert) -> None:
    if alert.closed:
        raise Refused("conflict", "This alert is closed.", "If somebody is in danger, ring 999 or the control room.")
