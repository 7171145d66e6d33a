"""`python -m learning.words`: learns how much each word speaks for danger, and writes the table of the fast path.

A logistic regression over words, pairs of words and concepts of the lexicon. What only one author uses is left out: it
would teach the author, not the danger. The threshold is set where messages of authors that the weights did not see
reach the precision that is asked for.
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from learning.mentions import DATA, read_file
from services.triage.data import WEIGHTS, load
from services.triage.domain.evidence import HUNDREDTHS, Evidence, Weights
from shared.registry import load_registry
from shared.settings import CHECKOUT
from tests.unit.triage.cases import read_cases

Clue = tuple[str, str]
"""Its kind (a field of `Clues`) and itself, a pair with a space between."""

STRENGTH = 0.1
"""How freely weights may grow (scikit-learn's C): little, as there are as many clues as messages."""
FEWEST = {"words": 3, "pairs": 5, "concepts": 3, "answered": 3, "signs": 3}
"""Messages in which a clue has to stand to get a weight."""
FEWEST_AUTHORS = {"words": 2, "pairs": 3, "concepts": 1, "answered": 2, "signs": 1}
"""Authors who have to use it: concepts and signs are the project's own, and teach no author."""
PLAIN_COUNTS = 3.0
"""How much a plain line counts beside one that was written to be hard: the plain ones are what people mostly write."""
PRECISION = 0.82
"""Of alerts, on messages of authors not seen: the model behind raises what this misses, so few are for nothing."""
CASE_FILES = ("demo", "tune", "held", "fresh", "fresh2", "fresh3", "last")
CASES = "cases"
"""The author of the unit tests' cases: plain words, beside lines that are written to be hard."""
PLAIN = DATA / "words" / "plain.csv"
"""Danger in the plainest words, in many languages, beside the same words without: the authors wrote few such lines."""
PLAIN_HANDS = (CASES, PLAIN.stem, "p1", "p2b")
"""Whose lines are plain: they count more, and set no threshold, as what is easy would lower it for what is not."""
LEAST = 2
"""Hundredths below which a weight is not worth a line."""


class Material:
    """Messages as clues, with whether they are emergencies and whose they are."""

    def __init__(self, files: Sequence[Path], cases: Sequence[str] = ()) -> None:
        vocabulary = load(tuple(load_registry(CHECKOUT / "deploy" / "force").concerns))
        every = {name: 0 for names in vocabulary.words.lexicon.phrases.values() for name in names}
        nothing = Weights(0, {}, {}, every, {}, {})
        evidence = Evidence(vocabulary.spelling, vocabulary.words.lexicon, nothing, vocabulary.danger)
        told = [
            (file.stem, message.text, message.in_reply_to, "emergency" in message.expected.tags)
            for file in files
            for message in read_file(file)
        ]
        told += [(CASES, case.text, case.in_reply_to, case.dangerous) for name in cases for case in read_cases(name)]
        told += [(PLAIN.stem, *line) for line in _plain() if cases]
        self.authors = np.array([author for author, *_ in told])
        self.dangerous = np.array([dangerous for *_, dangerous in told])
        self.clues = [_clues(evidence, text, answered) for _, text, answered, _ in told]

    def known(self, rows: np.ndarray) -> dict[Clue, int]:
        """The clues of these messages that are frequent enough to be weighed, with a column each."""
        counts: dict[Clue, int] = {}
        authors: dict[Clue, set[str]] = {}
        for row in rows:
            for clue in self.clues[row]:
                counts[clue] = counts.get(clue, 0) + 1
                authors.setdefault(clue, set()).add(self.authors[row])
        enough = (
            clue
            for clue in sorted(counts)
            if counts[clue] >= FEWEST[clue[0]] and len(authors[clue]) >= FEWEST_AUTHORS[clue[0]]
        )
        return {clue: column for column, clue in enumerate(enough)}

    def table(self, rows: np.ndarray, known: dict[Clue, int]) -> csr_matrix:
        """Ones where a message has a clue."""
        places = [sorted(known[clue] for clue in self.clues[row] if clue in known) for row in rows]
        starts = np.cumsum([0, *map(len, places)]).astype(np.int32)
        columns = np.array([column for row in places for column in row], np.int32)
        return csr_matrix((np.ones(len(columns)), columns, starts), (len(rows), len(known)))


def _plain() -> list[tuple[str, str | None, bool]]:
    with PLAIN.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["in_reply_to"] or None, row["danger"] == "yes") for row in csv.DictReader(file)]


def _clues(evidence: Evidence, text: str, answered: str | None) -> set[Clue]:
    clues = evidence.clues(text, answered)
    return {
        *(("pairs", " ".join(pair)) for pair in clues.pairs),
        *(("words", clue) for clue in clues.words),
        *(("concepts", clue) for clue in clues.concepts),
        *(("answered", clue) for clue in clues.answered),
        *(("signs", clue) for clue in clues.signs),
    }


def fit(material: Material, rows: np.ndarray) -> tuple[dict[Clue, int], LogisticRegression]:
    """The clues weighed, and what was learnt of them from these messages."""
    known = material.known(rows)
    learnt = LogisticRegression(C=STRENGTH, max_iter=3_000, solver="liblinear", random_state=0)
    counts = np.where(np.isin(material.authors[rows], PLAIN_HANDS), PLAIN_COUNTS, 1.0)
    return known, learnt.fit(material.table(rows, known), material.dangerous[rows], counts)


def unseen(material: Material) -> np.ndarray:
    """The log-odds of every message, by weights learnt from the other authors."""
    odds = np.zeros(len(material.authors))
    for author in sorted(set(material.authors)):
        theirs = np.flatnonzero(material.authors == author)
        known, learnt = fit(material, np.flatnonzero(material.authors != author))
        odds[theirs] = learnt.decision_function(material.table(theirs, known))
    return odds


def threshold(odds: np.ndarray, dangerous: np.ndarray) -> float:
    """The lowest log-odds from which on enough alerts are for danger."""
    order = np.argsort(-odds)
    precise = np.cumsum(dangerous[order]) / np.arange(1, len(order) + 1) >= PRECISION
    return float(odds[order[np.flatnonzero(precise)[-1]]])


def write(known: dict[Clue, int], learnt: LogisticRegression, at: float, file: Path) -> int:
    """The table, the heaviest first; tells how many lines it has."""
    always = round(HUNDREDTHS * (float(learnt.intercept_[0]) - at))
    weights = {clue: round(HUNDREDTHS * float(learnt.coef_[0][column])) for clue, column in known.items()}
    kept = sorted((-weight, clue) for clue, weight in weights.items() if abs(weight) >= LEAST)
    with file.open("w", encoding="utf-8", newline="") as output:
        rows = csv.writer(output, lineterminator="\n")
        rows.writerow(("kind", "what", "hundredths"))
        rows.writerow(("always", "", always))
        rows.writerows((kind, what, -weight) for weight, (kind, what) in kept)
    return len(kept)


def told(odds: np.ndarray, dangerous: np.ndarray, at: float) -> str:
    """Recall and precision in words."""
    alerts = odds >= at
    right = int((alerts & dangerous).sum())
    return f"recall {right / max(1, int(dangerous.sum())):.3f}, precision {right / max(1, int(alerts.sum())):.3f}"


def main() -> None:
    """Learn from the authored lines, say what it gives on authors not seen, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m learning.words", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA / "train", help="folder of authored lines (%(default)s)")
    parser.add_argument("--leave-out", nargs="*", default=(), metavar="AUTHOR", help="not learnt from, only measured")
    parser.add_argument("--to", type=Path, default=WEIGHTS, help="the table to write (%(default)s)")
    asked = parser.parse_args()
    learn(asked.data, asked.leave_out, asked.to)


def learn(data: Path = DATA / "train", leave_out: Sequence[str] = (), to: Path = WEIGHTS) -> None:
    """Say what the lines of that folder give on authors not seen, and write the table of them all."""
    files = sorted(data.glob("*.jsonl"))
    material = Material([file for file in files if file.stem not in leave_out], CASE_FILES)
    odds = unseen(material)
    authored = ~np.isin(material.authors, PLAIN_HANDS)
    at = threshold(odds[authored], material.dangerous[authored])
    for author in sorted(set(material.authors)):
        theirs = material.authors == author
        print(f"{author}, by the others' weights: {told(odds[theirs], material.dangerous[theirs], at)}")
    print(f"all authors: {told(odds[authored], material.dangerous[authored], at)}")
    known, learnt = fit(material, np.arange(len(material.authors)))
    for file in files:
        if file.stem in leave_out:
            other = Material([file])
            rows = np.arange(len(other.authors))
            odds = learnt.decision_function(other.table(rows, known))
            print(f"{file.stem}, left out: {told(odds, other.dangerous, at)}")
    print(f"{write(known, learnt, at, to)} weights: {to}", flush=True)


if __name__ == "__main__":
    main()
