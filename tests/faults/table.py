"""The one table: printed at the end, and written into docs/promises.md."""

from collections.abc import Mapping, Sequence

from shared.settings import CHECKOUT
from tests.faults.judgement import Count

PAGE = CHECKOUT / "docs" / "promises.md"
BEGINS = "<!-- written by make faults: from here -->"
ENDS = "<!-- written by make faults: to here -->"

HEAD = (
    "fault",
    "times",
    "injected",
    "done once",
    "doubled",
    "lost",
    "unknown, shown to a person",
    "told it did not go out",
    "found again by itself",
    "back after (median)",
)

Rows = Mapping[tuple[str, str], Count]


def table(rows: Rows) -> str:
    """In Markdown; groups are headed by a line of their own."""
    lines = [_line(HEAD), _line(["---", *["---:"] * (len(HEAD) - 1)])]
    groups = dict.fromkeys(group for group, _ in rows)
    for group in groups:
        lines.append(_line([f"**{group}**", *[""] * (len(HEAD) - 1)]))
        lines += [_row(name, count) for (of, name), count in rows.items() if of == group]
    return "\n".join(lines)


def _row(name: str, count: Count) -> str:
    lost = len(count.lost) + len(count.untrue)
    figures = (
        count.cases,
        count.injected,
        count.once,
        len(count.doubled),
        lost,
        count.shown,
        count.told,
        count.settled,
    )
    recovery = "" if count.recovery is None else f"{count.recovery:.1f} s"
    return _line([name, *(f"{each:,}" for each in figures), recovery])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def write(words: str) -> None:
    """In place of the table of the last run."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    PAGE.write_text(f"{before}{BEGINS}\n{words}\n{ENDS}{after}", encoding="utf-8")
