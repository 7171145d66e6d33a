"""What triage writes for each record that it reads: alerts by one path, labels and concerns by the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from aiokafka import ConsumerRecord

from services.triage.domain.alerting import alert_of
from services.triage.domain.area import Area
from services.triage.domain.concerns import concern_of, withdrawn_of
from services.triage.domain.ids import derived_id
from services.triage.domain.labeller import Labeller
from services.triage.domain.personal_data import masked
from services.triage.domain.triaging import corrected_of, labels_of, triaged_of
from shared.clock import now
from shared.contracts.alert_changed import ALERT_CHANGED, AlertFact
from shared.contracts.concern_changed import CONCERN_CHANGED, Concern, ConcernWithdrawn
from shared.contracts.mention_changed import MENTION_CHANGED, Mention
from shared.contracts.mention_triaged import MENTION_TRIAGED, Triaged
from shared.contracts.record import Event, Record, event_of, record_of
from shared.contracts.topic import FactT, Topic
from shared.contracts.work_changed import WORK_CHANGED, Correction

SERVICE = "triage"


@dataclass(frozen=True)
class Topics:
    """The topics that triage reads and writes; tests put their own in place of them."""

    mentions: Topic[Mention] = MENTION_CHANGED
    work: Topic[Correction] = WORK_CHANGED  # type: ignore[assignment]  # of all work, corrections alone matter here
    triaged: Topic[Triaged] = MENTION_TRIAGED
    concerns: Topic[Concern | ConcernWithdrawn] = CONCERN_CHANGED
    alerts: Topic[AlertFact] = ALERT_CHANGED


@dataclass(frozen=True)
class Alerts:
    """The fast path: an alert for a mention that may concern danger, and nothing else."""

    labeller: Labeller
    area: Area
    topics: Topics

    def __call__(self, record: ConsumerRecord[bytes, bytes]) -> Iterable[Record]:
        """At most one record; raises InvalidMessage for bytes that are no mention."""
        event = event_of(self.topics.mentions, record.value, record.headers)
        if event is None:
            return
        at = now()
        alert = alert_of(self.labeller, event.fact, self.area, at)
        if alert is not None:
            yield _answer(self.topics.alerts, "alert.raised", alert, event)


@dataclass(frozen=True)
class Labels:
    """The exactly-once path: labels of every mention, concerns of some, and what people corrected."""

    labeller: Labeller
    area: Area
    topics: Topics
    concern_text: bool = False

    def __call__(self, record: ConsumerRecord[bytes, bytes]) -> Iterable[Record]:
        """Raises InvalidMessage for bytes that break their contract."""
        if record.topic == self.topics.work.name:
            work = event_of(self.topics.work, record.value, record.headers)
            return self._corrected(work) if work and isinstance(work.fact, Correction) else ()
        mention = event_of(self.topics.mentions, record.value, record.headers)
        return self._labelled(mention) if mention else ()

    def _labelled(self, event: Event[Mention]) -> Iterable[Record]:
        labels = labels_of(self.labeller, event.fact, self.area)
        triaged = triaged_of(event.fact, labels, now())
        yield _answer(self.topics.triaged, "mention.triaged", triaged, event)
        edited = event.transition == "mention.edited"
        words = masked(event.fact.text, self.labeller.personal_data(event.fact.text)) if self.concern_text else None
        concern = concern_of(triaged, self.area.force, words)
        if concern:
            yield _answer(self.topics.concerns, "concern.revised" if edited else "concern.raised", concern, event)
        elif edited:
            withdrawn = withdrawn_of(triaged, self.area.force, "the message was edited and tells of none any more")
            yield _answer(self.topics.concerns, "concern.withdrawn", withdrawn, event)

    def _corrected(self, event: Event[Correction]) -> Iterable[Record]:
        correction = event.fact
        triaged = corrected_of(correction, now())
        yield _answer(self.topics.triaged, "mention.corrected", triaged, event)
        concern = concern_of(triaged, self.area.force)
        if concern:
            transition = "concern.revised" if correction.was_concern else "concern.raised"
            yield _answer(self.topics.concerns, transition, concern, event)
        elif correction.was_concern:
            withdrawn = withdrawn_of(triaged, self.area.force, "a person corrected the labels")
            yield _answer(self.topics.concerns, "concern.withdrawn", withdrawn, event)


def _answer(topic: Topic[FactT], transition: str, fact: FactT, to: Event[Mention] | Event[Correction]) -> Record:
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
