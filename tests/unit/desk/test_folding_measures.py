"""Measures in the read model: the last word stands, a tombstone takes it away, a strange period harms nothing."""

from datetime import date

from services.desk.readmodel import measures
from services.desk.readmodel.changes import Listener
from services.desk.readmodel.measures import Wanted
from services.desk.readmodel.model import Read
from services.desk.readmodel.topics import DeskTopics
from shared.contracts.district_measured import DISTRICT_MEASURED, Measured
from shared.contracts.staff_changed import FORCE_WIDE
from tests.support.desk import PaperDesk
from tests.support.numbers import measured


def listed(desk: PaperDesk, **wanted: object) -> list[Measured]:
    return measures.listed(desk.store.db, Wanted(**wanted))  # type: ignore[arg-type]  # as each test says


def remove(desk: PaperDesk, key: str) -> None:
    desk.model.fold([Read("t", 0, 1, removed=DeskTopics().gone(DISTRICT_MEASURED, key))])


def test_what_is_told_is_kept_to_the_letter(desk: PaperDesk) -> None:
    told = measured("engagement_per_post", "2026-W18", 9.333333333333334, desk.clock(), complete=False)
    desk.add(told)
    assert listed(desk) == [told]
    assert measures.documents(desk.store.db, Wanted()) == [told.model_dump_json()]


def test_the_last_word_stands_even_where_its_count_is_older(desk: PaperDesk) -> None:
    first = measured("followers", "2026-05-01", 600, desk.clock())
    desk.clock.pass_by(hours=-1)
    corrected = measured("followers", "2026-05-01", None, desk.clock())
    desk.add(first, corrected)
    assert listed(desk) == [corrected]


def test_a_tombstone_takes_one_value_away(desk: PaperDesk) -> None:
    gone, stays = (measured("followers", day, 600, desk.clock()) for day in ("2026-05-01", "2026-05-02"))
    desk.add(gone, stays)
    remove(desk, DISTRICT_MEASURED.key(gone))
    remove(desk, DISTRICT_MEASURED.key(gone))
    remove(desk, "no key of ours")
    assert listed(desk) == [stays]


def test_a_period_that_is_none_is_given_as_it_is_told_and_is_in_no_range(desk: PaperDesk) -> None:
    strange = [measured("followers", period, 1, desk.clock()) for period in ("2026-W60", "May", "20260501")]
    desk.add(*strange)
    assert len(listed(desk)) == len(strange)
    assert listed(desk, since=date(2020, 1, 1)) == listed(desk, per="day") == listed(desk, per="week") == []


def test_a_range_takes_a_week_by_each_of_its_days(desk: PaperDesk) -> None:
    week, day = (measured("followers", period, 1, desk.clock()) for period in ("2026-W18", "2026-05-03"))
    desk.add(week, day)
    assert listed(desk, since=date(2026, 5, 3)) == [day, week]
    assert listed(desk, since=date(2026, 5, 4)) == []
    assert listed(desk, until=date(2026, 4, 27)) == [week]
    assert listed(desk, until=date(2026, 4, 26)) == []


async def heard(listener: Listener) -> bool:
    return (await listener.take(within=0.01, settle=0)).numbers


async def test_only_a_page_with_the_districts_numbers_is_woken_and_only_by_a_change(desk: PaperDesk) -> None:
    told = measured("followers", "2026-05-01", 600, desk.clock())
    changes, nobody, everybody = desk.model.changes, frozenset[str](), frozenset({FORCE_WIDE})
    with (
        changes.listener(nobody, "hastings") as ours,
        changes.listener(nobody, FORCE_WIDE) as every,
        changes.listener(nobody, "crawley") as theirs,
        changes.listener(everybody) as today,
    ):
        desk.add(told)
        assert [await heard(each) for each in (ours, every, theirs, today)] == [True, True, False, False]
        desk.add(told)
        assert not await heard(ours)
        remove(desk, DISTRICT_MEASURED.key(told))
        assert await heard(ours)
