"""The report's first table as a page for code hosts, which show no HTML."""

from collections.abc import Mapping
from typing import Any

from learning.evaluation.headline import NAMES
from learning.evaluation.looks import how_measured

HEADS = ("figure", "reached", "verdict", "goal", "least acceptable", "counted")
BEFORE = """# How good triage is

Written by `make eval` from [triage-report.json](triage-report.json); [triage-report.html](triage-report.html) shows
all of it, with intervals, every label, curves, groups and mistakes. Measured on invented messages by authors from whose
lines nothing was learnt: the [data sheet](../learning/data/README.md) says what they are and what they are not. What is
reached is cut to three places, always to the side that flatters less. Nobody may rely on triage to find every
emergency.
"""


def summary_of(report: Mapping[str, Any]) -> str:
    """The page."""
    parts = [BEFORE]
    if report["versions"]["model"] is None:
        parts.append("There was no model: this is what rules and tables give by themselves.\n")
    for part, each in report["test"]["parts"].items():
        parts.append(f"## {part.capitalize()} part: {each['lines']} messages, {each['dangers']} tell of danger\n")
        rows = [_row(row) for row in report["goals"] if row["part"] == part]
        parts.append("\n".join([_cells(HEADS), _cells(["---"] * len(HEADS)), *rows, ""]))
    parts += ["## How it was measured\n", *(f"- {sentence}" for sentence in how_measured(report)), ""]
    return "\n".join(parts)


def _row(row: Mapping[str, Any]) -> str:
    counted = "" if row["count"] is None else f"{row['count']} of {row['of']}"
    goal = f"at most {row['goal']:.2f}" if row["at_most"] else f"{row['goal']:.2f}"
    least = "" if row["least"] is None else f"{row['least']:.2f}"
    name = NAMES[row["figure"]]
    return _cells([name, row["shown"], row["verdict"], goal, least, counted])


def _cells(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
