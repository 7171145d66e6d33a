"""Whether what is here is worse than the committed report says, or something else than it was made of."""

from collections.abc import Mapping
from math import inf
from typing import Any

from learning.evaluation.headline import NAMES
from learning.evaluation.intervals import Figure

LINES_OF_DANGER = 1
"""Dangers or alerts that may come out otherwise: the labels are the same every time on one kind of processor. On
another the encoder's whole numbers come to the same sums, seven bits as they are, but floating ones may differ in the
last digits, and a line beside the threshold may then fall on its other side. The report counts the lines
that lie so near."""
LINES = 4
"""The same for other labels: there are more thresholds, and less hangs on each."""
MACRO_F1 = 0.005
"""What such lines can move the macro-F1: about two lines of the rarest tag."""
OF_DANGER = ("danger_recall", "danger_precision")
NOT_JUDGED = ("alerted", "unknown_district")
"""More of them is not worse by itself: precision and the districts that are right tell."""
LESS_IS_BETTER = ("wrong_district",)
REMEDY = "Run `make eval`, read what changed, and commit the new report."
Measured = Mapping[str, Mapping[str, Mapping[str, Figure]]]


def problems(committed: Mapping[str, Any], test: str, versions: Mapping[str, Any], measured: Measured) -> list[str]:
    """What speaks against it, in a sentence each; nothing where all is well."""
    if committed["test"]["hash"] != test:
        return [f"The test set is not the one of the report ({test}, not {committed['test']['hash']}). {REMEDY}"]
    others = [name for name, value in versions.items() if committed["versions"].get(name) != value]
    if others:
        return [f"The report was made of another model (other {', '.join(others)}). {REMEDY}"]
    return [
        f"{part}, {NAMES[name]}: {_shown(now.value)}, and the report has {_shown(then['value'])}."
        for part, figures in committed["headline"].items()
        for name, then in figures["whole"].items()
        if name not in NOT_JUDGED and is_worse(name, then, now := measured[part]["whole"][name])
    ]


def is_worse(name: str, then: Mapping[str, Any], now: Figure) -> bool:
    """Whether a figure fell by more than a few lines on a threshold explain."""
    if then["value"] is None or now.value is None:
        return then["value"] is not None
    fall: float = then["value"] - now.value
    return (-fall if name in LESS_IS_BETTER else fall) > tolerance(name, then) + 1e-5  # what the file's places cut off


def tolerance(name: str, then: Mapping[str, Any]) -> float:
    """How far a figure may fall."""
    if name == "macro_f1":
        return MACRO_F1
    lines = LINES_OF_DANGER if name in OF_DANGER else LINES
    return float(lines / then["of"])


def worse_figures(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What is worse in figures by part and name, a sentence each; what one side has not kept is passed over.

    Where neither kept how many lines it was measured on, nothing may fall.
    """
    return [
        f"{part}, {NAMES[name]}: {_shown(new['value'])} after {_shown(old['value'])}."
        for part, figures in then.items()
        for name, old in figures.items()
        if name not in NOT_JUDGED and (new := now.get(part, {}).get(name)) is not None
        if is_worse(name, {**old, "of": old["of"] or new["of"] or inf}, Figure(new["value"], None, None))
    ]


def _shown(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.4f}"
