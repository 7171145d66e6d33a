"""How much each correction counts: one person never drowns the rest, nor all of them the authored lines."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.triage.domain.spelling import fold
from services.triage.refit.corrections import Corrected
from shared.clock import LONDON


@dataclass(frozen=True, slots=True)
class Weighing:
    """The settings of it, in authored lines: a correction of weight 1 counts as much as one of those."""

    each: float = 1.0
    person_day: float = 40.0
    person: float = 200.0
    share: float = 0.5
    """Of all that is fitted, at most this part comes from corrections."""


def latest_of_equal(corrected: Iterable[Corrected]) -> list[Corrected]:
    """One for the same words as an answer to the same words: what a person said last."""
    latest: dict[tuple[str, str], Corrected] = {}
    for each in sorted(corrected, key=lambda one: (one.correction.at, one.mention.id)):
        key = (_same(each.mention.text), _same(each.mention.in_reply_to_text or ""))
        latest.pop(key, None)
        latest[key] = each
    return list(latest.values())


def weights_of(corrected: Sequence[Corrected], authored: float, weighing: Weighing) -> list[float]:
    """The weight of each correction; `authored` is that of all authored lines together."""
    days = [(each.correction.by, each.correction.at.astimezone(LONDON).date()) for each in corrected]
    weights = _at_most([weighing.each] * len(corrected), days, weighing.person_day)
    weights = _at_most(weights, [each.correction.by for each in corrected], weighing.person)
    room = authored * weighing.share / (1 - weighing.share)
    return _at_most(weights, [""] * len(corrected), room)


def _at_most(weights: Sequence[float], groups: Sequence[object], most: float) -> list[float]:
    """The weights, those of a group made smaller alike where they come to more than `most` together."""
    total: Counter[object] = Counter()
    for weight, group in zip(weights, groups, strict=True):
        total[group] += weight  # type: ignore[assignment]  # a Counter adds up fractions as well
    factor: Mapping[object, float] = {group: min(1.0, most / whole) for group, whole in total.items() if whole}
    return [weight * factor.get(group, 1.0) for weight, group in zip(weights, groups, strict=True)]


def _same(text: str) -> str:
    return " ".join(fold(text).split())
