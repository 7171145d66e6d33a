"""Which corrections are learnt from, and how much each counts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from aiokafka import ConsumerRecord

from services.triage.refit.corrections import Gathered, Latest, Words, gathered
from services.triage.refit.weighing import Weighing, latest_of_equal, weights_of
from shared.contracts.labels import Tag
from shared.contracts.mention_changed import MENTION_CHANGED, MentionRemoved
from shared.contracts.record import Record, record_of, tombstone_of
from shared.contracts.work_changed import WORK_CHANGED, Note
from tests.unit.triage.mentions import AT, mention
from tests.unit.triage.records import as_read
from tests.unit.triage.refit.small import corrected, correction_of

LATER = AT + timedelta(hours=1)


def correcting(number: int, tag: Tag = "praise", minutes: int = 0) -> Record:
    fact = correction_of(number, tag, by="officer", at=AT + timedelta(minutes=minutes))
    return record_of(WORK_CHANGED, "labels.corrected", fact, id="c", source="desk", time=AT)


def saying(text: str, number: int = 1, *, edited_at: datetime | None = None) -> Record:
    transition = "mention.edited" if edited_at else "mention.received"
    fact = mention(text, number=number)
    return record_of(MENTION_CHANGED, transition, fact, id="m", source="ingest", time=edited_at or AT)


def found(work: Sequence[Record], mentions: Sequence[Record], most: int = 10) -> Gathered:
    latest = Latest(most)
    latest.take(WORK_CHANGED, read(work))
    latest.cut()
    words = Words(latest.by_mention)
    words.take(MENTION_CHANGED, read(mentions))
    return gathered(latest, words)


def read(records: Sequence[Record]) -> "list[ConsumerRecord[bytes, bytes]]":
    return [as_read(record, offset) for offset, record in enumerate(records)]


def test_the_latest_correction_of_a_mention_counts() -> None:
    (only,) = found([correcting(1, "praise"), correcting(1, "chat", 5)], [saying("hello")]).usable
    assert (only.correction.labels.tags, only.mention.text) == (("chat",), "hello")


def test_work_that_is_no_correction_or_cannot_be_read_changes_nothing() -> None:
    note = Note(id="n", mention="x:1", by="officer", at=AT, text="seen")
    other = record_of(WORK_CHANGED, "note.added", note, id="n", source="desk", time=AT)
    broken = correcting(1)._replace(value=b"{")
    assert len(found([correcting(1), other, broken], [saying("hello")]).usable) == 1


def test_a_correction_that_was_erased_is_not_learnt_from() -> None:
    gone = tombstone_of(WORK_CHANGED, key="correction:x:1", scope="work")
    assert found([correcting(1), gone], [saying("hello")]).usable == []


@pytest.mark.parametrize("how", ["removed", "erased", "never there"])
def test_of_a_mention_that_is_gone_nothing_is_learnt(how: str) -> None:
    removed = MentionRemoved(id="x:1", conversation="x:1", reason="removed by its author", removed_at=LATER)
    mentions = {
        "removed": [
            saying("hello"),
            record_of(MENTION_CHANGED, "mention.removed", removed, id="r", source="ingest", time=LATER),
        ],
        "erased": [saying("hello"), tombstone_of(MENTION_CHANGED, key="x:1", scope="x:1")],
        "never there": [],
    }[how]
    told = found([correcting(1)], mentions)
    assert (told.usable, told.left_out) == ([], {"words no longer there": 1})


def test_words_that_were_edited_after_the_correction_are_not_what_it_was_about() -> None:
    told = found([correcting(1)], [saying("hello"), saying("goodbye", edited_at=LATER)])
    assert (told.usable, told.left_out) == ([], {"edited since": 1})


def test_words_that_were_edited_before_the_correction_are() -> None:
    (only,) = found([correcting(1, minutes=90)], [saying("hello"), saying("goodbye", edited_at=LATER)]).usable
    assert only.mention.text == "goodbye"


def test_of_more_than_can_be_read_the_newest_are() -> None:
    told = found([correcting(n, minutes=n) for n in range(1, 6)], [saying("hi", n) for n in range(1, 6)], most=2)
    assert [each.mention.id for each in told.usable] == ["x:4", "x:5"]
    assert told.left_out == {"older than the newest that are read": 3}


def test_of_the_same_words_what_was_said_last_counts() -> None:
    said = [corrected("Thanks  ALL", "praise", 1), corrected("thanks all", "chat", 2), corrected("other", "chat", 3)]
    assert [each.mention.id for each in latest_of_equal(said)] == ["x:2", "x:3"]


def test_the_same_words_in_another_thread_are_another_message() -> None:
    one, other = corrected("yes he is", "praise", 1), corrected("yes he is", "chat", 2)
    answer = other.mention.model_copy(update={"in_reply_to_text": "is he armed"})
    assert len(latest_of_equal([one, type(other)(answer, other.correction)])) == 2


def test_a_few_corrections_count_as_much_as_authored_lines() -> None:
    said = [corrected(f"word{number}", "chat", number) for number in range(1, 4)]
    assert weights_of(said, 1_000, Weighing()) == [1.0, 1.0, 1.0]


def test_one_persons_many_corrections_of_a_day_and_in_all_are_bounded() -> None:
    many = [corrected(f"word{number}", "chat", number, by="busy", at=AT) for number in range(80)]
    few = [corrected(f"other{number}", "chat", 500 + number, by="calm", at=AT) for number in range(2)]
    weights = weights_of([*many, *few], 10_000, Weighing(person_day=40))
    assert sum(weights[:80]) == pytest.approx(40)
    assert weights[80:] == [1.0, 1.0]
    month = [
        corrected(f"word{number}", "chat", number, by="busy", at=AT + timedelta(days=number % 30))
        for number in range(900)
    ]
    assert sum(weights_of(month, 10_000, Weighing(person_day=40, person=200))) == pytest.approx(200)


def test_all_corrections_together_never_count_more_than_their_share() -> None:
    said = [corrected(f"word{number}", "chat", number, by=f"officer{number % 50}") for number in range(1_000)]
    assert sum(weights_of(said, 300, Weighing(share=0.5))) == pytest.approx(300)
