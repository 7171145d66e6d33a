"""The figures that the goals speak of, for whoever labelled: the service, a baseline, or a second person."""

from collections.abc import Sequence

from learning.evaluation.answers import Answer
from learning.evaluation.intervals import Figure, share
from learning.evaluation.scores import macro_f1
from shared.contracts.labels import UNKNOWN_DISTRICT

NAMES = {
    "danger_recall": "dangers that alert",
    "danger_precision": "alerts that tell of danger",
    "alerted": "messages that alert, of all in these files",
    "alerted_in_traffic": "messages that alert, of all where 1 in 20 tells of danger",
    "macro_f1": "tags, macro-F1",
    "urgency": "urgency right",
    "needs_reply": "needs a reply, right",
    "concern": "concern right, where one is given",
    "district": "district right",
    "unknown_district": "district left unknown, where it could be known",
    "wrong_district": "district wrong (unknown is not wrong)",
    "personal_recall": "personal data found",
    "personal_precision": "personal data rightly marked",
    "language": "language right",
    "sentiment": "sentiment right",
}
"""Every headline figure, as it is called on the page."""


def headline(wanted: Sequence[Answer], given: Sequence[Answer]) -> dict[str, Figure]:
    """All of them."""
    pairs = list(zip(wanted, given, strict=True))
    dangers, alerts = sum(one.danger for one in wanted), sum(one.alert for one in given)
    seen = sum(one.danger and other.alert for one, other in pairs)
    personal = sum(len(one.values["personal_data"] & other.values["personal_data"]) for one, other in pairs)
    named = [(one, other) for one, other in pairs if one.values["concern"]]
    return {
        "danger_recall": share(seen, dangers),
        "danger_precision": share(seen, alerts),
        "alerted": share(alerts, len(pairs)),
        "macro_f1": macro_f1(wanted, given),
        "urgency": _right(pairs, "urgency"),
        "needs_reply": _right(pairs, "needs_reply"),
        "concern": _right(named, "concern"),
        "district": _right(pairs, "district"),
        "unknown_district": share(sum(_left_unknown(one, other) for one, other in pairs), len(pairs)),
        "wrong_district": share(sum(wrong_district(one, other) for one, other in pairs), len(pairs)),
        "personal_recall": share(personal, _personal(wanted)),
        "personal_precision": share(personal, _personal(given)),
        "language": _right(pairs, "language"),
        "sentiment": _right(pairs, "sentiment"),
    }


def wrong_district(wanted: Answer, given: Answer) -> bool:
    """A district that is not the one; `unknown` goes to the force's own desk and is not wrong."""
    return given.one("district") not in {UNKNOWN_DISTRICT, wanted.one("district")}


def _left_unknown(wanted: Answer, given: Answer) -> bool:
    return given.one("district") == UNKNOWN_DISTRICT != wanted.one("district")


def _right(pairs: Sequence[tuple[Answer, Answer]], field: str) -> Figure:
    return share(sum(one.values[field] == other.values[field] for one, other in pairs), len(pairs))


def _personal(answers: Sequence[Answer]) -> int:
    return sum(len(each.values["personal_data"]) for each in answers)
