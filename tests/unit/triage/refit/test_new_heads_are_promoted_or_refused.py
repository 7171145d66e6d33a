"""What becomes of what people corrected: in force where it is better, refused where it would be worse."""

import sys
from datetime import timedelta

import pytest

from services.triage.domain.labeller import Question
from services.triage.model.loading import read_card
from services.triage.promoted.entries import SHIPPED
from services.triage.promoted.watching import Watch, fits
from services.triage.refit import night
from services.triage.refit.night import NIGHTLY, Means, learn
from shared.health import Check
from tests.unit.triage.mentions import AT
from tests.unit.triage.refit.small import NEW, corrected, gathered, news, sense

UNSEEN = f"along all of {NEW} avenue once more"


def tags_of(means: Means, text: str) -> tuple[str, ...]:
    """What the labeller says by the heads in force."""
    learnt = means.labeller.learnt
    assert learnt is not None
    Watch(means.store, means.labeller, learnt, Check("heads")).look()
    return means.labeller.label(Question(text, ()), sense(text)).tags


def undo(means: Means, minutes: int) -> str:
    model = read_card(means.folder).model
    at = AT + timedelta(minutes=minutes)
    return means.store.undo("operator:somebody", at, lambda version: fits(means.store, version, model)).version


def test_what_several_people_corrected_is_learnt_and_taken_by_the_labeller(means: Means) -> None:
    assert tags_of(means, UNSEEN) != ("community_concern",)
    said = learn(means, gathered(news()), by=NIGHTLY, at=AT)
    assert not said.refused, said.sentence
    assert tags_of(means, UNSEEN) == ("community_concern",)
    (entry,) = means.store.history()
    assert (entry.what, entry.before, entry.corrections) == ("promoted", SHIPPED, 30)
    assert entry.figures["corrections_followed"] == 30


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_where_there_is_no_room_for_new_heads_the_file_is_named_and_nothing_changed(
    means: Means, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(night, "HEADS", "/dev/full")  # a folder joined with it is /dev/full itself
    with pytest.raises(OSError, match="No space left") as failed:
        learn(means, gathered(news()), by=NIGHTLY, at=AT)
    assert failed.value.filename == "/dev/full"
    assert means.store.pointer().version == SHIPPED


def test_the_same_corrections_give_the_same_heads(means: Means) -> None:
    learn(means, gathered(news()), by=NIGHTLY, at=AT)
    version = means.store.pointer().version
    undo(means, 100)
    learn(means, gathered(news()), by="operator:somebody", at=AT)
    assert means.store.pointer().version == version


def test_what_one_person_corrected_wrongly_on_purpose_is_refused_with_a_report(means: Means) -> None:
    poison = [corrected(f"drellishok street{number}", "chat", number) for number in range(1, 61)]
    said = learn(means, gathered(poison), by=NIGHTLY, at=AT)
    assert said.refused
    assert "needs_reply would fall" in said.sentence
    assert means.store.pointer().version == SHIPPED
    (entry,) = means.store.history()
    assert entry.what == "refused"
    (words,) = (means.store.folder / "reports").glob("*.txt")
    report = words.read_text(encoding="utf-8")
    assert "REFUSED" in report
    assert "needs_reply became wrong" in report
    assert (words.with_suffix(".json")).exists()


def test_nothing_that_is_kept_has_words_of_anybody_or_names_who_corrected(means: Means) -> None:
    learn(means, gathered(news()), by=NIGHTLY, at=AT)
    kept = [file.read_bytes() for file in means.store.folder.rglob("*") if file.is_file()]
    assert len(kept) >= 5
    assert not any(word in content for content in kept for word in (NEW.encode(), b"street1", b"officer", b"x:1"))


def test_a_refit_by_command_that_learns_nothing_new_says_so_and_leaves_the_heads(means: Means) -> None:
    learn(means, gathered(news()), by=NIGHTLY, at=AT)
    in_force = means.store.pointer().version
    said = learn(means, gathered(news()), by="operator:somebody", at=AT + timedelta(minutes=100))
    assert not said.refused
    assert "promoted again: nothing new was learnt" in said.sentence
    assert (means.store.pointer().version, means.store.pointer().before) == (in_force, ())
    assert [entry.why for entry in means.store.history()] == [(), (night.NOTHING_NEW,)]
    first, again = sorted((means.store.folder / "reports").glob("*.txt"))
    assert "PROMOTED" in first.read_text(encoding="utf-8")
    assert "NOTHING NEW" in again.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("numbers", "told"),
    [((1,), "1 correction of 1 person,"), ((1, 3), "2 corrections of 1 person,"), ((1, 2), "of 2 people,")],
)
def test_the_report_counts_people_and_corrections_in_plain_english(
    numbers: tuple[int, ...], told: str, means: Means
) -> None:
    made = [corrected(f"a fire of {number}", "emergency", number, by=f"officer{number % 2}") for number in numbers]
    learn(means, gathered(made), by=NIGHTLY, at=AT)
    (words,) = (means.store.folder / "reports").glob("*.txt")
    assert told in words.read_text(encoding="utf-8")


def test_without_a_new_correction_nothing_is_learnt_again_by_itself(means: Means) -> None:
    learn(means, gathered(news()), by=NIGHTLY, at=AT)
    said = learn(means, gathered(news()), by=NIGHTLY, at=AT)
    assert "No correction is newer" in said.sentence
    assert len(means.store.history()) == 1


def test_what_was_undone_is_not_learnt_again_by_itself_with_a_later_correction(means: Means) -> None:
    learn(means, gathered(news()), by=NIGHTLY, at=AT)
    assert undo(means, 100) == SHIPPED
    assert tags_of(means, UNSEEN) != ("community_concern",)
    learn(means, gathered(news()), by=NIGHTLY, at=AT)
    assert means.store.pointer().version == SHIPPED
    for number in (200, 201):
        later = corrected(f"a fire of {number}", "emergency", number)
        said = learn(means, gathered([*news(), later]), by=NIGHTLY, at=AT)
        assert "from 1 correction promoted" in said.sentence
        assert tags_of(means, UNSEEN) != ("community_concern",)
    learn(means, gathered([*news(), later]), by="operator:somebody", at=AT)
    assert tags_of(means, UNSEEN) == ("community_concern",)


def test_an_undoing_passes_over_damaged_heads_and_says_so(means: Means) -> None:
    learn(means, gathered(news()), by=NIGHTLY, at=AT)
    first = means.store.pointer().version
    learn(means, gathered(news(40)), by=NIGHTLY, at=AT)
    means.store.file(first).write_bytes(means.store.file(first).read_bytes() + b" ")
    assert undo(means, 100) == SHIPPED
    assert means.store.history()[-1].why == (f"{first} is missing, damaged or of another model, and was passed over",)


def test_undoing_goes_back_version_by_version_down_to_the_shipped_heads(means: Means) -> None:
    learn(means, gathered(news()), by=NIGHTLY, at=AT)
    first = means.store.pointer().version
    learn(means, gathered(news(40)), by=NIGHTLY, at=AT)
    assert means.store.pointer().before == (first,)
    assert [undo(means, 100), undo(means, 101)] == [first, SHIPPED]
    assert [entry.what for entry in means.store.history()] == ["promoted", "promoted", "undone", "undone"]
    assert len(means.store.history()) == 4
