"""Looks at the test set: what each gave, whether it was worse than the one before, and why that was accepted."""

from collections.abc import Mapping, Sequence
from typing import Any

from learning.evaluation.check import REMEDY, worse_figures
from learning.evaluation.goals import GOALS

Look = Mapping[str, Any]
CHANGED = {
    5: "the share of false alerts that is borne was raised from 0.10 to 0.14 and the threshold of the danger tag was "
    "set anew, by figures of the lines kept for the heads"
}
"""What people changed by hand before a look, having seen the ones before it."""
HOW_TO_ACCEPT = "Nothing was written. Mend it, or say why it is taken: make eval ARGS='--accept \"why\"'"
FEWEST_FIGURES = ("danger_recall", "macro_f1")
"""What looks kept before they kept every figure."""


def look_of(report: Mapping[str, Any], answers: str, reason: str | None) -> dict[str, Any]:
    """This look, with every headline figure; `reason` is why it is taken though it is worse."""
    figures = figures_of(report)
    fewest = {name: {part: each[name]["value"] for part, each in figures.items()} for name in FEWEST_FIGURES}
    versions = report["versions"]
    told = {"test": report["test"]["hash"], "answers": answers, "model": versions["model"], "heads": versions["heads"]}
    return told | fewest | {"figures": figures, "reason": reason}


def figures_of(report: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The headline figures of a report, as a look keeps them."""
    return {
        part: {name: {"value": each["value"], "of": each["of"]} for name, each in ways["whole"].items()}
        for part, ways in report["headline"].items()
    }


def looks_after(committed: Mapping[str, Any] | None, look: Look) -> list[Look]:
    """The looks with this one: the same outcome again is no other look, and keeps its reason."""
    if committed is None:
        return [look]
    *earlier, last = committed["looks"]
    if all(last.get(name) == look[name] for name in ("test", "answers")):
        return [*earlier, {**look, "reason": look["reason"] or last.get("reason")}]
    return [*earlier, {"figures": figures_of(committed), **last}, look]


def worse(looks: Sequence[Look]) -> list[str]:
    """In what the newest look is worse than the one before, a sentence each; looks at other lines say nothing."""
    if len(looks) < 2 or looks[-1]["test"] != looks[-2]["test"]:
        return []
    return worse_figures(_kept(looks[-2]), _kept(looks[-1]))


def unexplained(looks: Sequence[Look]) -> list[str]:
    """What speaks against the newest look; nothing where a reason is given."""
    if not looks or looks[-1].get("reason"):
        return []
    return [f"The newest look is worse than the one before, without a reason. {each} {REMEDY}" for each in worse(looks)]


def _kept(look: Look) -> dict[str, Any]:
    """The figures that a look has kept; the earliest have two of each part."""
    if "figures" in look:
        return dict(look["figures"])
    return {
        part: {name: {"value": look[name][part], "of": None} for name in FEWEST_FIGURES}
        for part in look[FEWEST_FIGURES[0]]
    }


def how_measured(report: Mapping[str, Any]) -> list[str]:
    """What the looks and the number of dangers mean for the figures, a sentence each."""
    count = len(report["looks"])
    return [*_by_hand(count), *_accepted(report["looks"]), *_too_few(report)]


def _by_hand(count: int) -> list[str]:
    changes = [f"between looks {look - 1} and {look}, {what}" for look, what in CHANGED.items() if look <= count]
    if not changes:
        return []
    listed = "; ".join(changes)
    sentence = f"There were {count} looks at a test set, and constants were changed after some of them ({listed}): "
    return [sentence + "it is no longer wholly unseen."]


def _accepted(looks: Sequence[Look]) -> list[str]:
    found = [f"Look {number} was {each}" for number in range(1, len(looks) + 1) if (each := _why(looks[:number]))]
    few = sum("figures" not in each for each in looks)
    if few:
        found.append(f"{few} of the looks kept two figures of each part only; no others of theirs can be compared.")
    return found


def _why(looks: Sequence[Look]) -> str:
    lost, reason = worse(looks), looks[-1].get("reason")
    if not lost and not reason:
        return ""
    figures = f"worse than the look before: {' '.join(lost)}" if lost else "taken with a reason."
    return f"{figures} {f'Taken because: {reason}' if reason else 'No reason was given.'}"


def _too_few(report: Mapping[str, Any]) -> list[str]:
    """Goals for danger that lie inside the interval: these lines cannot show that they are met."""
    found = []
    for goal in GOALS:
        figure = report["headline"].get(goal.part, {}).get("whole", {}).get(goal.figure, {})
        if goal.figure == "danger_recall" and figure.get("low") is not None and figure["low"] < goal.goal:
            found.append(
                f"{figure['of']} dangers ({goal.part} part) cannot carry a claim of {goal.goal:.2f}: the share that "
                f"alerts may well lie anywhere between {figure['low']:.3f} and {figure['high']:.3f}."
            )
    return found
