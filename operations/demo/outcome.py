"""What became of each mention of the scenario, told as it arrives on the topics, beside what was expected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiokafka import ConsumerRecord

from operations.demo.scenario import Scene
from operations.demo.stage import Stage
from shared.contracts.alert_changed import ALERT_CHANGED, AlertAcknowledged, AlertPassedOn
from shared.contracts.labels import Labels
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.mention_triaged import MENTION_TRIAGED
from shared.contracts.record import event_of
from shared.contracts.topic import Topic
from shared.errors import InvalidMessage

CONTRACTS: dict[str, Topic[Any]] = {topic.name: topic for topic in (MENTION_CHANGED, MENTION_TRIAGED, ALERT_CHANGED)}


@dataclass(slots=True)
class Outcome:
    """Everything seen so far, by mention id; records may come before the stand-in's answer tells whose they are."""

    scenes: Sequence[Scene]
    stage: Stage
    numbers: dict[str, int] = field(default_factory=dict)
    recovered: dict[str, bool] = field(default_factory=dict)
    labels: dict[str, Labels] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    passed_on: dict[str, str] = field(default_factory=dict)
    """The control room's reference, by mention id."""
    unlike: int = 0
    """Mentions with other labels than the scenario expects."""

    def sent(self, number: int, name: str) -> None:
        """The mention of that number has this id."""
        self.numbers[name] = number
        self._tell(name)

    def note(self, record: ConsumerRecord) -> None:
        """One more record of the topics."""
        try:
            event = event_of(CONTRACTS[record.topic], record.value, record.headers)
        except InvalidMessage:
            return  # the tally counts it by its key all the same
        if event is None:
            return
        fact = event.fact
        match event.transition:
            case "mention.received":
                self.recovered.setdefault(fact.id, fact.recovered)
                self._tell(fact.id)
            case "mention.triaged" if fact.id not in self.labels:
                self.labels[fact.id] = fact.labels
                self._tell(fact.id)
            case _:
                self._note_act(fact)

    def _note_act(self, fact: object) -> None:
        match fact:
            case AlertAcknowledged():
                self.acknowledged.add(fact.id)
            case AlertPassedOn():
                self.passed_on[fact.id] = fact.reference
            case _:
                pass

    def _tell(self, name: str) -> None:
        if name not in self.numbers or name not in self.labels or name not in self.recovered:
            return
        number, labels = self.numbers[name], self.labels[name]
        scene = self.scenes[number - 1]
        self.stage.say(f"   #{number} is labelled {', '.join(labels.tags)}; {labels.district}; {labels.urgency}")
        differences = list(differing(scene, labels, recovered=self.recovered[name]))
        self.unlike += bool(differences)
        for difference in differences:
            self.stage.say(f"   #{number} NOT AS EXPECTED: {difference}")
        if scene.say and not differences:
            self.stage.say(f"   {scene.say}")


def differing(scene: Scene, labels: Labels, *, recovered: bool) -> Iterator[str]:
    """What is other than the scenario expects, in words."""
    if missing := [tag for tag in scene.tags if tag not in labels.tags]:
        yield f"expected {', '.join(missing)}, got {', '.join(labels.tags)}"
    if scene.alert != labels.alert:
        yield f"expected {'an' if scene.alert else 'no'} alarm, got {'one' if labels.alert else 'none'}"
    if hidden := [kind for kind in scene.personal_data if kind not in labels.personal_data]:
        yield f"expected personal data {', '.join(hidden)}, got {', '.join(labels.personal_data) or 'none'}"
    if scene.recovered and not recovered:
        yield "expected it to be recovered by search, got it from the stream"
    for name in ("district", "urgency", "language", "police_area"):
        expected, got = getattr(scene, name), getattr(labels, name)
        if expected is not None and expected.casefold() != str(got).casefold():
            yield f"expected {name.replace('_', ' ')} {expected}, got {got}"
