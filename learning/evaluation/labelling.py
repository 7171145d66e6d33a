"""Labels the test set with the service's own labeller, encoder and files, and keeps what each way of labelling said."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from learning.evaluation.answers import Answer, answer_of
from learning.mentions import Authored
from learning.reading import question_of
from services.triage.app import area_of
from services.triage.data import load
from services.triage.domain.area import Area
from services.triage.domain.judging import Learnt
from services.triage.domain.labeller import METHOD, Labeller, Question
from services.triage.domain.language import Lingua
from services.triage.domain.outputs import TAGS, slice_of
from services.triage.domain.sense import Sense
from services.triage.model.encoder import Encoder
from services.triage.model.loading import CARD, FILES, check_encoder, load_learnt
from shared.contracts.labels import Basis, Labels
from shared.registry import load_registry
from shared.settings import CHECKOUT


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one message."""

    message: Authored
    wanted: Answer
    whole: Answer
    """By everything that the service has."""
    brief: Answer
    """Without the encoder, as under load or when it is down."""
    rules: Answer
    """By rules and tables alone."""
    fast: bool
    """Whether the words alone alert, before any model is asked."""
    likely: tuple[float, ...]
    """The probability of each tag by the whole; none where there is no model."""


@dataclass(frozen=True)
class Machine:
    """The labeller with all that stands behind it."""

    labeller: Labeller
    rules: Labeller
    area: Area
    encoder: Encoder | None

    @property
    def learnt(self) -> Learnt | None:
        """What was learnt, where anything was."""
        return self.labeller.learnt

    @property
    def basis(self) -> Basis:
        """On whose word its labels stand."""
        question = Question("hello", ())
        return self.labeller.judge(question, self._sense(question))[1]

    def tell(self, messages: Sequence[Authored], *, all_ways: bool = True) -> list[Told]:
        """What comes of each; in one way alone, the other ways repeat it."""
        return [self._tell(message, all_ways) for message in messages]

    def judge(self, question: Question) -> tuple[Labels, tuple[float, ...]]:
        """The labels by everything that there is, and the probability of each tag."""
        sense = self._sense(question)
        return self.labeller.label(question, sense), self._likely(question, sense)

    def _tell(self, message: Authored, all_ways: bool) -> Told:  # noqa: FBT001 - as above
        question = question_of(message, self.area)
        sense = self._sense(question)
        whole = answer_of(self.labeller.label(question, sense))
        several = all_ways and self.learnt is not None
        return Told(
            message=message,
            wanted=answer_of(message.expected),
            whole=whole,
            brief=answer_of(self.labeller.label(question)) if several else whole,
            rules=answer_of(self.rules.label(question)) if several else whole,
            fast=self.labeller.alarm(question) is not None if all_ways else whole.alert,
            likely=self._likely(question, sense) if all_ways else (),
        )

    def _likely(self, question: Question, sense: Sense | None) -> tuple[float, ...]:
        if self.learnt is None:
            return ()
        inputs = self.labeller.inputs(question, self.learnt.terms, sense)
        heads = self.learnt.brief if sense is None else self.learnt.whole
        return tuple(float(each) for each in heads.probabilities(inputs)[slice_of("tags")])

    def _sense(self, question: Question) -> Sense | None:
        return None if self.encoder is None else self.encoder.read(question.text, question.in_reply_to)

    def speed(self, messages: Sequence[Authored], most: int = 300) -> dict[str, float]:
        """Messages a second on one core, by words alone and by everything."""
        questions = [question_of(message, self.area) for message in messages[:most]]
        return {
            "words": _rate(self.labeller.alarm, questions),
            "whole": _rate(lambda each: self.labeller.label(each, self._sense(each)), questions),
        }


def _rate(act: Callable[[Question], object], questions: Sequence[Question]) -> float:
    begun = time.perf_counter()
    for question in questions:
        act(question)
    return len(questions) / (time.perf_counter() - begun)


@dataclass(frozen=True)
class Versions:
    """What was measured, so that a report of something else is known as such."""

    method: str
    model: str | None = None
    heads: str | None = None
    data: str | None = None
    alert_at: float | None = None
    tags_at: dict[str, float] = field(default_factory=dict)


def versions_of(machine: Machine) -> Versions:
    """The versions of everything learnt; with rules alone, the method."""
    learnt, basis = machine.learnt, machine.basis
    if learnt is None:
        return Versions(METHOD)
    heads = learnt.whole if machine.encoder is not None else learnt.brief
    at: dict[str, float] = {tag: round(heads.tags_at[tag], 4) for tag in TAGS}
    return Versions(basis.method, learnt.model, heads.version, heads.data, round(heads.alert_at, 4), at)


def machine_in(folder: Path = FILES) -> Machine:
    """The service's labeller with the model in that folder; rules alone where the folder holds none."""
    registry = load_registry(CHECKOUT / "deploy" / "force")
    vocabulary, languages, area = load(tuple(registry.concerns)), Lingua(), area_of(registry)
    rules = Labeller(vocabulary, languages)
    if not (folder / CARD).exists():
        return Machine(rules, rules, area, None)
    check_encoder(folder)
    return Machine(Labeller(vocabulary, languages, load_learnt(folder)), rules, area, Encoder(folder))


def answers_hash(told: Sequence[Told]) -> str:
    """The first letters of the hash of every label given: another look at the test set has another."""
    whole = hashlib.sha256()
    for each in told:
        whole.update(repr((each.message.id, sorted((k, sorted(v)) for k, v in each.whole.values.items()))).encode())
    return whole.hexdigest()[:8]
