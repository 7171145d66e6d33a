"""The report as data: everything that the page shows, in a fixed order, with numbers cut to what they carry."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from learning.evaluation.agreement import agreements
from learning.evaluation.alerts import alerts_of
from learning.evaluation.answers import FIELDS, Answer, answer_of, majority_of
from learning.evaluation.calibration import bins_of, brier, calibration_error
from learning.evaluation.goals import GOALS
from learning.evaluation.groups import groups_of
from learning.evaluation.headline import headline
from learning.evaluation.intervals import Figure
from learning.evaluation.labelling import Told, Versions
from learning.evaluation.scores import gain, rows_of
from learning.evaluation.sets import TestSet, part_of
from learning.mentions import author_of
from services.triage.domain.outputs import TAGS

PLACES = 6
"""Decimals in the file: more than are shown, so that what was rounded here is not cut to more than it is there."""
NEAR = 0.02
"""Probabilities this near to a threshold might fall on its other side on another kind of processor."""
CONFUSED = ("district", "concern")
"""Fields whose mistakes are shown by pair."""


def report_of(test: TestSet, told: Sequence[Told], versions: Versions, curve: list[dict[str, Any]]) -> dict[str, Any]:
    """All of it, but for what depends on earlier reports or on the machine."""
    parts = {part: [each for each in told if part_of(each.message) == part] for part in ("realistic", "hard")}
    parts = {part: each for part, each in parts.items() if each}
    measured = {part: measures_of(each) for part, each in parts.items()}
    report: dict[str, Any] = plain(
        {
            "test": _test(test, parts),
            "versions": versions,
            "goals": goals_of({part: each["whole"] for part, each in measured.items()}, parts),
            "headline": measured,
            "gains": {part: _gains(each) for part, each in parts.items()},
            "labels": {part: _labels(each) for part, each in parts.items()},
            "alerts": {part: alerts_of(each, versions.alert_at) for part, each in parts.items()},
            "calibration": _calibration(told),
            "near_a_threshold": _near(told, versions),
            "confusion": {field: _confusion(told, field) for field in CONFUSED},
            "groups": groups_of(told),
            "learning_curve": curve,
            "agreement": _agreement(test, told),
        }
    )
    return report


def measures_of(told: Sequence[Told]) -> dict[str, dict[str, Figure]]:
    """The headline figures of each way of labelling."""
    wanted = [each.wanted for each in told]
    ways = {
        "whole": [each.whole for each in told],
        "without the encoder": [each.brief for each in told],
        "rules alone": [each.rules for each in told],
        "majority": majority_of(wanted),
    }
    return {way: headline(wanted, given) for way, given in ways.items()}


def goals_of(measured: Mapping[str, Mapping[str, Figure]], parts: Mapping[str, Sequence[Told]]) -> list[dict[str, Any]]:
    """Every goal with what was reached."""
    rows = []
    for goal in GOALS:
        if goal.part not in measured:
            continue
        if goal.figure == "alerted_in_traffic":
            load = alerts_of(parts[goal.part], None)["shipped"]["load"]
            figure = Figure(load, None, None)
        else:
            figure = measured[goal.part][goal.figure]
        said = {"verdict": goal.verdict(figure.value), "shown": goal.shown(figure.value)}
        rows.append(asdict(goal) | asdict(figure) | said)
    return rows


def _test(test: TestSet, parts: Mapping[str, Sequence[Told]]) -> dict[str, Any]:
    return {
        "hash": test.hash,
        "lines": len(test.messages),
        "parts": {
            part: {
                "authors": sorted({author_of(each.message) for each in told}),
                "lines": len(told),
                "dangers": sum(each.wanted.danger for each in told),
            }
            for part, told in parts.items()
        },
    }


def _gains(told: Sequence[Told]) -> dict[str, Figure]:
    wanted, whole = [each.wanted for each in told], [each.whole for each in told]
    return {
        "over without the encoder": gain(wanted, whole, [each.brief for each in told]),
        "over rules alone": gain(wanted, whole, [each.rules for each in told]),
    }


def _labels(told: Sequence[Told]) -> dict[str, Any]:
    wanted, whole = [each.wanted for each in told], [each.whole for each in told]
    return {field: rows_of(wanted, whole, field) for field in FIELDS}


def _calibration(told: Sequence[Told]) -> dict[str, Any] | None:
    if not told or not told[0].likely:
        return None
    found = {}
    for place, tag in enumerate(TAGS):
        found[tag] = _calibrated([t.likely[place] for t in told], [tag in t.wanted.values["tags"] for t in told])
    said = [chance for each in told for chance in each.likely]
    were = [tag in each.wanted.values["tags"] for each in told for tag in TAGS]
    return {"danger": found["emergency"], "all tags": _calibrated(said, were), "by tag": found}


def _calibrated(likely: Sequence[float], were: Sequence[bool]) -> dict[str, Any]:
    bins = bins_of(likely, were)
    return {"error": calibration_error(bins), "brier": brier(likely, were), "bins": bins}


def _near(told: Sequence[Told], versions: Versions) -> dict[str, int]:
    if versions.alert_at is None:
        return {}
    marks = {"alert": [(0, versions.alert_at)], "tags": list(enumerate(versions.tags_at.values()))}
    return {
        what: sum(any(abs(each.likely[place] - at) < NEAR for place, at in ats) for each in told)
        for what, ats in marks.items()
    }


def _confusion(told: Sequence[Told], field: str) -> list[dict[str, Any]]:
    """How often each value was given for each; fields that need not be given, where they are."""
    pairs = Counter((t.wanted.one(field), t.whole.one(field)) for t in told if t.wanted.values[field])
    return [{"wanted": one, "given": other, "lines": lines} for (one, other), lines in sorted(pairs.items())]


def _agreement(test: TestSet, told: Sequence[Told]) -> dict[str, Any] | None:
    """Of the authors and whoever labelled after them, and what that person would reach if they were the machine."""
    both = [(each, answer_of(test.second[each.message.id])) for each in told if each.message.id in test.second]
    if not both:
        return None
    first: list[Answer] = [each.wanted for each, _ in both]
    second: list[Answer] = [other for _, other in both]
    return {
        "lines": len(both),
        "fields": agreements(first, second),
        "second": headline(first, second),
        "whole": headline(first, [each.whole for each, _ in both]),
    }


def plain(value: Any) -> Any:  # noqa: ANN401 - any of what a report holds
    """Dictionaries, lists and numbers cut to a few places."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return round(float(value), PLACES) if isinstance(value, float) else value
