"""What triage writes about a mention: labels, the alert of what its words alone did not tell, and its concern."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from services.triage.domain.alerting import alert_by_model, alert_of
from services.triage.domain.area import Area
from services.triage.domain.concerns import concern_id, concern_of, same_concern, tells_of_concern, withdrawn_of
from services.triage.domain.correcting import alert_by
from services.triage.domain.ids import derived_id
from services.triage.domain.labeller import Labeller
from services.triage.domain.personal_data import masked
from services.triage.domain.sense import Sense
from services.triage.domain.triaging import corrected_of, labels_of, triaged_of
from services.triage.memory import Memory
from shared.clock import now
from shared.contracts.alert_changed import ALERT_CHANGED, AlertFact
from shared.contracts.concern_changed import CONCERN_CHANGED, Concern, ConcernHeartbeat, ConcernWithdrawn
from shared.contracts.labelling_reported import LABELLING_REPORTED, LabellingReport
from shared.contracts.mention_changed import MENTION_CHANGED, Mention, MentionRemoved
from shared.contracts.mention_triaged import MENTION_TRIAGED, Triaged
from shared.contracts.record import Event, Record, record_of
from shared.contracts.topic import FactT, Topic
from shared.contracts.work_changed import WORK_CHANGED, Correction

SERVICE = "triage"
EDIT = "mention.edited"
EDITED = "the message was edited and tells of none any more"
CORRECTED = "a person corrected the labels"
REMOVED = "the message was removed"
READ_CLOSELY = "read more closely, the message tells of none"


@dataclass(frozen=True)
class Topics:
    """The topics that triage reads and writes; tests put their own in place of them."""

    mentions: Topic[Mention | MentionRemoved] = MENTION_CHANGED
    work: Topic[Correction] = WORK_CHANGED  # type: ignore[assignment]  # of all work, corrections alone matter here
    triaged: Topic[Triaged] = MENTION_TRIAGED
    concerns: Topic[Concern | ConcernWithdrawn | ConcernHeartbeat] = CONCERN_CHANGED
    alerts: Topic[AlertFact] = ALERT_CHANGED
    labelling: Topic[LabellingReport] = LABELLING_REPORTED


@dataclass(frozen=True)
class Teller:
    """Makes the records; what it tells it remembers, so that the next words on a mention fit."""

    labeller: Labeller
    area: Area
    topics: Topics
    memory: Memory
    concern_text: bool = False

    def labelled(
        self, event: Event[Any], mention: Mention, read_at: int, sense: Sense | None, before: Triaged | None = None
    ) -> Iterable[Record]:
        """Labels of a mention, unless a person has spoken (an edit may alert) or it is gone; its alert and concern.

        `before` are labels that were made without the encoder, where these are made again with it.
        """
        standing = self.memory.of(mention.id)
        if standing is not None and (standing.by_person or standing.removed):
            if standing.by_person and event.transition == EDIT:
                yield from self._news(event, mention, sense)
            return
        labels, basis = labels_of(self.labeller, mention, self.area, sense)
        triaged = triaged_of(mention, labels, basis, now(), read_at=read_at)
        self.memory.learn(triaged)
        yield answer(self.topics.triaged, "mention.triaged" if before is None else "mention.relabelled", triaged, event)
        if labels.alert and not self._alerted(mention, before):
            yield answer(self.topics.alerts, "alert.raised", alert_by_model(mention, triaged), event)
        if before is not None and same_concern(triaged.labels, before.labels):
            return
        words = masked(mention.text, self.labeller.personal_data(mention.text)) if self.concern_text else None
        concern = concern_of(triaged, self.area.force, words)
        why = EDITED if before is None else READ_CLOSELY
        stood = (standing is not None and standing.concern) or (before is not None and tells_of_concern(before.labels))
        yield from self._told(triaged, concern, event, stood=stood, why=why)

    def _news(self, event: Event[Any], mention: Mention, sense: Sense | None) -> Iterable[Record]:
        """The alert of an edit: a person's labels stand, and they were not said of these words."""
        labels, basis = labels_of(self.labeller, mention, self.area, sense)
        if labels.alert and not self._alerted(mention, None):
            alert = alert_by_model(mention, triaged_of(mention, labels, basis, now()))
            yield answer(self.topics.alerts, "alert.raised", alert, event)

    def corrected(self, event: Event[Correction]) -> Iterable[Record]:
        """Labels as a person says they are, and what follows."""
        correction, at = event.fact, now()
        standing = self.memory.of(correction.mention)
        if standing is not None and standing.removed:
            return
        triaged = corrected_of(correction, at)
        self.memory.learn(triaged)
        yield answer(self.topics.triaged, "mention.corrected", triaged, event)
        alert = alert_by(correction, at)
        if alert is not None:
            yield answer(self.topics.alerts, "alert.raised", alert, event)
        concern = concern_of(triaged, self.area.force)
        stood = correction.was_concern if standing is None else standing.concern
        yield from self._told(triaged, concern, event, stood=stood, why=CORRECTED)

    def restated(self, event: Event[Triaged], person: Triaged) -> Iterable[Record]:
        """A person's labels once more, after others that came to stand behind them; and the concern as they have it."""
        yield answer(self.topics.triaged, "mention.corrected", person, event)
        anew = person.model_copy(update={"triaged_at": now()})  # a concern is told by when it was raised
        standing = self.memory.of(person.id)  # as the person left it: their word was read back before
        stood = tells_of_concern(event.fact.labels) or (standing is not None and standing.concern)
        yield from self._told(anew, concern_of(anew, self.area.force), event, stood=stood, why=CORRECTED)

    def removed(self, mention: str, partition: int, cause: str) -> Iterable[Record]:
        """A message is gone: its labels go, and its concern does not stand.

        Words and labels are ordered alike, so that the labels are on the partition where the words were; `cause` names
        the record that told of it.
        """
        standing, at = self.memory.of(mention), now()
        self.memory.removed(mention, at)
        yield Record(self.topics.triaged.name, partition, mention.encode(), None, [])
        if standing is None or not standing.concern or standing.posted_at is None:
            return
        withdrawn = ConcernWithdrawn(
            id=concern_id(mention, standing.posted_at),
            force=self.area.force,
            mention=mention,
            conversation=standing.conversation,
            reason=REMOVED,
            withdrawn_at=at,
        )
        name = derived_id(f"concern.withdrawn|{cause}", standing.posted_at)
        yield record_of(self.topics.concerns, "concern.withdrawn", withdrawn, id=name, source=SERVICE, time=at)

    def removed_again(self, event: Event[Triaged], partition: int) -> Iterable[Record]:
        """Labels go that came to stand behind the removal of their mention, and the concern that they told of."""
        triaged = event.fact
        yield Record(self.topics.triaged.name, partition, triaged.id.encode(), None, [])
        anew = triaged.model_copy(update={"triaged_at": now()})
        yield from self._told(anew, None, event, stood=tells_of_concern(triaged.labels), why=REMOVED)

    def _alerted(self, mention: Mention, before: Triaged | None) -> bool:
        """Whether its words, or the labels before, have raised an alert for this version of it."""
        if before is not None:
            return before.labels.alert  # what today's tables make of it was not told then
        return alert_of(self.labeller, mention, self.area, now()) is not None

    def _told(
        self, triaged: Triaged, concern: Concern | None, to: Event[Any], *, stood: bool, why: str
    ) -> Iterable[Record]:
        """What other systems are told: nothing where no concern stands or stood."""
        if concern is not None:
            yield answer(self.topics.concerns, "concern.revised" if stood else "concern.raised", concern, to)
        elif stood:
            withdrawn = withdrawn_of(triaged, self.area.force, why)
            yield answer(self.topics.concerns, "concern.withdrawn", withdrawn, to)


def answer(topic: Topic[FactT], transition: str, fact: FactT, to: Event[Any]) -> Record:
    """The record for a fact; its id follows from the event it answers, so that a repeat is known for one."""
    return record_of(
        topic,
        transition,
        fact,
        id=derived_id(f"{transition}|{to.id}", to.time),
        source=SERVICE,
        time=now(),
        traceparent=to.traceparent,
    )
