"""How far finding danger carries over to labelled messages of another kind, on a file that the user supplies.

`python -m learning.evaluation.transfer FILE.csv --text COLUMN --label COLUMN`; docs/triage-transfer.md says what such
sets measure, and what none of them does. Nothing is copied, kept or printed but counts.
"""

import argparse
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from learning.evaluation.danger import LOADS, area_under, curve, recall_at
from learning.evaluation.intervals import Figure, share
from learning.evaluation.labelling import Machine, machine_in
from services.triage.domain.labeller import Question
from services.triage.model.loading import FILES

MEANS_DANGER = ("1", "true", "yes", "danger", "emergency", "high")
"""What stands in the column of labels where a message tells of danger, unless other values are named."""
LONGEST_CELL = 1_000_000
"""Letters of a cell; more is a file whose quotes are not closed."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A message of somebody else's set."""

    text: str
    danger: bool


def read(file: Path, text: str, label: str, danger: Sequence[str]) -> Iterator[Foreign]:
    """The messages of a file; a column that it does not have is a clear error."""
    csv.field_size_limit(LONGEST_CELL)
    known = {value.casefold() for value in danger}
    with file.open(encoding="utf-8-sig", newline="", errors="replace") as opened:
        rows = csv.DictReader(opened)
        for name in (text, label):
            if name not in (rows.fieldnames or ()):
                raise SystemExit(f"{file} has no column {name!r}; it has {', '.join(rows.fieldnames or ())}.")
        for row in rows:
            if row[text] and row[label] is not None:
                yield Foreign(row[text], row[label].strip().casefold() in known)


def measured(messages: Sequence[Foreign], judge: Callable[[str], tuple[bool, float]]) -> str:
    """The figures, in lines of text; `judge` says whether a text alerts and how likely it tells of danger."""
    dangers = [each.danger for each in messages]
    if not any(dangers) or all(dangers):
        raise SystemExit(f"{sum(dangers)} of {len(dangers)} messages tell of danger: name the values with --danger.")
    judged = [judge(each.text) for each in messages]
    alerts = [alert for alert, _ in judged]
    seen = sum(danger and alert for danger, alert in zip(dangers, alerts, strict=True))
    points, mix = curve([likely for _, likely in judged], dangers), sum(dangers) / len(dangers)
    lines = [
        f"{len(messages)} messages, {sum(dangers)} tell of danger",
        f"dangers that alert         {_shown(share(seen, sum(dangers)))}",
        f"alerts that tell of danger {_shown(share(seen, sum(alerts)))}",
        f"messages that alert        {_shown(share(sum(alerts), len(alerts)))}",
        f"area under the curve       {area_under(points):.3f}",
    ]
    lines += [f"dangers among the likeliest {load:.0%}: {recall_at(points, load, mix):.3f}" for load in LOADS]
    return "\n".join(lines)


def _shown(figure: Figure) -> str:
    if figure.value is None:
        return "nothing to measure it on"
    return f"{figure.value:.3f} ({figure.count} of {figure.of}; {figure.low:.2f} to {figure.high:.2f})"


def judge_of(machine: Machine) -> Callable[[str], tuple[bool, float]]:
    """The labeller as a judge of texts without account or thread."""

    def judge(text: str) -> tuple[bool, float]:
        question = Question(text, ())
        labels, likely = machine.judge(question)
        return labels.alert, likely[0] if likely else float(labels.alert)

    return judge


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the file, label its texts, print the figures."""
    parser = argparse.ArgumentParser(prog="python -m learning.evaluation.transfer", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--text", required=True, help="the column of the messages")
    parser.add_argument("--label", required=True, help="the column of the labels")
    parser.add_argument("--danger", nargs="+", default=MEANS_DANGER, help="the labels that mean danger (%(default)s)")
    given = parser.parse_args(arguments)
    messages = list(read(given.file, given.text, given.label, given.danger))
    print(measured(messages, judge_of(machine_in(FILES))))


if __name__ == "__main__":
    main()
