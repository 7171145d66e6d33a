"""Alerts about one thing stand together, alerts about different things do not, and none is ever left out."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.alert_changed import AlertRaised
from shared.contracts.labels import Basis, Place
from shared.rules.grouping import SURE, Tie, groups_of, tie_between

AT = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
PIER = Place(name="Hastings Pier", precision="point")
TOWN = Place(name="Hastings", precision="settlement")
OTHER_TOWN = Place(name="St Leonards", precision="settlement")


def alert(
    number: int,
    *,
    minutes: float = 0,
    about: str | None = "violence",
    district: str = "hastings",
    place: Place | None = None,
    thread: str | None = None,
) -> AlertRaised:
    moment = AT + timedelta(minutes=minutes)
    return AlertRaised(
        id=f"x:{number}",
        conversation=thread or f"x:{number}",
        accounts=("x_hastings",),
        district=district,
        link="https://x.com/i/status/1",
        reasons=(),
        basis=Basis(kind="machine", method="m"),
        posted_at=moment,
        received_at=moment,
        raised_at=moment,
        about=about,
        place=place,
    )


@pytest.mark.parametrize(
    ("first", "second", "tie"),
    [
        (alert(1, thread="x:9"), alert(2, thread="x:9", about=None, minutes=300), "conversation"),
        (alert(1, place=PIER), alert(2, place=PIER, about="missing", minutes=59), "spot"),
        (alert(1, place=TOWN), alert(2, place=TOWN, minutes=29), "place"),
        (alert(1, place=TOWN), alert(2, minutes=29), "district"),
        (alert(1), alert(2, place=TOWN, minutes=29), "district"),
        (alert(1), alert(2, minutes=29), "district"),
        (alert(1, place=Place(name="HASTINGS  pier", precision="point")), alert(2, place=PIER), "spot"),
    ],
)
def test_what_joins_two_alerts(first: AlertRaised, second: AlertRaised, tie: Tie) -> None:
    assert tie_between(second, first) == tie


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(alert(1), alert(2, minutes=31), id="too long ago"),
        pytest.param(alert(1, place=PIER), alert(2, place=PIER, minutes=61), id="the same spot an hour later"),
        pytest.param(alert(1, place=TOWN), alert(2, place=OTHER_TOWN), id="two towns of one district"),
        pytest.param(alert(1), alert(2, district="rother"), id="two districts"),
        pytest.param(alert(1), alert(2, about="missing"), id="two kinds"),
        pytest.param(alert(1, about="other"), alert(2, about="other"), id="no kind at all"),
        pytest.param(alert(1, about=None), alert(2, about=None), id="a kind that nobody knows"),
        pytest.param(alert(1, district="unknown"), alert(2, district="unknown"), id="nobody knows where"),
        pytest.param(alert(1, district="outside"), alert(2, district="outside"), id="anywhere outside"),
    ],
)
def test_what_does_not(first: AlertRaised, second: AlertRaised) -> None:
    assert tie_between(second, first) is None


def test_only_a_thread_or_a_spot_may_keep_an_alert_silent() -> None:
    assert sorted(SURE) == ["conversation", "spot"]


def test_a_group_goes_on_while_its_town_is_named_again_and_again() -> None:
    (group,) = groups_of(alert(number, place=TOWN, minutes=25 * number) for number in range(8))
    assert len(group.alerts) == 8


def test_a_busy_night_in_a_district_does_not_become_one_incident() -> None:
    groups = groups_of(alert(number, minutes=20 * number) for number in range(6))
    assert [len(group.alerts) for group in groups] == [2, 2, 2]


def test_an_alert_without_a_place_does_not_join_two_towns() -> None:
    groups = groups_of((alert(1, place=TOWN), alert(2, minutes=1), alert(3, place=OTHER_TOWN, minutes=2)))
    assert [[each.id for each in group.alerts] for group in groups] == [["x:1", "x:2"], ["x:3"]]


def test_every_alert_is_in_exactly_one_group_whatever_order_they_come_in() -> None:
    chance = random.Random(4)
    places = (None, PIER, TOWN, OTHER_TOWN)
    alerts = [
        alert(
            number,
            minutes=chance.uniform(0, 600),
            about=chance.choice((None, "other", "violence", "missing")),
            district=chance.choice(("hastings", "rother", "unknown")),
            place=chance.choice(places),
            thread=f"x:{chance.randrange(150)}",
        )
        for number in range(200)
    ]
    told = [[each.id for each in group.alerts] for group in groups_of(alerts)]
    assert sorted(name for group in told for name in group) == sorted(each.id for each in alerts)
    chance.shuffle(alerts)
    assert [[each.id for each in group.alerts] for group in groups_of(alerts)] == told
