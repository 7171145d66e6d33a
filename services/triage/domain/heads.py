"""Heads: what weighs rules, terms and the encoder against each other, and says how likely each label is."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from services.triage.domain.outputs import CONCERNS, OUTPUTS, TAGS, URGENCIES, slice_of
from services.triage.domain.reading import Reading
from services.triage.domain.sense import VECTOR, Numbers, Sense
from services.triage.domain.tags import Tags
from services.triage.domain.urgency import urgency_of
from shared.contracts.labels import Tag

FURTHEST = 8.0
"""Logits beyond this say no more: sure is sure."""
VECTOR_COUNTS = 0.5
"""What the encoder's vector counts beside its guesses: fitting takes little from it unless people's corrections ask."""
POINTS_OF_DANGER = 5.0
"""What the points of the rules of danger are divided by, to be of the size of the others."""
CUES = ("now", "urgent_help", "help", "past", "over", "news", "fiction", "joke", "habit", "thanked", "exercise")
"""Concepts that speak to more than one label."""
SAID_BY_RULES = len(TAGS) + len(CONCERNS) + len(URGENCIES)
"""The first outputs are labels that the rules give as well; what they say of these stands first among the inputs."""
ALERTED = SAID_BY_RULES + 1
"""Where among the inputs it stands whether the words alone raise an alert."""
OF_RULES = SAID_BY_RULES + 10 + len(CUES)
"""How many inputs say what the rules say: ten facts of the message stand between the labels and the cues."""
BRIEF = OF_RULES + OUTPUTS
"""How many inputs there are without the encoder: the rules, and the guesses of the terms …"""
WHOLE = BRIEF + OUTPUTS + VECTOR
"""… and with it: its guesses and its vector as well. Heads of another width weigh something else."""


def guesses_at(output: int, inputs: int) -> list[int]:
    """Those of so many inputs that guess at this very output: the rules where they give it, terms, and the encoder."""
    found = [output] if output < SAID_BY_RULES else []
    found.append(OF_RULES + output)
    return [*found, BRIEF + output] if inputs == WHOLE else found


def inputs_of(reading: Reading, ruled: Tags, english: bool, guessed: Numbers, sense: Sense | None) -> Numbers:  # noqa: FBT001 - one fact of the message
    """All that the heads weigh: what the rules say, what the terms guess, what the encoder makes of it."""
    parts = [_of_rules(reading, ruled, english), np.clip(guessed, -FURTHEST, FURTHEST)]
    if sense is not None:
        parts += [np.clip(sense.logits, -FURTHEST, FURTHEST), sense.vector * VECTOR_COUNTS]
    return np.concatenate(parts).astype(np.float32)


def _of_rules(reading: Reading, ruled: Tags, english: bool) -> Numbers:  # noqa: FBT001 - as above
    danger = reading.danger
    concern = ruled.topic.concern if ruled.topic else None
    spoken_of = {topic.concern for topic in reading.topics}
    urgency = urgency_of(ruled.given, reading, concern)
    return np.array(
        [
            *(tag in ruled.given for tag in TAGS),
            *((name == concern) + 0.5 * (name in spoken_of) for name in CONCERNS),
            *(each == urgency for each in URGENCIES),
            max(-1.0, min(1.0, danger.points / POINTS_OF_DANGER)),
            danger.alert,
            danger.from_thread,
            bool(danger.doubts),
            reading.asks,
            reading.text.links > 0,
            reading.thread is not None,
            english,
            math.log1p(len(reading.text.words)) / 4,
            bool(reading.personal),
            *(reading.has(cue) for cue in CUES),
        ],
        dtype=np.float32,
    )


@dataclass(frozen=True)
class Heads:
    """Fitted weights and the thresholds that go with them."""

    version: str
    """The first letters of the hash of everything in it."""
    data: str
    """The same of the lines and corrections that it was fitted to."""
    weights: Numbers
    """A row for each input, a column for each output."""
    bias: Numbers
    tags_at: Mapping[Tag, float]
    """From which probability on a tag is given."""
    alert_at: float
    """From which probability of danger on people are alerted, whatever the words alone say."""

    def probabilities(self, inputs: Numbers) -> Numbers:
        """How likely each output is: tags and `needs_reply` by themselves, the others among their group."""
        logits = inputs @ self.weights + self.bias
        likely = np.empty(OUTPUTS, np.float32)
        for group in ("tags", "needs_reply"):
            where = slice_of(group)
            likely[where] = 1 / (1 + np.exp(-logits[where]))
        for group in ("concern", "urgency", "sentiment"):
            where = slice_of(group)
            raised = np.exp(logits[where] - logits[where].max())
            likely[where] = raised / raised.sum()
        return likely
