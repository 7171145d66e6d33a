"""Alerts by their own path; and a message that triage cannot read goes to a person, neither lost nor in the way."""

import pytest

from services.triage.domain.alerting import alert_of
from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller, Question
from services.triage.domain.sense import Sense
from services.triage.domain.triaging import FAILED, labels_of
from services.triage.handlers import Alerts
from services.triage.telling import Topics
from shared.contracts.alert_changed import ALERT_CHANGED, AlertRaised
from shared.contracts.labels import Basis, Labels
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.record import event_of, record_of, tombstone_of
from shared.errors import InvalidMessage
from tests.unit.triage.mentions import AT, mention
from tests.unit.triage.records import as_read

KNIFE = "Man with a knife outside the chip shop Queens Road NOW"


class Unwell(Labeller):
    """A labeller with a mistake in it."""

    def __init__(self) -> None:
        """Has no tables, and needs none."""

    def judge(self, question: Question, sense: Sense | None = None) -> tuple[Labels, Basis]:
        """Fails."""
        del sense
        raise ValueError(question.text)

    def alarm(self, question: Question) -> None:
        """Fails."""
        raise ValueError(question.text)


def test_danger_raises_one_alert_that_says_where_and_why(labeller: Labeller, area: Area) -> None:
    record = record_of(MENTION_CHANGED, "mention.received", mention(KNIFE), id="e1", source="ingest", time=AT)
    (written,) = Alerts(labeller, area, Topics())(as_read(record))
    event = event_of(ALERT_CHANGED, written.value, written.headers)
    assert event is not None
    assert isinstance(event.fact, AlertRaised)
    assert (event.transition, event.fact.id, event.fact.district) == ("alert.raised", "x:1", "hastings")
    words = {KNIFE[reason.start : reason.end] for reason in event.fact.reasons if reason.start is not None}
    assert any("knife" in each for each in words)
    assert b"chip shop" not in (written.value or b"")


def test_chat_raises_none(labeller: Labeller, area: Area) -> None:
    assert alert_of(labeller, mention("Morning all"), area, AT) is None


def test_a_tombstone_raises_none(labeller: Labeller, area: Area) -> None:
    assert list(Alerts(labeller, area, Topics())(as_read(tombstone_of(MENTION_CHANGED, key="x:1", scope="x:1")))) == []


def test_bytes_that_are_no_mention_are_refused(labeller: Labeller, area: Area) -> None:
    record = record_of(MENTION_CHANGED, "mention.received", mention(KNIFE), id="e1", source="ingest", time=AT)
    broken = as_read(record.__class__(record.topic, 0, record.key, b'{"id": 1}', record.headers))
    with pytest.raises(InvalidMessage, match=r"mention\.changed"):
        list(Alerts(labeller, area, Topics())(broken))


def test_a_message_that_cannot_be_read_goes_to_a_person(area: Area, caplog: pytest.LogCaptureFixture) -> None:
    labels, _ = labels_of(Unwell(), mention("something odd"), area)
    assert (labels.urgency, labels.needs_reply, labels.alert, labels.district) == ("today", True, True, "hastings")
    assert [reason.rule for reason in labels.reasons] == [FAILED]
    assert "something odd" not in caplog.records[0].getMessage()


def test_and_it_alerts_because_a_doubt_counts(area: Area) -> None:
    alert = alert_of(Unwell(), mention("something odd"), area, AT)
    assert alert is not None
    assert [reason.rule for reason in alert.reasons] == [FAILED]


def test_an_account_that_left_the_registry_serves_no_district(labeller: Labeller, area: Area) -> None:
    alert = alert_of(labeller, mention("man with a knife here now", accounts=("x_gone",)), area, AT)
    assert alert is not None
    assert alert.district == "unknown"
