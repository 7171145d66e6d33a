"""Heads trust the guesses of a label itself first, and everything else as far as messages bear it out."""

import logging

import numpy as np
import pytest

from services.triage.domain.heads import BRIEF, OF_RULES, WHOLE, guesses_at
from services.triage.domain.outputs import OUTPUTS, TAGS, slice_of
from services.triage.refit import regression
from services.triage.refit.regression import Numbers, fit_choice, fit_one

LABELS, NOISE = 4, 60
OWN = np.array([[label, LABELS + label] for label in range(LABELS)])
"""Two guesses at each label: one from either of two guessers."""


def _messages(count: int, seed: int, labels: int = LABELS) -> tuple[Numbers, Numbers]:
    """Two guessers that are mostly right, and much that says nothing."""
    chance = np.random.default_rng(seed)
    right = np.eye(LABELS)[chance.integers(0, labels, count)]
    guesses = [2 * right - 1 + chance.normal(0, 1.2, right.shape) for _ in range(2)]
    return np.hstack([*guesses, chance.normal(0, 1, (count, NOISE))]), right


def _right(x: Numbers, right: Numbers, weights: Numbers, bias: Numbers) -> float:
    return float(((x @ weights + bias).argmax(axis=1) == right.argmax(axis=1)).mean())


def test_a_label_that_was_hardly_met_is_chosen_where_both_guesses_say_so() -> None:
    x, right = _messages(60, seed=1, labels=LABELS - 1)
    rare_x, rare = np.zeros((1, x.shape[1])), np.eye(LABELS)[[LABELS - 1]]
    rare_x[0, OWN[LABELS - 1]] = 2.0

    weights, bias = fit_choice(np.vstack([x, rare_x]), np.vstack([right, rare]), OWN, np.ones(61), 0.002)

    fresh_x, fresh = _messages(300, seed=2)
    assert _right(fresh_x[fresh[:, -1] > 0], fresh[fresh[:, -1] > 0], weights, bias) > 0.6
    assert _right(fresh_x, fresh, weights, bias) > 0.75


def test_a_guesser_that_is_mostly_wrong_is_trusted_less() -> None:
    x, right = _messages(200, seed=3)
    x[:, LABELS : 2 * LABELS] = np.random.default_rng(4).normal(0, 2, (200, LABELS))

    weights, _ = fit_choice(x, right, OWN, np.ones(200), 0.002)

    for label in range(LABELS):
        assert weights[OWN[label, 0], label] > 3 * abs(weights[OWN[label, 1], label])


def test_what_says_nothing_gets_no_weight_and_what_tells_much_earns_it() -> None:
    chance = np.random.default_rng(5)
    right = (chance.random(300) < 0.3).astype(float)
    x = np.column_stack([chance.normal(0, 1, 300), 4 * right, chance.normal(0, 1, (300, NOISE))])

    weights, _ = fit_one(x, right, np.array([0]), np.ones(300), 0.01)

    assert weights[1] > 0.3
    assert np.abs(weights[2:]).max() < 0.1


def test_a_message_that_counts_twice_is_as_two() -> None:
    x, right = _messages(80, seed=6)
    twice = np.ones(80)
    twice[:10] = 2

    once = fit_choice(x, right, OWN, twice, 0.01)
    doubled = fit_choice(np.vstack([x, x[:10]]), np.vstack([right, right[:10]]), OWN, np.ones(90), 0.01)

    np.testing.assert_allclose(once[0], doubled[0], atol=2e-3)


def test_the_guesses_of_a_label_are_found_among_the_inputs() -> None:
    concern, sentiment = slice_of("concern").start, OUTPUTS - 1

    assert guesses_at(TAGS.index("abuse"), WHOLE) == [7, OF_RULES + 7, BRIEF + 7]
    assert guesses_at(concern, BRIEF) == [concern, OF_RULES + concern]
    assert guesses_at(sentiment, WHOLE) == [OF_RULES + sentiment, BRIEF + sentiment], "no rule's sentiment is weighed"


def test_a_fit_that_did_not_come_to_its_end_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    x, right = _messages(60, seed=1)
    with caplog.at_level(logging.WARNING):
        fit_choice(x, right, OWN, np.ones(60), 0.002)
        assert not caplog.messages
        monkeypatch.setattr(regression, "MOST_STEPS", 2)
        fit_choice(x, right, OWN, np.ones(60), 0.002)
    assert caplog.messages == ["a label's weights were not fitted to the end"]
