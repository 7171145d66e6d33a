"""Regression: what rules, terms and encoder say of a label itself is trusted first; all else has to earn its weight.

Some hundred messages are few for the hundreds of inputs that there are. So each guess of the very label has a weight
that hardly anything holds back, and that all labels of a group share where one of them is to be chosen; every other
input may correct it, each held near nothing.
"""

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

logger = logging.getLogger(__name__)

Numbers = NDArray[np.floating[Any]]
Places = NDArray[np.intp]
TRUSTED = 0.4
"""The weight that a guess of the very label begins with: half-way between nothing and a logit taken as it is."""
HELD = 1.0
"""How firmly it is held there, as one message's worth."""
MOST_STEPS = 400
"""Three times what any label of the authored lines takes (125): a search that goes on for longer has to end."""


def fit_one(
    x: Numbers, right: Numbers, own: NDArray[np.intp], weight: Numbers, strength: float
) -> tuple[Numbers, float]:
    """Weights and bias for one label by itself; `own` are the inputs that guess at it."""
    guesses, inputs = x[:, own], x.shape[1]

    def loss(at: Numbers) -> tuple[float, Numbers]:
        trust, bias, rest = at[: len(own)], at[len(own)], at[len(own) + 1 :]
        logits = guesses @ trust + bias + x @ rest
        astray = weight * (1 / (1 + np.exp(-logits)) - right)
        held = HELD * (trust - TRUSTED)
        cost = weight @ (np.logaddexp(0, logits) - right * logits) + held @ (trust - TRUSTED) / 2
        slope = np.concatenate([guesses.T @ astray + held, [astray.sum()], x.T @ astray + rest / strength])
        return float(cost + rest @ rest / (2 * strength)), slope

    found = _least(loss, np.concatenate([np.full(len(own), TRUSTED), np.zeros(1 + inputs)]))
    weights = found[len(own) + 1 :]
    np.add.at(weights, own, found[: len(own)])
    return weights, float(found[len(own)])


def fit_choice(x: Numbers, right: Numbers, own: Places, weight: Numbers, strength: float) -> tuple[Numbers, Numbers]:
    """Weights and biases for labels of which one is chosen; each row of `own`: the inputs that guess at that label."""
    labels, kinds = own.shape
    guesses, inputs = x[:, own], x.shape[1]

    def loss(at: Numbers) -> tuple[float, Numbers]:
        trust, bias, rest = at[:kinds], at[kinds : kinds + labels], at[kinds + labels :].reshape(inputs, labels)
        logits = guesses @ trust + bias + x @ rest
        logits -= logits.max(axis=1, keepdims=True)
        sums = np.log(np.exp(logits).sum(axis=1, keepdims=True))
        astray = weight[:, None] * (np.exp(logits - sums) - right)
        held = HELD * (trust - TRUSTED)
        cost = weight @ (right * (sums - logits)).sum(axis=1) + held @ (trust - TRUSTED) / 2
        cost += ((rest**2).sum() + bias @ bias) / (2 * strength)
        slopes = np.einsum("ml,mlk->k", astray, guesses) + held, astray.sum(axis=0) + bias / strength
        return float(cost), np.concatenate([*slopes, (x.T @ astray + rest / strength).ravel()])

    found = _least(loss, np.concatenate([np.full(kinds, TRUSTED), np.zeros(labels * (1 + inputs))]))
    weights = found[kinds + labels :].reshape(inputs, labels)
    for label in range(labels):
        np.add.at(weights[:, label], own[label], found[:kinds])
    return weights, found[kinds : kinds + labels]


def _least(loss: Callable[[Numbers], tuple[float, Numbers]], start: Numbers) -> Numbers:
    """Where the loss is least; it has one such place only, whatever the start.

    A search that ends before it is there is told, and what it found is judged by the gate like any other.
    """
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": MOST_STEPS})
    if not found.success:
        why = {"reason": str(found.message), "steps": int(found.nit)}
        logger.warning("a label's weights were not fitted to the end", extra=why)
    return np.asarray(found.x)
