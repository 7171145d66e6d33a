"""Measures of districts as a call, for dashboards and spreadsheets: district.measured as it stands, filtered."""

import json
from collections.abc import Collection
from datetime import date
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from services.desk.domain.periods import Per, Span, span_of
from services.desk.domain.refusal import Refused
from services.desk.pages import vocabulary
from services.desk.pages.api.mentions import PROBLEMS
from services.desk.pages.api.shapes import CallBody, Words
from services.desk.pages.sheet import sheet, wants_sheet
from services.desk.pages.site import Here, SiteHere
from services.desk.readmodel import measures
from services.desk.readmodel.measures import Wanted
from shared.contracts.district_measured import DEFINITIONS, FORCE_ACCOUNT, Measured, MeasureName

FORMATS = ("json", "csv")

GIVEN: dict[int | str, dict[str, Any]] = {
    **PROBLEMS,
    200: {
        "model": list[Measured],
        "description": "By measure and period. `value` is null (in CSV: empty) for a gap.",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    },
}
router = APIRouter(prefix="/api/measures", tags=["measures"], responses=PROBLEMS)


class MeasuresAsked(CallBody):
    """Which measures are wanted; what is left out filters nothing."""

    district: Words = Field("", description="The registry's id; `force` for the force's own accounts.")
    platform: Words = ""
    measure: Words = Field("", description=f"One or more, with commas between: {', '.join(DEFINITIONS)}.")
    since: Words = Field("", alias="from", description="A day (2026-05-01) or an ISO week (2026-W18), itself included.")
    until: Words = Field("", alias="to", description="A day or an ISO week, itself included.")
    per: Words = Field("", description="day or week; both where it is left out.")
    format: Words = Field("", description="json or csv, for those who cannot send an Accept header.")


@router.get("", responses=GIVEN, response_model=None)
async def listed(request: Request, site: SiteHere, visitor: Here, asked: Annotated[MeasuresAsked, Query()]) -> Response:
    """Measures of districts exactly as district.measured has them; open to everybody who works here.

    A week is in a range where one of its days is. The same as CSV with `Accept: text/csv`.
    """
    del visitor  # being signed in is enough: these are numbers of the force's own public accounts
    db = site.office.model.store.db
    districts, platforms = measures.known(db)
    wanted = Wanted(
        district=_known(asked.district, [*site.office.registry.districts, FORCE_ACCOUNT], districts, "district"),
        platform=_known(asked.platform, vocabulary.PLATFORMS, platforms, "platform"),
        measures=_measures(asked.measure),
        per=_per(asked.per),
        **_range(asked.since, asked.until),
    )
    _known(asked.format, FORMATS, (), "format")
    found = measures.documents(db, wanted)
    if (asked.format or _negotiated(request)) == "csv":
        columns = list(Measured.model_fields)
        answer: Response = sheet(
            "measures", columns, ([row[each] for each in columns] for row in map(json.loads, found))
        )
    else:
        answer = Response(f"[{','.join(found)}]", media_type="application/json", headers={"Cache-Control": "no-store"})
    answer.headers["Vary"] = "Accept"
    return answer


def _negotiated(request: Request) -> str:
    return "csv" if wants_sheet(request.headers.get("accept", "")) else "json"


def _known(asked: str, ours: Collection[str], told: Collection[str], name: str) -> str:
    """The value; Refused where it is neither one of ours nor one that the topic speaks of."""
    if asked and asked not in ours and asked not in told:
        choice = ", ".join(dict.fromkeys([*ours, *sorted(told)]))
        raise Refused("invalid", f"{asked} is no {name} to filter by.", f"Choose from: {choice}.")
    return asked


def _measures(asked: str) -> list[MeasureName]:
    named = [each.strip() for each in asked.split(",") if each.strip()]
    for each in named:
        _known(each, DEFINITIONS, (), "measure")
    return [each for each in DEFINITIONS if each in named]


def _per(asked: str) -> Per | None:
    _known(asked, get_args(Per), (), "kind of period (per)")
    return next((each for each in get_args(Per) if each == asked), None)


def _range(since: str, until: str) -> dict[str, date | None]:
    begin, end = _span(since, "from"), _span(until, "to")
    if begin and end and begin.first > end.last:
        raise Refused("invalid", f"from ({since}) is later than to ({until}).", "Put the earlier one into from.")
    return {"since": begin.first if begin else None, "until": end.last if end else None}


def _span(asked: str, name: str) -> Span | None:
    if asked and not span_of(asked):
        raise Refused(
            "invalid",
            f"{name} is neither a day nor an ISO week: {asked}.",
            "Write a day such as 2026-05-01, or a week such as 2026-W18.",
        )
    return span_of(asked)
