"""The counts on the data sheet, from the files: `python -m learning.data_sheet` writes them."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from learning.mentions import DATA, Authored, Part, author_of, fingerprint, read_part
from shared.contracts.labels import Tag

HEADING = "## What is in it\n"
"""Everything below is generated."""
NOTE = "Counted from the files (`python -m learning.data_sheet`); `make check` compares.\n"
TAGS: tuple[Tag, ...] = get_args(Tag)
COUNTED: dict[str, Callable[[Authored], bool]] = {
    "emergencies": lambda each: "emergency" in each.expected.tags,
    "in a thread": lambda each: each.in_reply_to is not None,
    "other languages": lambda each: each.expected.language not in {"en", "und"},
    "personal data": lambda each: bool(each.expected.personal_data),
}


def written(sheet: str, parts: dict[Part, list[Authored]]) -> str:
    """The sheet with these counts in the place of older ones."""
    before, heading, _ = sheet.partition(HEADING)
    return "\n".join([before + heading, NOTE, *_by_author(parts), "", *_by_tag(parts), ""])


def _by_author(parts: dict[Part, list[Authored]]) -> list[str]:
    rows = [_row("part", "author", "lines", *COUNTED), _row(*["---"] * (3 + len(COUNTED)))]
    for part, messages in parts.items():
        for author in sorted({author_of(each) for each in messages}):
            own = [each for each in messages if author_of(each) == author]
            rows.append(_row(part, author, len(own), *_counts(own)))
        rows.append(_row(f"**{part}**", f"`{fingerprint(messages)}`", len(messages), *_counts(messages)))
    return rows


def _by_tag(parts: dict[Part, list[Authored]]) -> list[str]:
    given = {part: Counter(tag for each in messages for tag in each.expected.tags) for part, messages in parts.items()}
    rows = [_row("tag", *parts), _row(*["---"] * (1 + len(parts)))]
    return rows + [_row(f"`{tag}`", *(given[part][tag] for part in parts)) for tag in TAGS]


def _counts(messages: Sequence[Authored]) -> list[int]:
    return [sum(map(counts, messages)) for counts in COUNTED.values()]


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def read_parts(folder: Path = DATA) -> dict[Part, list[Authored]]:
    """All messages, by part."""
    return {part: read_part(part, folder) for part in get_args(Part)}


def main() -> None:
    """Write the counts into the data sheet."""
    sheet = DATA / "README.md"
    sheet.write_text(written(sheet.read_text(encoding="utf-8"), read_parts()), encoding="utf-8")


if __name__ == "__main__":
    main()
