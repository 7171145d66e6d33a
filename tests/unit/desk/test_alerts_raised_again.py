"""One mention may turn dangerous twice: what was closed sounds again, and a mere repeat never does."""

from datetime import datetime, timedelta

from services.desk.domain.alert import DeskAlert
from services.desk.readmodel import alerts
from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertRaised
from shared.contracts.mention_changed import Mention
from tests.support.desk import PaperDesk, mention, raised


def _told(said: Mention, at: datetime, occasion: str) -> AlertRaised:
    return raised(said, at=at).model_copy(update={"occasion": occasion})


def _handled(said: Mention, at: datetime) -> tuple[AlertAcknowledged, AlertClosed]:
    done = {"id": said.id, "conversation": said.conversation, "by": "sam", "at": at}
    return AlertAcknowledged.model_validate(done), AlertClosed.model_validate(done | {"reason": "false alarm"})


def _one(desk: PaperDesk, said: Mention) -> DeskAlert:
    found = alerts.find(desk.store.db, said.id, desk.model.early)
    assert found is not None
    return found


def test_a_repeat_of_a_closed_alert_opens_nothing(desk: PaperDesk) -> None:
    said = mention("he is back", desk.clock())
    desk.add(said, _told(said, desk.clock(), "x:1"), *_handled(said, desk.clock()))
    desk.add(_told(said, desk.clock() + timedelta(minutes=1), "x:1"))
    assert _one(desk, said).state == "closed"


def test_another_occasion_opens_it_anew_with_nobody_who_owns_it(desk: PaperDesk) -> None:
    said = mention("he is back", desk.clock())
    desk.add(said, _told(said, desk.clock(), "x:1"), *_handled(said, desk.clock()))
    later = desk.clock() + timedelta(minutes=5)
    desk.add(_told(said, later, "x:2"))
    again = _one(desk, said)
    assert (again.state, again.owner, again.raised.raised_at) == ("raised", None, later)


def test_another_occasion_of_an_open_alert_leaves_its_owner(desk: PaperDesk) -> None:
    said = mention("he is back", desk.clock())
    seen, _ = _handled(said, desk.clock())
    desk.add(said, _told(said, desk.clock(), "x:1"), seen, _told(said, desk.clock() + timedelta(minutes=5), "x:2"))
    held = _one(desk, said)
    assert (held.state, held.owner, held.raised.occasion) == ("acknowledged", "sam", "x:2")


def test_an_occasion_of_long_ago_told_again_opens_nothing(desk: PaperDesk) -> None:
    said = mention("he is back", desk.clock())
    first, second = _told(said, desk.clock(), "x:1"), _told(said, desk.clock() + timedelta(minutes=1), "x:2")
    desk.add(said, first, second, *_handled(said, desk.clock() + timedelta(minutes=2)), first, second)
    assert _one(desk, said).state == "closed"


def test_an_alert_of_before_there_were_occasions_is_known_by_its_first_words(desk: PaperDesk) -> None:
    said = mention("he is back", desk.clock())
    desk.add(said, raised(said), *_handled(said, desk.clock()), _told(said, desk.clock(), said.id))
    assert _one(desk, said).state == "closed"
