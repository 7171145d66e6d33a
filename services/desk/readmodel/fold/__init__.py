"""How the facts of the topics become the read model: each may come twice, and from two topics in any order."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from services.desk.domain.delivery import Expected
from services.desk.domain.holding import HoldRead
from services.desk.readmodel.fold import alerts, around, deliveries, drafts, holds, measures, mentions, templates, work
from services.desk.readmodel.fold.tables import Gone, Tables
from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertPassedOn, AlertRaised
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.district_measured import Measured
from shared.contracts.fact import Fact
from shared.contracts.hold_changed import Hold
from shared.contracts.labelling_reported import LabellingReport
from shared.contracts.mention_changed import Mention, MentionRemoved
from shared.contracts.mention_triaged import Triaged
from shared.contracts.post_changed import Delivery
from shared.contracts.post_sampled import PostSample
from shared.contracts.staff_changed import Person
from shared.contracts.work_changed import Claim, Closing, Correction, Draft, Note, Template

__all__ = ["Fold", "Gone"]

_FOLDS: Mapping[type[Fact], Callable[[Tables, Any], None]] = {
    Mention: mentions.received,
    MentionRemoved: mentions.removed,
    Triaged: mentions.triaged,
    Correction: mentions.corrected,
    Claim: work.claimed,
    Closing: work.closed,
    Note: work.noted,
    Template: templates.changed,
    AlertRaised: alerts.raised,
    AlertAcknowledged: alerts.acknowledged,
    AlertPassedOn: alerts.passed_on,
    AlertClosed: alerts.closed,
    Delivery: deliveries.changed,
    Expected: deliveries.expected,
    PostSample: deliveries.sampled,
    HoldRead: holds.read,
    Hold: holds.said,
    Draft: drafts.saved,
    Measured: measures.measured,
    Person: around.person,
    ChannelReport: around.reported,
    LabellingReport: around.labelled,
}
"""What each kind of fact does to the tables; one that is not here changes nothing."""

_FORGETS: Mapping[type[Fact], Callable[[Tables, str], None]] = {
    Mention: mentions.forgotten,
    Delivery: deliveries.forgotten,
    Draft: drafts.forgotten,
    Measured: measures.forgotten,
}
"""What a tombstone takes away, by the kind of thing that it was."""


class Fold:
    """Applies facts to the tables; the caller holds the transaction, and finds in `touched` what changed for whom."""

    def __init__(self, db: sqlite3.Connection, districts_of: Mapping[str, Iterable[str]]) -> None:
        self._tables = Tables(db, districts_of)
        self.touched = self._tables.touched

    def apply(self, fact: Fact) -> None:
        """Fold one fact; one of a kind that the desk does not need changes nothing."""
        if folds := _FOLDS.get(type(fact)):
            folds(self._tables, fact)

    def forget(self, gone: Gone) -> None:
        """Something was removed, erased or thrown away: what is known of it goes, at once."""
        if forgets := _FORGETS.get(gone.kind):
            forgets(self._tables, gone.id)
