"""What a plain consumer reads from district.measured, the call, the CSV and the page Numbers are the same values."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

from services.desk.domain.periods import span_of
from services.desk.readmodel.topics import DeskTopics
from shared.clock import now
from shared.contracts.district_measured import Measured
from shared.contracts.record import tombstone_of
from tests.support.broker import RealBroker
from tests.support.desk import PEOPLE
from tests.support.numbers import days, engagement, measured, weeks
from tests.support.running_desk import RunningDesk, fact_record, own_topics, running
from tests.support.waiting import wait_until

Key = tuple[str, str]
"""Measure and period, of Hastings on X."""


async def tell(broker: RealBroker, topics: DeskTopics, *facts: Measured) -> None:
    await broker.publish([fact_record(topics.measured, "district.measured", each) for each in facts])


async def plain(broker: RealBroker, topics: DeskTopics) -> dict[bytes, dict[str, Any]]:
    """As docs/guides/dashboards.md says: the last value of each key, and none after a tombstone."""
    standing: dict[bytes, dict[str, Any]] = {}
    for record in await broker.read_all(topics.measured.name):
        assert record.key
        if record.value is None:
            standing.pop(record.key, None)
        else:
            standing[record.key] = json.loads(record.value)
    return standing


async def called(desk: RunningDesk, **asked: str) -> list[dict[str, Any]]:
    async with desk.client() as client:
        found: list[dict[str, Any]] = (await client.get("/api/measures", params=asked)).json()
    return found


async def on_page(desk: RunningDesk) -> dict[Key, float | None]:
    """The values of the tables of Hastings; the first day of a week stands for it."""
    async with desk.client() as client:
        page = (await client.get("/numbers/hastings?period=year")).text
    found: dict[Key, float | None] = {}
    for table in re.findall(r'<table[^>]*id="n-1-.-\w+">.*?</table>', page, re.DOTALL):
        per = "week" if "Week from" in table else "day"
        for day, row in re.findall(r'<tr[^>]* data-day="(.*?)">(.*?)</tr>', table, re.DOTALL):
            for measure, value in re.findall(r'data-measure="(\w+)">(?:<data value="(.*?)">)?', row):
                found[measure, f"{per} {day}"] = float(value) if value else None
    return found


def of_page(standing: list[dict[str, Any]]) -> dict[Key, float | None]:
    named = {}
    for each in standing:
        span = span_of(each["period"])
        assert span
        if span.per == "week" or each["measure"].startswith("followers"):
            named[each["measure"], f"{span.per} {span.first}"] = each["value"]
    return named


async def test_topic_call_csv_and_page_have_the_same_values(broker: RealBroker, tmp_path: Path) -> None:
    topics, at = await own_topics(broker), now()
    await broker.publish([fact_record(topics.staff, "person.added", each) for each in PEOPLE])
    gone = measured("followers", "2025-01-01", 1, at)
    await tell(broker, topics, gone, *weeks(at), *weeks(at, [1, 2], district="force"), *days(at, [790, None, 800]))
    async with running(broker, topics, tmp_path) as desk:
        await desk.caught_up()
        corrected = engagement(at, posts=3, likes=26, replies=2)
        await tell(broker, topics, *engagement(at, posts=3, likes=11, replies=0), *corrected)
        key = topics.measured.key(gone)
        await broker.publish([tombstone_of(topics.measured, key=key, scope=key)])
        standing = await plain(broker, topics)
        expected = sorted(standing.values(), key=lambda each: (each["measure"], each["period"], each["district"]))

        async def the_same() -> bool:
            return await called(desk) == expected

        await wait_until(the_same, 10, what="the call has what the topic has")
        assert any(each["value"] is None for each in expected)
        assert any(each["value"] == 28 / 3 for each in expected)
        async with desk.client() as client:
            sheet = (await client.get("/api/measures", headers={"Accept": "text/csv"})).text
        lines = list(csv.DictReader(io.StringIO(sheet)))
        assert [float(line["value"]) if line["value"] else None for line in lines] == [
            each["value"] for each in expected
        ]
        hastings = [each for each in expected if each["district"] == "hastings"]
        assert await on_page(desk) == of_page(hastings)
    async with running(broker, topics, tmp_path / "elsewhere") as desk:
        await desk.caught_up()
        assert await called(desk) == expected, "a rebuild comes to the same"
