"""Tables as CSV (RFC 4180), for programs and for spreadsheets that must not take a cell for a formula."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from itertools import islice

from starlette.responses import StreamingResponse

Cell = str | float | bool | None

AT_ONCE = 500
"""Lines that are made at a stretch: a few milliseconds, after which other pages get their turn."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def sheet(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingResponse:
    """The table under this file name: a line with the names of the columns, then the rows."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
    return StreamingResponse(
        _lines(header, rows), media_type="text/csv; charset=utf-8; header=present", headers=headers
    )


def wants_sheet(accept: str) -> bool:
    """Whether this Accept header asks for CSV rather than JSON; who takes anything gets JSON."""
    asked = {}
    for each in accept.lower().split(","):
        name, *parameters = (part.strip() for part in each.split(";"))
        asked[name] = next((_quality(part) for part in parameters if part.startswith("q=")), 1.0)
    return asked.get("text/csv", 0.0) > asked.get("application/json", 0.0)


async def _lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> AsyncIterator[str]:
    yield _written([header])
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield _written([[_cell(each) for each in row] for row in some])
        await asyncio.sleep(0)


def _written(rows: Iterable[Sequence[str]]) -> str:
    into = io.StringIO()
    csv.writer(into).writerows(rows)
    return into.getvalue()


def _cell(value: Cell) -> str:
    """A gap is empty, and no zero; a text that looks like a formula is made a text for spreadsheets too."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return str(int(value)) if value == int(value) else repr(value)
    return f"'{value}" if value.startswith(_FORMULA) else value


def _quality(parameter: str) -> float:
    try:
        return float(parameter.removeprefix("q="))
    except ValueError:
        return 0.0
