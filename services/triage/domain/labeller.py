"""The labeller: composes the parts into all labels of one message. A model joins by being one more part."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from services.triage.domain.concern import ConcernTable
from services.triage.domain.danger import GOES_ON, THREAD, Danger, DangerRules
from services.triage.domain.evidence import FOREIGN, Evidence
from services.triage.domain.heads import inputs_of
from services.triage.domain.judging import ALERT, Judgement, Learnt
from services.triage.domain.language import Languages, language_of, mostly_english
from services.triage.domain.lexicon import Hit, Lexicon
from services.triage.domain.names import Names
from services.triage.domain.personal_data import Personal, births_beside, find_numbers
from services.triage.domain.places import Places, Where
from services.triage.domain.reading import Reading
from services.triage.domain.rules import Concepts, Rule, derive, needed_by
from services.triage.domain.sense import Numbers, Sense
from services.triage.domain.sentiment import sentiment_of
from services.triage.domain.spelling import Spelling
from services.triage.domain.tags import Tags, tags_of
from services.triage.domain.terms import Terms
from services.triage.domain.text import Text, read
from services.triage.domain.urgency import needs_reply, urgency_of
from shared.contracts.labels import UNKNOWN_DISTRICT, Basis, Labels, Reason

METHOD = "rules-2"
"""What stands as `method` where nothing learnt is at hand: rules and tables alone."""
RULES = Basis(kind="machine", method=METHOD)
LINK = "link"
"""The concept of a message that brings a link; it stands at its first word."""
LIKE = "words like those of messages that told of danger"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the labeller: a message, where it was sent, and the words that it answers."""

    text: str
    districts: tuple[str, ...]
    """Those that the accounts it was sent to serve."""
    in_reply_to: str | None = None


class Alarm(NamedTuple):
    """An alert by the words alone: where it belongs, why it is one, and what it is about."""

    where: Where
    reasons: tuple[Reason, ...]
    about: str
    from_thread: bool
    """Whether only the message that it answers tells of danger."""


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases that stand for concepts, and the concepts that are made of others."""

    lexicon: Lexicon
    derived: tuple[Rule, ...]

    def only(self, concepts: AbstractSet[str]) -> "Words":
        """As much of it as these concepts need."""
        wanted = needed_by(concepts, self.derived)
        return Words(self.lexicon.only(wanted), tuple(rule for rule in self.derived if rule.label in wanted))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tables from which everything is read."""

    spelling: Spelling
    words: Words
    of_danger: Words
    """The part of `words` that tells what an alert is about: the fast path looks for nothing else."""
    evidence: Evidence
    danger: DangerRules
    concerns: ConcernTable
    places: Places
    names: Names
    common: Mapping[str, Sequence[str]]
    """Frequent words, and the languages that have them."""


class Labeller:
    """Decides every label of a message; the same words always get the same labels."""

    def __init__(self, vocabulary: Vocabulary, languages: Languages, learnt: Learnt | None = None) -> None:
        self._vocabulary = vocabulary
        self._languages = languages
        self.learnt = learnt
        """May be put in place of another while it runs: each message is judged by one."""

    def alarm(self, question: Question) -> Alarm | None:
        """Where an alert belongs, and why it is one; None where there is no alert: the decision that `label` takes."""
        known = self._vocabulary
        points = known.evidence.points(question.text, question.in_reply_to)
        if points < 0:
            return None
        concepts = self._concepts(question.text, known.of_danger)
        answered = question.in_reply_to if concepts.any(*GOES_ON) else None
        thread = self._concepts(answered, known.of_danger) if answered else None
        danger, text = known.danger.judge(points, concepts, thread), concepts.text
        where = self._where(text, question)
        reasons = (*self._danger_reasons(text, danger), _district_reason(text, where))
        return Alarm(where, reasons, danger.concern, danger.from_thread and not danger.signs)

    def label(self, question: Question, sense: Sense | None = None) -> Labels:
        """All labels, with their reasons; `sense` is what the encoder made of the message, if it did."""
        return self.judge(question, sense)[0]

    def judge(self, question: Question, sense: Sense | None = None) -> tuple[Labels, Basis]:
        """The same, and on whose word the labels stand."""
        reading = self.read(question)
        ruled = tags_of(reading, self._vocabulary.concerns)
        where = self._where(reading.text, question)
        language = language_of(reading.concepts, self._languages, self._vocabulary.common)
        learnt = self.learnt
        if learnt is None:
            return self._labels(reading, self._by_rules(reading, ruled), where, language), RULES
        judgement = learnt.judge(reading, ruled, language, sense)
        return self._labels(reading, judgement, where, language), learnt.basis(judgement, sense)

    def inputs(self, question: Question, terms: Terms, sense: Sense | None) -> Numbers:
        """What heads are fitted to: the very numbers that `label` has them weigh."""
        reading = self.read(question)
        answered = reading.thread.text if reading.thread is not None else None
        return inputs_of(
            reading,
            tags_of(reading, self._vocabulary.concerns),
            language_of(reading.concepts, self._languages, self._vocabulary.common) == "en",
            terms.logits(reading.text, answered),
            sense,
        )

    def read(self, question: Question) -> Reading:
        """Everything that the rules see in a message."""
        words = self._vocabulary.words
        points = self._vocabulary.evidence.points(question.text, question.in_reply_to)
        concepts = self._concepts(question.text, words)
        thread = self._concepts(question.in_reply_to, words) if question.in_reply_to else None
        return Reading(
            text=concepts.text,
            concepts=concepts,
            thread=thread,
            danger=self._vocabulary.danger.judge(points, concepts, thread),
            topics=tuple(self._vocabulary.concerns.topics(concepts)),
            personal=self.personal_data(question.text),
        )

    def personal_data(self, text: str) -> tuple[Personal, ...]:
        """Every piece of personal data in a text."""
        names = self._vocabulary.names.find(text)
        return (*find_numbers(text), *names, *births_beside(text, names))

    def _labels(self, reading: Reading, judged: Judgement, where: Where, language: str) -> Labels:
        return Labels(
            tags=judged.tags,
            concern=judged.concern,
            urgency=judged.urgency,
            needs_reply=judged.needs_reply,
            district=where.district,
            police_area=where.police_area,
            place=where.place,
            personal_data=tuple(sorted({item.kind for item in reading.personal})),
            language=language,
            sentiment=judged.sentiment,
            alert=judged.alert,
            reasons=(*judged.reasons, *self._alert_reasons(reading, judged), *_other_reasons(reading, where)),
        )

    def _where(self, text: Text, question: Question) -> Where:
        """Where it is; an account of several districts may be settled by a place in the message that it answers."""
        known = self._vocabulary
        where = known.places.where(text, question.districts)
        if where.district != UNKNOWN_DISTRICT or not question.in_reply_to:
            return where
        post = read(question.in_reply_to, known.spelling)
        return known.places.answered(text, post, question.districts) or where

    def _by_rules(self, reading: Reading, ruled: Tags) -> Judgement:
        """The labels as rules alone give them."""
        tags = tuple(ruled.given)
        concern = self._concern(reading, ruled)
        about = (
            reading.reason_at(f"concern:{concern}", "what its words speak of", ruled.topic.hit) if ruled.topic else None
        )
        return Judgement(
            tags=tags,
            concern=concern,
            urgency=urgency_of(tags, reading, concern),
            needs_reply=needs_reply(tags),
            sentiment=sentiment_of(tags, reading.concepts),
            alert=reading.danger.alert,
            confidence=None,
            reasons=(*ruled.reasons, *filter(None, [about])),
        )

    @staticmethod
    def _concern(reading: Reading, tags: Tags) -> str | None:
        """What it is about: for an emergency what its strongest sign says, else what the words speak for."""
        if "emergency" in tags.given:
            told = reading.danger.concern
            if reading.danger.only_a_plea and reading.topics:
                return reading.topics[0].concern
            return told
        return tags.topic.concern if tags.topic else None

    def _concepts(self, written: str, words: Words) -> Concepts:
        """What it speaks of; words of other languages count only where it is not English."""
        text = read(written, self._vocabulary.spelling)
        hits = words.lexicon.hits(text)
        if text.links and text.words:
            hits.append(Hit(LINK, 0, 0))
        concepts = Concepts(hits, text)
        if any(name.startswith(FOREIGN) for name in concepts.names) and mostly_english(concepts):
            concepts = Concepts((hit for hit in hits if not hit.concept.startswith(FOREIGN)), text)
        return derive(words.derived, concepts)

    def _alert_reasons(self, reading: Reading, judged: Judgement) -> list[Reason]:
        """Why its words alert although the tag is not given."""
        if not reading.danger.alert or "emergency" in judged.tags:
            return []
        told = self._danger_reasons(reading.text, reading.danger)
        return [reason.model_copy(update={"label": ALERT}) for reason in told]

    def _danger_reasons(self, text: Text, danger: Danger) -> list[Reason]:
        """What the rules know it for, else the words that weigh most; else the message that it answers."""
        if danger.signs:
            return [_at(text, "emergency", sign.rule.why, Hit("", sign.first, sign.last)) for sign in danger.signs]
        if danger.from_thread:
            return [Reason(label="emergency", rule=THREAD)]
        heavy = self._vocabulary.evidence.spoke_for(text)
        return [Reason(label="emergency", rule=LIKE, start=span.start, end=span.end) for span in heavy] or [
            Reason(label="emergency", rule=LIKE)
        ]


def _district_reason(text: Text, where: Where) -> Reason:
    label = f"district:{where.district}"
    if where.named is None:
        return Reason(label=label, rule=where.rule)
    return _at(text, label, where.rule, Hit("", where.named.first, where.named.last))


def _other_reasons(reading: Reading, where: Where) -> Sequence[Reason]:
    reasons = [_district_reason(reading.text, where)]
    if reading.danger.signs:
        reasons += [
            _at(reading.text, "not emergency", doubt.rule.why, Hit("", doubt.first, doubt.last))
            for doubt in reading.danger.doubts
        ]
    reasons += [
        Reason(label=f"personal_data:{item.kind}", rule="looks like personal data", start=item.start, end=item.end)
        for item in reading.personal
    ]
    return reasons


def _at(text: Text, label: str, rule: str, hit: Hit) -> Reason:
    span = text.span(hit.first, hit.last)
    return Reason(label=label, rule=rule, start=span.start, end=span.end)
