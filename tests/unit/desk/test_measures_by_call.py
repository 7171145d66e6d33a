"""GET /api/measures: what the topic says, as JSON and as CSV, and filters that are refused in words."""

import csv
import io
from typing import Any

import httpx
import pytest

from services.desk.pages.sheet import sheet, wants_sheet
from shared.contracts.district_measured import Measured
from tests.support.desk import PaperDesk
from tests.support.numbers import measured


def told(desk: PaperDesk) -> list[Measured]:
    at = desk.clock()
    facts = [
        measured("followers", "2026-05-03", 600, at),
        measured("followers", "2026-W18", 600, at),
        measured("followers_growth", "2026-W18", -3, at),
        measured("likes", "2026-W18", None, at),
        measured("followers", "2026-05-04", 7, at, district="force"),
    ]
    desk.add(*reversed(facts))
    return facts


async def get(desk: PaperDesk, person: str = "officer", accept: str = "*/*", **asked: str) -> httpx.Response:
    async with desk.signed_in(person) as client:
        return await client.get("/api/measures", params=asked, headers={"Accept": accept})


async def periods(desk: PaperDesk, **asked: str) -> list[tuple[str, str]]:
    return [(each["measure"], each["period"]) for each in (await get(desk, **asked)).json()]


async def test_json_is_what_the_topic_says_by_measure_and_period(desk: PaperDesk) -> None:
    facts = told(desk)
    answer = await get(desk)
    assert answer.headers["content-type"] == "application/json"
    ordered = sorted(facts, key=lambda each: (each.measure, each.period))
    assert answer.json() == [each.model_dump(mode="json") for each in ordered]


async def test_csv_has_the_same_with_empty_fields_for_gaps(desk: PaperDesk) -> None:
    facts = told(desk)
    answer = await get(desk, accept="text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert list(lines[0]) == list(Measured.model_fields)
    ordered = sorted(facts, key=lambda each: (each.measure, each.period))
    assert [Measured.model_validate(line | {"value": line["value"] or None}) for line in lines] == ordered
    assert [line["value"] for line in lines] == ["600", "7", "600", "-3", ""]
    assert (await get(desk, format="csv")).text == answer.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"district": "force"}, ["2026-05-04"]),
        ({"platform": "x", "measure": "likes"}, ["2026-W18"]),
        ({"measure": "likes,followers_growth"}, ["2026-W18", "2026-W18"]),
        ({"from": "2026-05-03", "to": "2026-05-03", "measure": "followers"}, ["2026-05-03", "2026-W18"]),
        ({"from": "2026-W19"}, ["2026-05-04"]),
        ({"to": "2026-W18", "measure": "followers"}, ["2026-05-03", "2026-W18"]),
        ({"per": "day"}, ["2026-05-03", "2026-05-04"]),
        ({"district": "crawley"}, []),
    ],
)  # fmt: skip
async def test_filters(desk: PaperDesk, asked: dict[str, str], found: list[str]) -> None:
    told(desk)
    assert [period for _, period in await periods(desk, **asked)] == found


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"district": "atlantis"}, "atlantis is no district to filter by. Choose from: "),
        ({"platform": "myspace"}, "myspace is no platform to filter by. Choose from: x, "),
        ({"measure": "followers,score"}, "score is no measure to filter by. Choose from: followers, "),
        ({"from": "yesterday"}, "from is neither a day nor an ISO week: yesterday. Write a day such as 2026-05-01"),
        ({"to": "2026-W54"}, "to is neither a day nor an ISO week: 2026-W54."),
        ({"from": "2026-05-02", "to": "2026-05-01"}, "from (2026-05-02) is later than to (2026-05-01)."),
        ({"per": "month"}, "month is no kind of period (per) to filter by. Choose from: day, week."),
        ({"format": "xml"}, "xml is no format to filter by."),
        ({"distrct": "hastings"}, "distrct"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_named(desk: PaperDesk, asked: dict[str, str], named: str) -> None:
    for accept in ("*/*", "text/csv"):
        answer = await get(desk, accept=accept, **asked)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert named in f"{answer.json()['title']} {answer.json()['detail']}"


@pytest.mark.parametrize("person", ["officer_crawley", "it", "auditor"])
async def test_everybody_who_works_here_may_read_them_and_nobody_else(desk: PaperDesk, person: str) -> None:
    told(desk)
    assert len((await get(desk, person)).json()) == 5
    async with desk.signed_in() as client:
        client.headers.pop("Authorization")
        assert (await client.get("/api/measures")).status_code == 401


@pytest.mark.parametrize(
    ("accept", "wants"),
    [
        ("", False),
        ("*/*", False),
        ("text/html,application/xhtml+xml,*/*;q=0.8", False),
        ("text/csv", True),
        ("TEXT/CSV; charset=utf-8", True),
        ("text/csv, application/json", False),
        ("application/json;q=0.5, text/csv", True),
        ("text/csv;q=0", False),
        ("text/csv;q=much", False),
    ],
)
def test_who_gets_csv(accept: str, wants: bool) -> None:  # noqa: FBT001 - a column of the table
    assert wants_sheet(accept) is wants


async def test_no_cell_is_a_formula_and_every_cell_is_quoted_where_it_must() -> None:
    rows: list[tuple[Any, ...]] = [("=1+1", '"a", b\nc', -3.5, None), ("@x", "-2", 2.0, True)]
    lines = [str(each) async for each in sheet("t", ["a", "b", "c", "d"], rows).body_iterator]
    read = list(csv.reader(io.StringIO("".join(lines))))
    assert read == [["a", "b", "c", "d"], ["'=1+1", '"a", b\nc', "-3.5", ""], ["'@x", "'-2", "2", "true"]]


async def test_the_description_has_the_call(desk: PaperDesk) -> None:
    async with desk.signed_in() as client:
        call = (await client.get("/api/openapi.json")).json()["paths"]["/api/measures"]["get"]
    assert {each["name"] for each in call["parameters"]} >= {"district", "platform", "measure", "from", "to"}
    assert set(call["responses"]["200"]["content"]) == {"application/json", "text/csv"}
