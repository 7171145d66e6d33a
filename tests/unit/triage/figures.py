"""Prints how well the labeller does today on the mentions labelled by hand: `python -m tests.unit.triage.figures`."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from services.triage.app import area_of, labeller_of
from services.triage.domain.labeller import METHOD, Question
from shared.contracts.labels import UNKNOWN_DISTRICT, Labels
from shared.registry import load_registry
from shared.settings import CHECKOUT
from tests.unit.triage.cases import Case, read_cases

FILES = ("demo", "tune", "held", "fresh", "fresh2", "fresh3", "last")
HEAD = (
    "| file | mentions | danger recall | danger precision | macro-F1 of tags | district right | wrong district "
    "| concern right |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
)
Labelled = Sequence[tuple[Case, Labels]]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    def __str__(self) -> str:
        """Nothing of nothing is told as such, rather than as perfect."""
        return f"{self.part / self.whole:.2f} ({self.part} of {self.whole})" if self.whole else "none"


@dataclass(frozen=True)
class Figures:
    """What one file gave."""

    recall: Share
    """Emergencies that raised an alert."""
    precision: Share
    """Alerts that were for an emergency."""
    macro_f1: float
    """Of the tags that a person or the labeller gave at all, each counting the same."""
    district: Share
    wrong_districts: int
    """A district that is not the person's; `unknown` goes to the force's own desk and is not wrong."""
    concern: Share
    """Of the mentions for which a person named one."""


def figures_of(labelled: Labelled) -> Figures:
    """Compare the labels with a person's."""
    alerts = [case for case, labels in labelled if labels.alert]
    named = [(case, labels) for case, labels in labelled if case.expected.get("concern")]
    right = sum(labels.district == case.expected["district"] for case, labels in labelled)
    unknown = sum(labels.district == UNKNOWN_DISTRICT != case.expected["district"] for case, labels in labelled)
    seen = sum(case.dangerous for case in alerts)
    return Figures(
        recall=Share(seen, sum(case.dangerous for case, _ in labelled)),
        precision=Share(seen, len(alerts)),
        macro_f1=_macro_f1(labelled),
        district=Share(right, len(labelled)),
        wrong_districts=len(labelled) - right - unknown,
        concern=Share(sum(labels.concern == case.expected["concern"] for case, labels in named), len(named)),
    )


def _macro_f1(labelled: Labelled) -> float:
    tags = {tag for case, labels in labelled for tag in (*labels.tags, *case.expected["tags"])}
    return sum(_f1(labelled, tag) for tag in tags) / len(tags)


def _f1(labelled: Labelled, tag: str) -> float:
    given = [tag in labels.tags for _, labels in labelled]
    wanted = [tag in case.expected["tags"] for case, _ in labelled]
    both = sum(ours and theirs for ours, theirs in zip(given, wanted, strict=True))
    return 2 * both / (sum(given) + sum(wanted))


def main() -> None:
    """Label every file by the service's own code, and print a row for each."""
    registry = load_registry(CHECKOUT / "deploy" / "force")
    labeller, area = labeller_of(registry), area_of(registry)
    sys.stdout.write(f"Labeller {METHOD}\n\n{HEAD}")
    for name in FILES:
        labelled = [
            (case, labeller.label(Question(case.text, area.served_by_name(case.account) or (), case.in_reply_to)))
            for case in read_cases(name)
        ]
        got = figures_of(labelled)
        sys.stdout.write(
            f"| {name} | {len(labelled)} | {got.recall} | {got.precision} | {got.macro_f1:.2f} | {got.district} "
            f"| {got.wrong_districts} | {got.concern} |\n"
        )


if __name__ == "__main__":
    main()
