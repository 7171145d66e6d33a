"""Fitting: heads and their thresholds from labelled messages that neither encoder nor terms have learnt from."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.triage.domain.heads import Heads, guesses_at
from services.triage.domain.outputs import CONCERNS, GROUPS, OUTPUTS, SENTIMENTS, TAGS, URGENCIES, slice_of
from services.triage.domain.sense import Numbers as Stored
from services.triage.refit.regression import fit_choice, fit_one
from shared.contracts.labels import Sentiment, Tag, Urgency

Numbers = NDArray[np.floating[Any]]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
STRENGTH = 0.002
"""How far inputs that guess at something else may move a label: found by leaving authors out."""
ALONE = ("tags", "needs_reply")
"""Groups whose labels are given each by itself; of the others one is chosen."""
FOLDS = 5
"""Parts in turn left out, so that thresholds are set on messages that the heads have not seen."""
RECALL_WANTED = 0.985
"""Share of the dangers that the alert threshold lets through: a little above the 0.98 that is promised."""
FALSE_ALERTS_BORNE = 0.14
"""Share of the authors' harmless messages that may alert at most: people stop reading alarms that are mostly nothing.
Many of these hands wrote harmless messages to sound like danger; in the everyday traffic of authors left out two of
three alerts were dangers at this share, and 19 in 100 messages alerted.
"""
NEVER = -12.0
"""The bias of an output that nothing spoke for."""


@dataclass(frozen=True, slots=True)
class Given:
    """The labels that heads are fitted to, as a person gave them."""

    tags: tuple[Tag, ...]
    concern: str | None
    urgency: Urgency
    needs_reply: bool
    sentiment: Sentiment | None
    """None where nobody said: a correction leaves the machine's, which is nothing to learn from."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled message as numbers; nothing of its words is in it."""

    source: str
    """Whose hand it is: an author, or a person who corrected. Folds never part one hand."""
    whole: Stored
    brief: Stored
    given: Given
    weight: float = 1.0


def target_of(given: Given) -> Numbers:
    """1.0 for each output that is right, else 0.0."""
    target = np.zeros(OUTPUTS, np.float32)
    for tag in given.tags:
        target[TAGS.index(tag)] = 1
    if given.concern in CONCERNS:
        target[slice_of("concern").start + CONCERNS.index(given.concern)] = 1
    target[slice_of("urgency").start + URGENCIES.index(given.urgency)] = 1
    target[slice_of("needs_reply").start] = given.needs_reply
    if given.sentiment is not None:
        target[slice_of("sentiment").start + SENTIMENTS.index(given.sentiment)] = 1
    return target


def fit_heads(rows: Sequence[Row], corrected: Sequence[Row] = (), strength: float = STRENGTH) -> tuple[Heads, Heads]:
    """Heads with the encoder and without it; the same rows in the same order give the same heads.

    Corrections pull at the weights alone: thresholds are set on the others, as people correct mistakes, and a sample of
    mistakes says nothing of how many messages would alert. There each message counts once, whatever its weight.
    """
    return (
        _fit(rows, corrected, lambda row: row.whole, strength),
        _fit(rows, corrected, lambda row: row.brief, strength),
    )


def _fit(rows: Sequence[Row], corrected: Sequence[Row], inputs: Callable[[Row], Numbers], strength: float) -> Heads:
    every = [*rows, *corrected]
    x = np.stack([inputs(row) for row in every]).astype(np.float64)
    y = np.stack([target_of(row.given) for row in every])
    weight = np.array([row.weight for row in every])
    weights, bias = _weights(x, y, weight, strength)
    unseen = _unseen(x, y, weight, strength, [row.source for row in rows])
    y = y[: len(rows)]
    return Heads("", "", weights, bias, _tags_at(unseen, y), _alert_at(unseen[:, 0], y[:, 0] > 0))


def _weights(x: Numbers, y: Numbers, weight: Numbers, strength: float) -> tuple[Numbers, Numbers]:
    weights, bias = np.zeros((x.shape[1], OUTPUTS)), np.full(OUTPUTS, NEVER)
    for group in GROUPS:
        where = slice_of(group)
        if group in ALONE:
            for output in range(where.start, where.stop):
                weights[:, output], bias[output] = _alone(x, y, weight, strength, output)
        elif (chosen := y[:, where].any(axis=0)).sum() > 1:  # else there is nothing to choose between
            outputs = np.arange(where.start, where.stop)[chosen]
            weights[:, outputs], bias[outputs] = _choice(x, y, weight, strength, outputs)
    return weights.astype(np.float32), bias.astype(np.float32)


def _alone(x: Numbers, y: Numbers, weight: Numbers, strength: float, output: int) -> tuple[Numbers, float]:
    """A label that says nothing of the others."""
    right = y[:, output]
    if right.min() == right.max():
        return np.zeros(x.shape[1]), -NEVER if right.max() > 0 else NEVER
    return fit_one(x, right, np.array(guesses_at(output, x.shape[1])), weight, strength)


def _choice(x: Numbers, y: Numbers, weight: Numbers, strength: float, outputs: Places) -> tuple[Numbers, Numbers]:
    """One of several that exclude each other; messages without any say nothing."""
    labelled = y[:, outputs].any(axis=1)
    own = np.array([guesses_at(output, x.shape[1]) for output in outputs])
    return fit_choice(x[labelled], y[labelled][:, outputs], own, weight[labelled], strength)


def _unseen(x: Numbers, y: Numbers, weight: Numbers, strength: float, sources: Sequence[str]) -> Numbers:
    """The probability of each tag for each message of these hands, by heads fitted to all others."""
    names = sorted(set(sources))
    tags = slice_of("tags")
    if len(names) == 1:  # one hand alone: its messages in turn
        fold = np.arange(len(sources)) % FOLDS
    else:
        fold = np.array([names.index(source) % FOLDS for source in sources])
    fold = np.concatenate(
        [fold, np.full(len(x) - len(fold), FOLDS)]
    )  # what follows belongs to none, and is never left out
    likely = np.zeros((len(sources), len(TAGS)), np.float32)
    for part in sorted(set(fold) - {FOLDS}):
        out = fold == part
        for output in range(tags.start, tags.stop):
            weights, bias = _alone(x[~out], y[~out], weight[~out], strength, output)
            likely[out[: len(sources)], output] = 1 / (1 + np.exp(-(x[out] @ weights + bias)))
    return likely


def _tags_at(likely: Numbers, y: Numbers) -> dict[Tag, float]:
    """For each tag the threshold with the best F1; what is only a doubt alerts below it."""
    return {tag: _best_f1(likely[:, place], y[:, place] > 0) for place, tag in enumerate(TAGS)}


def _best_f1(likely: Numbers, right: Flags) -> float:
    if not right.any():
        return 0.5
    candidates = np.round(np.arange(0.1, 0.81, 0.02), 2)

    def f1(at: float) -> float:
        given = likely >= at
        return float(2 * (given & right).sum() / (given.sum() + right.sum()))

    return float(max(candidates, key=lambda at: (round(f1(at), 4), -abs(at - 0.5))))


def _alert_at(likely: Numbers, danger: Flags) -> float:
    """Low enough to find what is promised, unless too many harmless messages would alert."""
    if not danger.any() or danger.all():
        return 0.5
    return max(_below(likely[danger], 1 - RECALL_WANTED), _below(likely[~danger], 1 - FALSE_ALERTS_BORNE))


def _below(likely: Numbers, share: float) -> float:
    """The probability below which this share of the messages lies."""
    return float(np.sort(likely)[min(int(share * len(likely)), len(likely) - 1)])


def fingerprint(rows: Iterable[Row]) -> str:
    """The first letters of the hash of everything that heads are fitted to."""
    whole = hashlib.sha256()
    for row in rows:
        whole.update(row.whole.astype(np.float16).tobytes())
        whole.update(repr((row.given, round(row.weight, 4))).encode())
    return whole.hexdigest()[:8]
