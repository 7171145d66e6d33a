"""The facts on the topics: one file per topic says what is on it, who writes it and who reads it."""

from typing import Any

from shared.contracts.account_sampled import ACCOUNT_SAMPLED
from shared.contracts.alert_changed import ALERT_CHANGED
from shared.contracts.audit_recorded import AUDIT_RECORDED
from shared.contracts.channel_reported import CHANNEL_REPORTED
from shared.contracts.concern_changed import CONCERN_CHANGED
from shared.contracts.contribution_changed import CONTRIBUTION_CHANGED
from shared.contracts.dead import DEAD_LETTERS, REPLAYS
from shared.contracts.district_measured import DISTRICT_MEASURED
from shared.contracts.fact import Fact
from shared.contracts.hold_changed import HOLD_CHANGED
from shared.contracts.ingest_progress import INGEST_PROGRESS
from shared.contracts.labelling_reported import LABELLING_REPORTED
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.mention_triaged import MENTION_TRIAGED
from shared.contracts.post_changed import POST_CHANGED
from shared.contracts.post_requested import POST_REQUESTED
from shared.contracts.post_sampled import POST_SAMPLED
from shared.contracts.staff_changed import STAFF_CHANGED
from shared.contracts.topic import Topic
from shared.contracts.work_changed import WORK_CHANGED

TOPICS: tuple[Topic[Any], ...] = (
    MENTION_CHANGED,
    MENTION_TRIAGED,
    ALERT_CHANGED,
    CONCERN_CHANGED,
    WORK_CHANGED,
    POST_REQUESTED,
    POST_CHANGED,
    ACCOUNT_SAMPLED,
    POST_SAMPLED,
    CONTRIBUTION_CHANGED,
    DISTRICT_MEASURED,
    HOLD_CHANGED,
    STAFF_CHANGED,
    INGEST_PROGRESS,
    CHANNEL_REPORTED,
    LABELLING_REPORTED,
    AUDIT_RECORDED,
)
"""Every topic that carries facts, in the order in which a mention, then a post, then its counts meet them."""

__all__ = ["DEAD_LETTERS", "REPLAYS", "TOPICS", "Fact", "Topic"]
