"""The rows of a file, such as one of mentions: JSON lines or CSV, whatever wrote it; one row in memory at a time."""

import codecs
import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TextIO

from operations.exits import BAD_DATA, NO_INPUT, Stopped

LONGEST_LINE = 1_000_000
"""Characters: forty times the longest post, so that a file that is none of ours cannot fill the memory."""

LONGEST_CELL = 200_000
"""Characters of one CSV cell: a quote that is never closed is noticed before it swallows the file."""

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
"""What some programs put before a text to say how it is encoded."""

JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")


NOT_UTF8 = "it has bytes that are not UTF-8; save the file as UTF-8"

Line = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Holds:
    """What a file is of, and the columns without which a CSV file holds none of it."""

    what: str
    needed: tuple[str, ...]


MENTIONS = Holds("mentions", ("text", "account"))


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be read, and the line it begins on."""

    number: int
    fields: dict[str, object]


@dataclass(frozen=True, slots=True)
class Unusable:
    """A row that cannot be used, and why."""

    number: int
    reason: str


def rows_of(path: Path, holds: Holds = MENTIONS) -> Iterator[Row | Unusable]:
    """Every row of the file in its order; stops the verb where the file as a whole cannot be used."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
        encoding = next((name for mark, name in MARKS if start.startswith(mark)), "utf-8")
        # Bytes that are not text become lone surrogates, so that only their own row is refused.
        errors = "surrogatepass" if encoding == "utf-16" else "surrogateescape"
        with path.open(encoding=encoding, errors=errors, newline="") as text:
            yield from _rows(path, text, holds)
    except OSError as error:
        raise Stopped(
            f"{path} cannot be read: {error.strerror}.", remedy="Name another file.", status=NO_INPUT
        ) from error
    except UnicodeError as error:
        raise Stopped(f"{path} is damaged: {error}.", remedy="Save it as UTF-8.", status=BAD_DATA) from error


def _rows(path: Path, text: TextIO, holds: Holds) -> Iterator[Row | Unusable]:
    lines = _lines(text)
    first = next((line for line in lines if line[1].strip()), None)
    if first is None:
        raise Stopped(f"{path} is empty.", remedy=f"Name a file with {holds.what} in it.", status=BAD_DATA)
    begins = first[1].lstrip()[0]
    if begins == "[":
        raise Stopped(
            f"{path} is one JSON array.", remedy="Write one object a line, such as by `jq -c '.[]'`.", status=BAD_DATA
        )
    if begins == "{" or path.suffix.lower() in JSON_SUFFIXES:
        yield from _json_rows(chain([first], lines), holds)
    else:
        yield from _csv_rows(path, first, lines, holds)


def _lines(text: TextIO) -> Iterator[Line]:
    """Lines with their numbers; of one that is too long a beginning that is too long as well."""
    number = 1
    while line := text.readline(LONGEST_LINE + 1):
        whole = line
        while len(line) > LONGEST_LINE and not line.endswith(("\n", "\r")):
            line = text.readline(LONGEST_LINE + 1)
        yield number, whole
        number += 1


def _json_rows(lines: Iterator[Line], holds: Holds) -> Iterator[Row | Unusable]:
    for number, line in lines:
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            yield Unusable(number, f"the line is longer than {LONGEST_LINE:,} characters")
        elif not line.isascii() and any("\ud800" <= mark <= "\udfff" for mark in line):
            yield Unusable(number, NOT_UTF8)
        else:
            yield _json_row(number, line, holds)


def _json_row(number: int, line: str, holds: Holds) -> Row | Unusable:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Unusable(number, f"it is not JSON: {error}")
    if not isinstance(found, dict):
        return Unusable(number, f"it is JSON, but no object with {' and '.join(holds.needed)}")
    return Row(number, found)


def _csv_rows(path: Path, first: Line, lines: Iterator[Line], holds: Holds) -> Iterator[Row | Unusable]:
    csv.field_size_limit(LONGEST_CELL)
    delimiter = max(",;\t", key=lambda mark: len(set(holds.needed) & set(_columns(first[1], mark))))
    columns = _columns(first[1], delimiter)
    if missing := [name for name in holds.needed if name not in columns]:
        raise Stopped(
            f"{path}: its first line has to name its columns, and does not name: {', '.join(missing)}.",
            remedy=f"Name at least: {', '.join(holds.needed)}.",
            status=BAD_DATA,
        )
    reader = csv.reader((line for _, line in lines), delimiter=delimiter)
    while True:
        number = first[0] + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Unusable(number, f"it is not CSV: {error}; a quote may be missing")
            continue
        if any(cell.strip() for cell in cells):
            yield _csv_row(number, columns, cells)


def _columns(header: str, delimiter: str) -> list[str]:
    return [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter))]


def _csv_row(number: int, columns: Sequence[str], cells: Sequence[str]) -> Row | Unusable:
    if len(cells) > len(columns):
        reason = f"it has {len(cells)} cells, and there are {len(columns)} columns; a text with commas needs quotes"
        return Unusable(number, reason)
    return Row(number, {name: cell for name, cell in zip(columns, cells, strict=False) if cell})
