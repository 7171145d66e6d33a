"""Judging: from what rules, terms and encoder say of a message to its labels, each with the words that speak for it."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from services.triage.domain.heads import Heads, inputs_of
from services.triage.domain.outputs import CONCERNS, SENTIMENTS, TAGS, URGENCIES, slice_of
from services.triage.domain.reading import Reading
from services.triage.domain.sense import Numbers, Sense
from services.triage.domain.tags import Tags
from services.triage.domain.terms import Terms
from services.triage.domain.text import Text
from shared.contracts.labels import Basis, Reason, Sentiment, Tag, Urgency
from shared.rules.labelling import ABOUT, replies, urgencies

METHOD = "triage-2"
"""What stands as `method` on every label of a machine; a change of method that people would notice changes it."""
WITHOUT_ENCODER = ", without the encoder"
"""How the method ends where it had no time for a message, or could not read it."""
LIKE = "its words are like those of messages that people labelled so"
ALERT = "alert"
"""What a reason speaks for where there is an alert without the tag: a doubt counts, and danger is less than likely."""
MOST_WORDS = 2
"""Reasons that a guess brings for each label: more would not be read."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The labels that are a matter of judgement."""

    tags: tuple[Tag, ...]
    concern: str | None
    urgency: Urgency
    needs_reply: bool
    sentiment: Sentiment
    alert: bool
    confidence: float | None
    """How likely the tags are right, the least sure of them; None for rules alone."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the heads decide of a message, whatever its words say by themselves."""

    tags: tuple[Tag, ...]
    concern: str | None
    urgency: Urgency
    needs_reply: bool
    sentiment: Sentiment
    alert: bool


def verdict_of(likely: Numbers, heads: Heads) -> Verdict:
    """The labels that follow from probabilities and thresholds: here, and where heads are compared."""
    chances = likely[slice_of("tags")]
    tags = _tags(chances, heads)
    needs_reply = _needs_reply(tags, float(likely[slice_of("needs_reply")][0]))
    return Verdict(
        tags=tags,
        concern=CONCERNS[int(likely[slice_of("concern")].argmax())] if ABOUT & set(tags) else None,
        urgency=_urgency(urgencies(tags, needs_reply=needs_reply), likely[slice_of("urgency")]),
        needs_reply=needs_reply,
        sentiment=SENTIMENTS[int(likely[slice_of("sentiment")].argmax())],
        alert="emergency" in tags or bool(chances[0] >= heads.alert_at),
    )


@dataclass(frozen=True)
class Learnt:
    """All that was learnt: terms, and heads with the encoder and without it."""

    model: str
    """The first letters of the hash of encoder and terms."""
    terms: Terms
    whole: Heads
    """For messages that the encoder has read."""
    brief: Heads
    """For those that it had no time for, or could not read."""

    def basis(self, judgement: Judgement, sense: Sense | None) -> Basis:
        """On whose word the labels of a message stand."""
        heads = self._heads(sense)
        method = METHOD if sense is not None else METHOD + WITHOUT_ENCODER
        return Basis(
            kind="machine",
            method=method,
            confidence=judgement.confidence,
            model=self.model,
            heads=heads.version,
            data=heads.data,
        )

    def judge(self, reading: Reading, ruled: Tags, language: str, sense: Sense | None) -> Judgement:
        """The labels of a message; `ruled` is what the rules alone would say."""
        answered = reading.thread.text if reading.thread is not None else None
        guessed = self.terms.logits(reading.text, answered)
        heads = self._heads(sense)
        likely = heads.probabilities(inputs_of(reading, ruled, language == "en", guessed, sense))
        if reading.says_little:
            likely[TAGS.index("emergency")] = 0.0
        return self._decide(reading, ruled, heads, likely)

    def _heads(self, sense: Sense | None) -> Heads:
        return self.brief if sense is None else self.whole

    def _decide(self, reading: Reading, ruled: Tags, heads: Heads, likely: Numbers) -> Judgement:
        chances, told = likely[slice_of("tags")], verdict_of(likely, heads)
        reasons = self._reasons(reading, ruled, told.tags, told.concern, likely)
        if told.alert and "emergency" not in told.tags and not reading.danger.alert:
            danger = TAGS.index("emergency")
            reasons += self._words_for(reading.text, ALERT, danger, round(float(likely[danger]), 3))
        return Judgement(
            tags=told.tags,
            concern=told.concern,
            urgency=told.urgency,
            needs_reply=told.needs_reply,
            sentiment=told.sentiment,
            alert=reading.danger.alert or told.alert,
            confidence=round(float(min(chances[TAGS.index(tag)] for tag in told.tags)), 3),
            reasons=tuple(reasons),
        )

    def _reasons(
        self, reading: Reading, ruled: Tags, tags: Collection[Tag], concern: str | None, likely: Numbers
    ) -> list[Reason]:
        """Why each tag: what the rules say where they agree, else the words whose terms speak most for it."""
        reasons: list[Reason] = []
        for tag in tags:
            place = TAGS.index(tag)
            chance = round(float(likely[place]), 3)
            told = [each for each in ruled.reasons if each.label == tag and each.start is not None]
            reasons += [each.model_copy(update={"confidence": chance}) for each in told] or self._words_for(
                reading.text, tag, place, chance
            )
        if concern is not None:
            place = slice_of("concern").start + CONCERNS.index(concern)
            chance = round(float(likely[place]), 3)
            reasons += self._words_for(reading.text, f"concern:{concern}", place, chance)
        return reasons

    def _words_for(self, text: Text, label: str, output: int, chance: float) -> list[Reason]:
        spans = self.terms.spoke_for(output, text, MOST_WORDS)
        if not spans and text.words:
            spans = [text.span(0, len(text.words) - 1)]  # no word by itself: the message as a whole
        if not spans:
            return [Reason(label=label, rule=LIKE, confidence=chance)]
        return [Reason(label=label, rule=LIKE, start=span.start, end=span.end, confidence=chance) for span in spans]


def _tags(chances: Numbers, heads: Heads) -> tuple[Tag, ...]:
    """Every tag that is likely enough; `chat` alone, and only where no other is; the likeliest where none is."""
    given = tuple(
        tag for tag, chance in zip(TAGS, chances, strict=True) if tag != "chat" and chance >= heads.tags_at[tag]
    )
    if given:
        return given
    margins = np.array([chance / heads.tags_at[tag] for tag, chance in zip(TAGS, chances, strict=True)])
    return (TAGS[int(margins.argmax())],)


def _urgency(fitting: Collection[Urgency], likely: Numbers) -> Urgency:
    return max(fitting, key=lambda each: likely[URGENCIES.index(each)])


def _needs_reply(tags: Collection[Tag], chance: float) -> bool:
    fitting = replies(tags)
    return fitting[0] if len(fitting) == 1 else chance >= 0.5  # noqa: PLR2004 - more likely than not
