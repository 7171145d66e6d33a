"""Alerts of one part of the test set: what each path finds and at which load, as shipped and at other thresholds."""

from collections.abc import Sequence
from typing import Any

from learning.evaluation.danger import (
    LOADS,
    RECALLS,
    SHARES,
    TRAFFIC,
    Point,
    area_under,
    curve,
    load_at,
    recall_at,
)
from learning.evaluation.intervals import share
from learning.evaluation.labelling import Told

CERTAIN = 1.0
"""What the words' alert adds to a probability: it is raised whatever the model says."""


def alerts_of(told: Sequence[Told], alert_at: float | None) -> dict[str, Any]:
    """All that the report says of alerts."""
    dangers = [each.wanted.danger for each in told]
    shipped = _path(told, [each.whole.alert for each in told])
    return {
        "lines": len(told),
        "dangers": sum(dangers),
        "alert_at": alert_at,
        "traffic": TRAFFIC,
        "shipped": shipped,
        "paths": {
            "words alone (at once)": _path(told, [each.fast for each in told]),
            "words and model (what ships)": shipped,
            "words and terms, without the encoder": _path(told, [each.brief.alert for each in told]),
        },
        "missed": [each.message.id for each in told if each.wanted.danger and not each.whole.alert],
        "by_share": [_at_share(shipped, danger) for danger in SHARES],
        "curves": {name: _curve(scores, dangers) for name, scores in _scores(told).items()},
    }


def _scores(told: Sequence[Told]) -> dict[str, list[float]]:
    if not told[0].likely:
        return {"words alone": [float(each.fast) for each in told]}
    return {
        "words, then model": [each.fast * CERTAIN + each.likely[0] for each in told],
        "model alone": [each.likely[0] for each in told],
    }


def _path(told: Sequence[Told], alerts: Sequence[bool]) -> dict[str, Any]:
    pairs = [(each.wanted.danger, alert) for each, alert in zip(told, alerts, strict=True)]
    seen, raised = sum(danger and alert for danger, alert in pairs), sum(alerts)
    dangers = sum(danger for danger, _ in pairs)
    found, false = share(seen, dangers), share(raised - seen, len(pairs) - dangers)
    point = Point(found.value or 0.0, false.value or 0.0)
    return {
        "recall": found,
        "precision": share(seen, raised),
        "false": false,
        "load": point.load(TRAFFIC),
        "precision_in_traffic": point.precision(TRAFFIC),
    }


def _at_share(shipped: dict[str, Any], danger: float) -> dict[str, Any]:
    point = Point(shipped["recall"].value or 0.0, shipped["false"].value or 0.0)
    return {"danger": danger, "load": point.load(danger), "precision": point.precision(danger)}


def _curve(scores: Sequence[float], dangers: Sequence[bool]) -> dict[str, Any]:
    points = curve(scores, dangers)
    return {
        "area": area_under(points),
        "recall_at": [{"load": load, "recall": recall_at(points, load)} for load in LOADS],
        "load_at": [{"recall": recall, "load": load_at(points, recall)} for recall in RECALLS],
        "points": _corners([(point.load(TRAFFIC), point.found) for point in points]),
    }


def _corners(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points at which the line changes its height: no more are needed to draw it."""
    last = len(points) - 1
    return [
        p for at, p in enumerate(points) if at in (0, last) or p[1] != points[at - 1][1] or p[1] != points[at + 1][1]
    ]
