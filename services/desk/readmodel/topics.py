"""The topics that the desk reads and writes; tests give their own, everything else takes the contracts' as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.contracts.alert_changed import ALERT_CHANGED, AlertFact
from shared.contracts.audit_recorded import AUDIT_RECORDED, AuditEntry
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.mention_changed import MENTION_CHANGED, Mention
from shared.contracts.mention_triaged import MENTION_TRIAGED, Triaged
from shared.contracts.staff_changed import STAFF_CHANGED, Person
from shared.contracts.topic import Topic
from shared.contracts.work_changed import WORK_CHANGED, WorkFact


@dataclass(frozen=True)
class DeskTopics:
    """Every topic of the desk."""

    mention: Topic[Mention] = MENTION_CHANGED
    triaged: Topic[Triaged] = MENTION_TRIAGED
    alert: Topic[AlertFact] = ALERT_CHANGED
    work: Topic[WorkFact] = WORK_CHANGED
    staff: Topic[Person] = STAFF_CHANGED
    channel: Topic[ChannelReport] = CHANNEL_REPORTED
    audit: Topic[AuditEntry] = AUDIT_RECORDED
    dead: str = "desk.dead.v1"
    replay: str = "desk.replay.v1"

    def folded(self) -> Mapping[str, Topic[Any]]:
        """The topics that the read model is made of, by name."""
        return {
            topic.name: topic for topic in (self.staff, self.channel, self.mention, self.triaged, self.alert, self.work)
        }
