"""However many alerts are open elsewhere, and however long ago one was raised: it is in the lists it belongs to."""

from datetime import timedelta

from services.desk.readmodel import alerts
from services.desk.readmodel.wanted import Viewer
from shared.contracts.alert_changed import AlertClosed, AlertRaised
from tests.support.desk import PaperDesk, mention, raised

HASTINGS = Viewer("officer", frozenset({"hastings"}))


def _raise(desk: PaperDesk, *, district: str = "hastings", hours_ago: float = 0) -> AlertRaised:
    said = mention("help", desk.clock() - timedelta(hours=hours_ago), account=f"x_{district}")
    alert = raised(said, district=district)
    desk.add(said, alert)
    return alert


def _close(desk: PaperDesk, alert: AlertRaised) -> None:
    desk.add(AlertClosed(id=alert.id, conversation=alert.conversation, by="officer", at=desk.clock(), reason="safe"))


def _closed(desk: PaperDesk) -> list[str]:
    since = desk.clock() - timedelta(hours=24)
    return [each.id for each in alerts.closed_alerts(desk.store.db, HASTINGS, desk.model.early, since=since)]


async def test_an_alert_shows_and_sounds_below_any_number_of_newer_ones_elsewhere(desk: PaperDesk) -> None:
    ours = _raise(desk, hours_ago=1)
    for _ in range(501):
        _raise(desk, district="crawley")
    async with desk.signed_in() as client:
        assert [each["id"] for each in (await client.get("/api/alerts")).json()] == [ours.id]
        assert "1 alert not acknowledged" in (await client.get("/inbox")).text


def test_what_was_closed_today_is_closed_today_whenever_it_was_raised(desk: PaperDesk) -> None:
    old = _raise(desk, hours_ago=25)
    _close(desk, old)
    assert _closed(desk) == [old.id]


def test_what_was_closed_yesterday_makes_room(desk: PaperDesk) -> None:
    _close(desk, _raise(desk))
    desk.clock.pass_by(hours=25)
    last = _raise(desk)
    _close(desk, last)
    assert _closed(desk) == [last.id]


def test_closed_alerts_of_other_districts_take_nobodys_place(desk: PaperDesk) -> None:
    ours = _raise(desk)
    _close(desk, ours)
    for _ in range(101):
        desk.clock.pass_by(seconds=1)
        _close(desk, _raise(desk, district="crawley"))
    assert _closed(desk) == [ours.id]
