"""The read model comes out the same however often, and in whatever order of topics, the facts arrive."""

from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.desk.domain.inbox import Filters
from services.desk.domain.mention import DeskMention
from services.desk.readmodel import alerts, mentions, staff
from services.desk.readmodel.fold import Gone
from services.desk.readmodel.model import Read
from services.desk.readmodel.store import Store
from services.desk.readmodel.wanted import Viewer
from shared.contracts.alert_changed import AlertAcknowledged, AlertClosed, AlertPassedOn
from shared.contracts.fact import Fact
from shared.contracts.labels import Basis
from shared.contracts.mention_changed import Mention
from shared.contracts.work_changed import Claim, Closing, Correction, Note
from tests.support.desk import PaperDesk, channel, labels, mention, raised, triaged


def _one(desk: PaperDesk, mention_id: str) -> DeskMention:
    found = mentions.find(desk.store.db, mention_id)
    assert found is not None
    return found


def _life_of_a_mention(desk: PaperDesk) -> tuple[str, list[Fact]]:
    now, later = desk.clock(), desk.clock() + timedelta(minutes=1)
    said = mention("Cars racing on Bexhill seafront", now)
    about = {"id": said.id, "conversation": said.conversation, "by": "officer"}
    return said.id, [
        said,
        triaged(said, labels("emergency", district="rother")),
        raised(said, district="rother"),
        AlertAcknowledged.model_validate(about | {"at": now}),
        AlertPassedOn.model_validate(about | {"at": later, "reference": "SBX-1"}),
        AlertClosed.model_validate(about | {"at": later, "reason": "patrol there"}),
        Claim(mention=said.id, by="officer", at=now, until=later),
        Claim(mention=said.id, by=None, at=later, until=None),
        Note(id=f"note-{said.id}", mention=said.id, by="officer", at=now, text="seen it"),
        Closing(mention=said.id, by="officer", at=now, reason="answered"),
        Closing(mention=said.id, by="officer", at=later, reason=None),
        Correction(
            mention=said.id,
            conversation=said.conversation,
            accounts=said.accounts,
            link=said.link,
            posted_at=now,
            received_at=now,
            labels=labels("praise"),
            was_concern=False,
            by="officer",
            at=later,
        ),
    ]


def _assert_whole(desk: PaperDesk, mention_id: str) -> None:
    item = _one(desk, mention_id)
    assert item.labels is not None
    assert item.labels.tags == ("praise",)
    assert item.basis == Basis(kind="person", method="officer")
    assert item.audience == {"hastings"}
    assert item.claim is not None
    assert item.claim.by is None
    assert not item.closed
    assert [note.text for note in mentions.notes(desk.store.db, mention_id)] == ["seen it"]


def test_everything_twice_is_everything_once(desk: PaperDesk) -> None:
    mention_id, facts = _life_of_a_mention(desk)
    desk.add(*facts)
    desk.add(*facts)
    _assert_whole(desk, mention_id)
    assert item_alert(desk, mention_id) == "closed"


def item_alert(desk: PaperDesk, mention_id: str) -> str | None:
    """The state of its alert."""
    return _one(desk, mention_id).alert


@given(order=st.permutations(range(12)))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_topics_does_not_matter(desk: PaperDesk, order: list[int]) -> None:
    mention_id, facts = _life_of_a_mention(desk)
    handled = [fact for fact in facts if isinstance(fact, AlertAcknowledged | AlertPassedOn | AlertClosed)]
    shuffled = [facts[number] for number in order if facts[number] not in handled]
    desk.add(*shuffled, *handled)  # what is done about an alert follows it: both are on one partition
    _assert_whole(desk, mention_id)


def test_a_machine_does_not_overrule_a_person(desk: PaperDesk) -> None:
    said = mention("Thanks", desk.clock())
    by_person = Basis(kind="person", method="officer")
    desk.add(said, triaged(said, labels("praise"), basis=by_person))
    desk.add(triaged(said, labels("complaint"), at=desk.clock() + timedelta(minutes=5)))
    item = _one(desk, said.id)
    assert item.labels is not None
    assert item.labels.tags == ("praise",)


def test_what_was_removed_is_gone_with_its_words(desk: PaperDesk) -> None:
    said = mention("a phone number: 07700 900123", desk.clock())
    desk.add(said, triaged(said, labels("question")), Note(id="n", mention=said.id, by="it", at=desk.clock(), text="x"))
    desk.model.fold([Read(desk.office.topics.mention.name, 0, 7, removed=Gone(Mention, said.id))])
    assert mentions.find(desk.store.db, said.id) is None
    assert mentions.notes(desk.store.db, said.id) == []
    assert desk.store.db.execute("SELECT count(*) FROM words WHERE words MATCH 'phone'").fetchone()[0] == 0


def test_an_edit_is_found_by_its_new_words(desk: PaperDesk) -> None:
    said = mention("first words", desk.clock())
    desk.add(said, said.model_copy(update={"text": "second thoughts"}))
    rows = desk.store.db.execute("SELECT text FROM words").fetchall()
    assert [row["text"] for row in rows] == ["second thoughts"]


def test_an_alert_has_words_before_its_mention_is_committed(desk: PaperDesk) -> None:
    said = mention("Man with a knife", desk.clock())
    desk.model.hear_early(said)
    desk.add(raised(said))
    found = alerts.find(desk.store.db, said.id, desk.model.early)
    assert found is not None
    assert found.mention == said


def test_offsets_and_facts_stand_together(desk: PaperDesk, tmp_path: Path) -> None:
    said = mention("kept", desk.clock())
    desk.model.fold([Read("mention.changed.v1", 3, 41, fact=said)])
    again = Store(tmp_path / "readmodel.sqlite")
    assert again.positions() == {("mention.changed.v1", 3): 42}
    assert mentions.find(again.db, said.id) is not None
    again.close()


def test_a_topic_made_anew_begins_the_file_anew(tmp_path: Path) -> None:
    file = tmp_path / "own" / "readmodel.sqlite"
    store = Store(file)
    store.belongs_to({"registry": "r1"})
    store.belongs_to({"topic:a": "1"})
    store.move("a", 0, 5)
    assert store.belongs_to({"topic:a": "1"})
    assert not store.still_of({"topic:a": "2"})
    assert store.positions()
    assert not store.belongs_to({"topic:a": "2"})
    assert store.positions() == {}
    store.close()
    assert Store(file).belongs_to({"topic:a": "2", "registry": "r1"})
    assert not Store(file).belongs_to({"registry": "r2"})


def test_a_spoilt_file_is_built_again(tmp_path: Path) -> None:
    file = tmp_path / "readmodel.sqlite"
    file.write_bytes(b"this is no database, whatever its name says" * 100)
    assert Store(file).positions() == {}


def test_the_last_report_of_a_channel_stands(desk: PaperDesk) -> None:
    desk.add(channel("x_hastings", desk.clock()), channel("x_hastings", desk.clock(), state="down"))
    assert [report.state for report in staff.channels(desk.store.db)] == ["down"]


def test_old_mentions_are_forgotten_when_kafka_has_forgotten_them(desk: PaperDesk) -> None:
    old, new = mention("old", desk.clock() - timedelta(days=31)), mention("new", desk.clock())
    desk.add(old, new)
    desk.model.forget(mentions.older(desk.store.db, desk.clock() - timedelta(days=30)))
    left = mentions.listed(desk.store.db, _everybody(), tab="all", filters=Filters(), now=desk.clock())
    assert [item.mention.text for item in left] == ["new"]


def _everybody() -> Viewer:
    return Viewer("supervisor", frozenset({"*"}))
