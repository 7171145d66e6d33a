"""The facts on the topics: one file per topic says what is on it, who writes it and who reads it."""

from typing import Any

from shared.contracts.alert_changed import ALERT_CHANGED
from shared.contracts.audit_recorded import AUDIT_RECORDED
from shared.contracts.channel_reported import CHANNEL_REPORTED
from shared.contracts.concern_changed import CONCERN_CHANGED
from shared.contracts.dead import DEAD_LETTERS, REPLAYS
from shared.contracts.fact import Fact
from shared.contracts.ingest_progress import INGEST_PROGRESS
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.mention_triaged import MENTION_TRIAGED
from shared.contracts.staff_changed import STAFF_CHANGED
from shared.contracts.topic import Topic
from shared.contracts.work_changed import WORK_CHANGED

TOPICS: tuple[Topic[Any], ...] = (
    MENTION_CHANGED,
    MENTION_TRIAGED,
    ALERT_CHANGED,
    CONCERN_CHANGED,
    WORK_CHANGED,
    STAFF_CHANGED,
    INGEST_PROGRESS,
    CHANNEL_REPORTED,
    AUDIT_RECORDED,
)
"""Every topic that carries facts, in the order in which a mention meets them."""

__all__ = ["DEAD_LETTERS", "REPLAYS", "TOPICS", "Fact", "Topic"]
