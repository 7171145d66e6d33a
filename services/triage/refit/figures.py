"""How good heads are on messages that people labelled, decided as the running labeller decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.triage.domain.heads import ALERTED, Heads
from services.triage.domain.judging import Verdict, verdict_of
from services.triage.domain.outputs import TAGS
from services.triage.domain.sense import Numbers
from services.triage.refit.fitting import Given, Row

MEASURED = ("danger_recall", "alert_load", "tags", "urgency", "needs_reply", "concern")
"""The names of the figures, in the order of a report."""


@dataclass(frozen=True, slots=True)
class Told:
    """What heads make of one message, and what is right."""

    verdict: Verdict
    alert: bool
    given: Given

    @property
    def danger(self) -> bool:
        """Whether people call it an emergency."""
        return "emergency" in self.given.tags

    def right(self, label: str) -> bool:
        """Whether a label is as people gave it: a tag by its name, or urgency, needs_reply, concern."""
        if label in TAGS:
            return (label in self.verdict.tags) == (label in self.given.tags)
        return bool(getattr(self.verdict, label) == getattr(self.given, label))


def told_of(heads: Heads, rows: Sequence[Row], *, brief: bool) -> list[Told]:
    """What these heads make of each message; an alert by the words alone counts, as it is raised in any case."""
    return [_told(heads, row.brief if brief else row.whole, row.given) for row in rows]


def _told(heads: Heads, inputs: Numbers, given: Given) -> Told:
    verdict = verdict_of(heads.probabilities(inputs), heads)
    return Told(verdict, verdict.alert or bool(inputs[ALERTED] > 0), given)


def figures_of(told: Sequence[Told]) -> Mapping[str, float]:
    """Shares between 0 and 1; `tags` is the mean of the tags' F1, `alert_load` the share of the harmless that alert."""
    dangers, harmless = [each for each in told if each.danger], [each for each in told if not each.danger]
    about = [each for each in told if each.given.concern is not None]
    return {
        "danger_recall": _share(each.alert for each in dangers),
        "alert_load": _share(each.alert for each in harmless),
        "tags": _macro_f1(told),
        "urgency": _share(each.right("urgency") for each in told),
        "needs_reply": _share(each.right("needs_reply") for each in told),
        "concern": _share(each.right("concern") for each in about),
    }


def followed(heads: Heads, rows: Sequence[Row]) -> int:
    """Of how many messages the tags are the very ones that a person gave."""
    return sum(set(each.verdict.tags) == set(each.given.tags) for each in told_of(heads, rows, brief=False))


def changed(before: Sequence[Told], after: Sequence[Told], names: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """By label, which messages became right and which wrong."""
    found: dict[str, dict[str, list[str]]] = {}
    for label in (*TAGS, "urgency", "needs_reply", "concern"):
        for name, was, is_now in zip(names, before, after, strict=True):
            if was.right(label) != is_now.right(label):
                kinds = found.setdefault(label, {"became right": [], "became wrong": []})
                kinds["became right" if is_now.right(label) else "became wrong"].append(name)
    return found


def _macro_f1(told: Sequence[Told]) -> float:
    scores = []
    for tag in TAGS:
        given = sum(tag in each.given.tags for each in told)
        if given:
            both = sum(tag in each.given.tags and tag in each.verdict.tags for each in told)
            scores.append(2 * both / (given + sum(tag in each.verdict.tags for each in told)))
    return _share(scores)


def _share(values: Iterable[float]) -> float:
    found = list(values)
    return round(sum(found) / len(found), 5) if found else 1.0
