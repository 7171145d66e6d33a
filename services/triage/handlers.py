"""What triage writes for each record that it reads: alerts by one path, labels and concerns by the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiokafka import ConsumerRecord

from services.triage.domain.alerting import alert_of
from services.triage.domain.area import Area
from services.triage.domain.concerns import concern_of, withdrawn_of
from services.triage.domain.correcting import alert_by
from services.triage.domain.ids import derived_id
from services.triage.domain.labeller import Labeller
from services.triage.domain.personal_data import masked
from services.triage.domain.triaging import corrected_of, labels_of, triaged_of
from services.triage.memory import Memory
from shared.clock import now
from shared.contracts.alert_changed import ALERT_CHANGED, AlertFact
from shared.contracts.concern_changed import CONCERN_CHANGED, Concern, ConcernHeartbeat, ConcernWithdrawn
from shared.contracts.labelling_reported import LABELLING_REPORTED, LabellingReport
from shared.contracts.mention_changed import MENTION_CHANGED, Mention, MentionRemoved
from shared.contracts.mention_triaged import MENTION_TRIAGED, Triaged
from shared.contracts.record import Event, Record, event_of, record_of
from shared.contracts.topic import FactT, Topic
from shared.contracts.work_changed import WORK_CHANGED, Correction

SERVICE = "triage"


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
class Alerts:
    """The fast path: an alert for a mention that may concern danger, and nothing else."""

    labeller: Labeller
    area: Area
    topics: Topics

    def __call__(self, record: ConsumerRecord[bytes, bytes]) -> Iterable[Record]:
        """At most one record; raises InvalidMessage for bytes that are no mention."""
        event = event_of(self.topics.mentions, record.value, record.headers)
        if event is None or isinstance(event.fact, MentionRemoved):
            return
        at = now()
        alert = alert_of(self.labeller, event.fact, self.area, at)
        if alert is not None:
            yield _answer(self.topics.alerts, "alert.raised", alert, event)


@dataclass(frozen=True)
class Labels:
    """The exactly-once path: labels of every mention, concerns of some, and what people corrected.

    Once a person has corrected a mention, an edit of it writes nothing here: the person's labels stand until a person
    corrects them again. The fast path knows nothing of corrections, so that an edit that tells of danger still alerts.
    """

    labeller: Labeller
    area: Area
    topics: Topics
    memory: Memory
    concern_text: bool = False

    def __call__(self, record: ConsumerRecord[bytes, bytes]) -> Iterable[Record]:
        """Raises InvalidMessage for bytes that break their contract."""
        if record.topic == self.topics.work.name:
            work = event_of(self.topics.work, record.value, record.headers)
            return self._corrected(work) if work and isinstance(work.fact, Correction) else ()
        mention = event_of(self.topics.mentions, record.value, record.headers)
        return self._labelled(mention, mention.fact) if mention and isinstance(mention.fact, Mention) else ()

    def _labelled(self, event: Event[Any], mention: Mention) -> Iterable[Record]:
        standing = self.memory.of(mention.id)
        if standing is not None and standing.by_person:
            return
        labels, basis = labels_of(self.labeller, mention, self.area)
        triaged = triaged_of(mention, labels, basis, now())
        self.memory.learn(triaged)
        yield _answer(self.topics.triaged, "mention.triaged", triaged, event)
        words = masked(mention.text, self.labeller.personal_data(mention.text)) if self.concern_text else None
        concern = concern_of(triaged, self.area.force, words)
        why = "the message was edited and tells of none any more"
        yield from self._told(triaged, concern, event, stood=standing is not None and standing.concern, why=why)

    def _corrected(self, event: Event[Correction]) -> Iterable[Record]:
        correction, at = event.fact, now()
        standing = self.memory.of(correction.mention)
        triaged = corrected_of(correction, at)
        self.memory.learn(triaged)
        yield _answer(self.topics.triaged, "mention.corrected", triaged, event)
        alert = alert_by(correction, at)
        if alert is not None:
            yield _answer(self.topics.alerts, "alert.raised", alert, event)
        concern = concern_of(triaged, self.area.force)
        stood = correction.was_concern if standing is None else standing.concern
        yield from self._told(triaged, concern, event, stood=stood, why="a person corrected the labels")

    def _told(
        self,
        triaged: Triaged,
        concern: Concern | None,
        to: Event[Any],
        *,
        stood: bool,
        why: str,
    ) -> Iterable[Record]:
        """What other systems are told: nothing where no concern stands or stood."""
        if concern is not None:
            yield _answer(self.topics.concerns, "concern.revised" if stood else "concern.raised", concern, to)
        elif stood:
            withdrawn = withdrawn_of(triaged, self.area.force, why)
            yield _answer(self.topics.concerns, "concern.withdrawn", withdrawn, to)


def _answer(topic: Topic[FactT], transition: str, fact: FactT, to: Event[Any]) -> Record:
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
