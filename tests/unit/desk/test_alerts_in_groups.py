"""Alerts about one thing stand together and sound once; another incident is never hidden and always sounds."""

from datetime import UTC, datetime, timedelta

from services.desk.domain.alert import DeskAlert, grouped, sounds
from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed
from shared.contracts.labels import Place, Precision
from tests.support.desk import labels, mention, raised

NOW = datetime(2026, 11, 22, 2, 14, tzinfo=UTC)


def _alert(
    minutes: float = 0,
    *,
    place: str | None = "Queens Road",
    precision: Precision = "street",
    conversation: str | None = None,
    seen: bool = False,
    closed: bool = False,
) -> DeskAlert:
    said = mention("help", NOW + timedelta(minutes=minutes), conversation=conversation)
    fields = {"id": said.id, "conversation": said.conversation, "by": "sam", "at": NOW}
    named = labels("emergency", place=Place(name=place, precision=precision)) if place else labels("emergency")
    return DeskAlert(
        raised(said),
        frozenset({"hastings"}),
        acknowledged=AlertAcknowledged.model_validate(fields) if seen else None,
        closed=AlertClosed.model_validate(fields | {"reason": "false alarm"}) if closed else None,
        labels=named,
    )


def test_one_street_within_the_hour_is_one_group_with_every_message() -> None:
    first, second = _alert(), _alert(5)
    groups = grouped([second, first])
    assert [group.alerts for group in groups] == [(first, second)]
    assert groups[0].unseen == 2


def test_a_town_alone_never_groups() -> None:
    alerts = [_alert(place="Hastings", precision="settlement"), _alert(1, place="Hastings", precision="settlement")]
    assert len(grouped(alerts)) == 2


def test_an_hour_later_it_is_another_incident() -> None:
    assert len(grouped([_alert(), _alert(61)])) == 2


def test_one_conversation_is_one_group_wherever_it_is() -> None:
    assert len(grouped([_alert(place=None, conversation="x:1"), _alert(300, place=None, conversation="x:1")])) == 1


def test_groups_that_nobody_has_seen_come_first() -> None:
    seen, waiting = _alert(10, seen=True), _alert(place="London Road")
    assert [group.first for group in grouped([seen, waiting])] == [waiting, seen]


def test_a_group_sounds_once() -> None:
    first, second = _alert(), _alert(5)
    assert sounds(first, [first, second])
    assert not sounds(second, [first, second])


def test_another_incident_sounds() -> None:
    here, elsewhere = _alert(), _alert(1, place="London Road")
    assert sounds(elsewhere, [here, elsewhere])


def test_without_labels_nothing_is_taken_for_the_same() -> None:
    here, unlabelled = _alert(), _alert(1, place=None)
    assert sounds(unlabelled, [here, unlabelled])


def test_it_sounds_again_after_the_first_was_closed() -> None:
    done, again = _alert(closed=True), _alert(5)
    assert sounds(again, [done, again])
    assert not sounds(done, [done, again])
