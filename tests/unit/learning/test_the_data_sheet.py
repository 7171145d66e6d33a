"""The counts on the data sheet follow from the files."""

from learning.data_sheet import HEADING, written
from learning.mentions import Authored, Part, author_of, fingerprint
from tests.unit.learning.lines import line


def test_the_sheet_counts_every_author_and_part_and_keeps_what_people_wrote() -> None:
    lines = [
        line("a1-1", "help", "emergency", "question"),
        line("a1-2", "pomocy", "emergency", language="pl"),
        line("a2-1", "no", answered="Anybody hurt?"),
    ]

    parts: dict[Part, list[Authored]] = {"train": lines, "heads": [], "test": []}
    sheet = written(f"# Sheet\nBy hand.\n\n{HEADING}\nold counts\n", parts)

    assert sheet.startswith("# Sheet\nBy hand.\n")
    assert "old counts" not in sheet
    assert "| train | a1 | 2 | 2 | 0 | 1 | 0 |" in sheet
    assert f"| **train** | `{fingerprint(lines)}` | 3 | 2 | 1 | 1 | 0 |" in sheet
    assert "| `emergency` | 2 | 0 | 0 |" in sheet


def test_written_twice_it_is_the_same() -> None:
    parts: dict[Part, list[Authored]] = {"train": [line("a1-1", "hi")], "heads": [], "test": []}
    once = written(f"# Sheet\n\n{HEADING}", parts)

    assert written(once, parts) == once


def test_whose_hand_it_is_stands_before_the_number() -> None:
    assert author_of(line("t3-17", "hi")) == "t3"
