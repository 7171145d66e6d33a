"""The topics that the publisher reads and writes; tests put their own in place of them."""

from dataclasses import dataclass

from shared.contracts.audit_recorded import AUDIT_RECORDED, AuditEntry
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.hold_changed import HOLD_CHANGED, Hold
from shared.contracts.post_changed import POST_CHANGED, Delivery
from shared.contracts.post_requested import POST_REQUESTED, Command
from shared.contracts.staff_changed import STAFF_CHANGED, Person
from shared.contracts.topic import Topic
from shared.contracts.work_changed import WORK_CHANGED, WorkFact

SERVICE = "publisher"


@dataclass(frozen=True)
class Topics:
    """One for each contract."""

    requests: Topic[Command] = POST_REQUESTED
    deliveries: Topic[Delivery] = POST_CHANGED
    staff: Topic[Person] = STAFF_CHANGED
    holds: Topic[Hold] = HOLD_CHANGED
    work: Topic[WorkFact] = WORK_CHANGED
    audit: Topic[AuditEntry] = AUDIT_RECORDED
    channels: Topic[ChannelReport] = CHANNEL_REPORTED
