"""Fitting the terms: a linear model for each output over the words, pairs and parts of words of the authored lines."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from services.triage.domain.outputs import OUTPUTS, slice_of
from services.triage.domain.sense import Numbers
from services.triage.domain.terms import Terms

STRENGTH = 4.0
"""scikit-learn's C: found by leaving authors out."""
SELDOM = 2
"""Messages in which a term has to occur: what one person alone wrote teaches nothing."""
NEVER = -8.0
"""The bias of an output without any example."""


def fit_terms(terms: Sequence[Sequence[str]], targets: NDArray[np.float32]) -> Terms:
    """The terms of messages, and what each speaks for; the same messages give the same terms."""
    occurs = Counter(term for each in terms for term in each)
    known = {term: row for row, term in enumerate(sorted(t for t, times in occurs.items() if times >= SELDOM))}
    rarity = np.array([np.log((1 + len(terms)) / (1 + occurs[term])) + 1 for term in known], np.float32)
    x = _matrix(terms, known, rarity)
    weights, bias = np.zeros((len(known), OUTPUTS), np.float32), np.full(OUTPUTS, NEVER, np.float32)
    concern = slice_of("concern")
    about = targets[:, concern].any(axis=1)
    for output in range(OUTPUTS):
        of_concern = concern.start <= output < concern.stop
        rows = np.flatnonzero(about) if of_concern else np.arange(len(terms))
        wanted = targets[rows, output]
        if wanted.min() == wanted.max():
            continue
        fitted = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0).fit(x[rows], wanted)
        weights[:, output], bias[output] = fitted.coef_[0], fitted.intercept_[0]
    return Terms(known, rarity, weights, bias)


def _matrix(terms: Sequence[Sequence[str]], known: Mapping[str, int], rarity: Numbers) -> csr_matrix:
    starts, columns, values = [0], list[int](), list[float]()
    for each in terms:
        rows = [row for term in each if (row := known.get(term)) is not None]
        counts = rarity[rows]
        columns += rows
        values += list(counts / np.linalg.norm(counts)) if rows else []
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(terms), len(known)))
