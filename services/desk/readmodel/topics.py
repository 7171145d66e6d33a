"""The topics that the desk reads and writes; tests give their own, everything else takes the contracts' as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.desk.readmodel.fold import Gone
from shared.contracts.alert_changed import ALERT_CHANGED, AlertFact
from shared.contracts.audit_recorded import AUDIT_RECORDED, AuditEntry
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport
from shared.contracts.district_measured import DISTRICT_MEASURED, Measured
from shared.contracts.fact import Fact
from shared.contracts.hold_changed import HOLD_CHANGED, Hold
from shared.contracts.labelling_reported import LABELLING_REPORTED, LabellingReport
from shared.contracts.mention_changed import MENTION_CHANGED, Mention, MentionRemoved
from shared.contracts.mention_triaged import MENTION_TRIAGED, Triaged
from shared.contracts.post_changed import POST_CHANGED, Delivery
from shared.contracts.post_requested import POST_REQUESTED, Command
from shared.contracts.post_sampled import POST_SAMPLED, PostSample
from shared.contracts.staff_changed import STAFF_CHANGED, Person
from shared.contracts.topic import Topic
from shared.contracts.work_changed import WORK_CHANGED, Draft, WorkFact


@dataclass(frozen=True)
class DeskTopics:
    """Every topic of the desk."""

    mention: Topic[Mention | MentionRemoved] = MENTION_CHANGED
    triaged: Topic[Triaged] = MENTION_TRIAGED
    alert: Topic[AlertFact] = ALERT_CHANGED
    work: Topic[WorkFact] = WORK_CHANGED
    requested: Topic[Command] = POST_REQUESTED
    post: Topic[Delivery] = POST_CHANGED
    sample: Topic[PostSample] = POST_SAMPLED
    measured: Topic[Measured] = DISTRICT_MEASURED
    staff: Topic[Person] = STAFF_CHANGED
    hold: Topic[Hold] = HOLD_CHANGED
    channel: Topic[ChannelReport] = CHANNEL_REPORTED
    labelling: Topic[LabellingReport] = LABELLING_REPORTED
    audit: Topic[AuditEntry] = AUDIT_RECORDED
    dead: str = "desk.dead.v1"
    replay: str = "desk.replay.v1"

    def folded(self) -> Mapping[str, Topic[Any]]:
        """The topics that the read model is made of, by name."""
        people = (self.staff, self.channel, self.labelling, self.mention, self.triaged, self.alert, self.work)
        folded: tuple[Topic[Any], ...] = (*people, self.post, self.sample, self.measured, self.hold)
        return {topic.name: topic for topic in folded}

    def needed(self) -> list[str]:
        """The topics without which the desk cannot work, by name."""
        return [*self.folded(), self.requested.name, self.replay]

    def writes(self, transition: str) -> Topic[Any]:
        """The topic that a fact or command of the desk's own goes to."""
        written = (self.alert, self.work, self.hold, self.requested)
        return next(topic for topic in written if transition in topic.transitions)

    def gone(self, topic: Topic[Any], key: str) -> Gone | None:
        """What a tombstone with this key says is gone; None where the desk knows nothing of the kind."""
        if topic is self.work:
            kind, _, item = key.partition(":")
            return Gone(Draft, item) if kind == "draft" else None
        kinds: Mapping[str, type[Fact]] = {
            self.mention.name: Mention,
            self.post.name: Delivery,
            self.measured.name: Measured,
        }
        return Gone(kinds[topic.name], key) if topic.name in kinds else None
