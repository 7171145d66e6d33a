"""What may become a delivery, and what is void from the start; another time for one; taking one back."""

from datetime import UTC, datetime, timedelta

import pytest

from services.publisher.domain.ruling import Ruling
from services.publisher.domain.world import World
from shared.contracts.post_changed import COMMAND_REFUSED, State
from shared.contracts.post_requested import (
    Approve,
    Command,
    Edit,
    Finding,
    Reschedule,
    Review,
    Settle,
    TakeDown,
    Withdraw,
)
from tests.unit.publisher.posts import (
    LATER,
    NOW,
    TEXT,
    WORLD,
    approves,
    asks,
    in_state,
    minutes,
    rule,
    ruled,
    submits,
    suspended,
    world,
)

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("command", "where", "why"),
    [
        (submits(account="x_mars"), WORLD, "There is no account x_mars here"),
        (submits(account="x_old"), WORLD, "The account @sbx_old is retired"),
        (submits(by="stranger"), WORLD, "does not work here"),
        (submits(by="officer"), world(suspended("officer")), "is suspended"),
        (submits(by="elsewhere"), WORLD, "for this account's districts"),
        (submits(by="lapsed"), WORLD, "no training"),
        (submits("  \n"), WORLD, "It has no text"),
        (submits("Cafe\u0301"), WORLD, "form NFC"),
        (submits("a" * 281), WORLD, "It is too long for x."),
        (submits(not_before=NOW - minutes(2)), WORLD, "12:58 on 4 May 2026"),
        (submits(not_before=NOW + timedelta(days=366)), WORLD, "too far away"),
        (submits(not_before=datetime.min.replace(tzinfo=UTC)), WORLD, "had passed"),
    ],
)
def test_what_can_never_be_posted_is_void_from_the_start_and_says_why(command: Command, where: World, why: str) -> None:
    made = ruled(None, command, where=where)
    assert (made.state, made.version) == ("void", 1)
    assert why in made.reason
    assert made.history[-1].why == made.reason
    assert command.id in made.commands


def test_a_time_of_this_minute_is_no_time_in_the_past() -> None:
    assert ruled(None, submits(not_before=NOW - minutes(1))).state == "submitted"
    assert ruled(None, submits(not_before=NOW - minutes(1) - SECOND)).state == "void"


def test_content_for_another_account_than_the_commands_is_refused() -> None:
    other = submits().model_copy(update={"account": "x_old"})
    assert rule(None, other).refused == "The content is for another account than the command."
    assert rule(None, other).delivery is None


def test_the_hash_is_that_of_the_content() -> None:
    made = in_state("submitted", not_before=LATER)
    assert made.hash == made.content.hash != in_state("submitted").hash


def test_a_submit_that_lay_too_long_and_finds_nothing_is_missed_not_sent() -> None:
    assert ruled(None, submits(at=NOW - minutes(1))).state == "submitted"
    made = ruled(None, submits(at=NOW - minutes(1) - SECOND))
    assert made.state == "missed"
    assert "give it another time" in made.reason


@pytest.mark.parametrize("kind", [Approve, Edit, Withdraw, Reschedule, Settle, TakeDown, Review])
def test_any_other_command_about_nothing_is_refused_and_leaves_no_record(kind: type[Command]) -> None:
    fields = {
        "hash": "0" * 64,
        "version": 1,
        "replaced_by": "d2",
        "not_before": None,
        "outcome": "abandoned",
        "reason": "?",
        "verdict": "right",
    }
    known = {name: value for name, value in fields.items() if name in kind.model_fields}
    ruling = rule(None, asks(kind, "approver", **known))
    assert ruling == Ruling(refused="There is no delivery d1 here: submit it first.")


def test_a_second_submit_with_the_same_delivery_is_refused() -> None:
    ruling = rule(in_state("submitted"), submits("Another text"))
    assert ruling.refused == "A delivery with this id was submitted already: a new one needs a new id."


def test_the_same_command_again_changes_nothing() -> None:
    command = submits()
    made = ruled(None, command)
    assert rule(made, command) == Ruling()
    forged = approves(made, hash="0" * 64)
    noted = rule(made, forged).delivery
    assert noted
    assert rule(noted, forged) == Ruling()


def test_a_refusal_is_noted_and_changes_nothing_else() -> None:
    before = in_state("submitted")
    ruling = rule(before, approves(before, "officer"))
    after = ruling.delivery
    assert after
    assert ruling.transition == COMMAND_REFUSED
    assert after.refusals[-1].why == ruling.refused == "Somebody else has to approve what you wrote."
    assert after.refusals[-1].asked == "post.approve"
    assert after.model_copy(update={"refusals": (), "commands": before.commands}) == before


def test_ten_refusals_a_hundred_commands_and_a_hundred_steps_are_kept() -> None:
    it = in_state("submitted")
    for number in range(60):
        bad = rule(it, approves(it, "officer")).delivery
        assert bad
        it = ruled(bad, asks(Reschedule, version=bad.version, not_before=LATER + minutes(number)))
    it = ruled(it, asks(Withdraw))
    assert (len(it.refusals), len(it.commands), len(it.history)) == (10, 100, 62)


@pytest.mark.parametrize("state", ["submitted", "approved", "sending", "unknown", "posted"])
def test_one_that_should_replace_a_post_that_may_yet_be_out_is_void(state: State) -> None:
    before = in_state(state, id_="d0")
    made = rule(None, submits(replaces="d0"), NOW, WORLD, before).delivery
    assert made
    assert made.state == "void"
    assert state in made.reason


def test_another_time_is_another_content_that_needs_another_approval() -> None:
    before = in_state("approved")
    after = ruled(before, asks(Reschedule, version=before.version, not_before=LATER))
    assert (after.state, after.approval) == ("submitted", None)
    assert after.content.not_before == LATER
    assert after.hash == after.content.hash != before.hash
    assert after.reason == "Officer rescheduled it for 15:00 on 4 May 2026."
    again = ruled(after, asks(Reschedule, version=after.version, not_before=None))
    assert again.hash == before.hash


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"version": 1}, "It changed after you looked at it"),
        ({"not_before": NOW - minutes(5)}, "had passed"),
        ({"not_before": NOW + timedelta(days=400)}, "too far away"),
        ({"by": "elsewhere"}, "for this account's districts"),
        ({"at": NOW - minutes(2)}, "read too late: ask again"),
    ],
)
def test_another_time_that_cannot_be_is_refused_and_the_delivery_stays(fields: dict[str, object], why: str) -> None:
    before = in_state("missed")
    ruling = rule(before, asks(Reschedule, **{"version": before.version, "not_before": LATER} | fields))
    assert ruling.refused
    assert why in ruling.refused
    assert ruling.delivery
    assert ruling.delivery.state == "missed"


@pytest.mark.parametrize(("by", "may"), [("officer", True), ("boss", True), ("elsewhere", False), ("stranger", False)])
def test_the_author_and_who_may_draft_for_the_account_take_it_back_or_edit_it(by: str, *, may: bool) -> None:
    for command in (asks(Withdraw, by), asks(Edit, by, replaced_by="d2")):
        assert (rule(in_state("approved"), command).refused is None) == may


def test_an_author_whose_training_has_lapsed_may_still_take_back_what_they_wrote() -> None:
    officer = WORLD.staff["officer"].model_copy(update={"training": ()})
    assert ruled(in_state("submitted"), asks(Withdraw, reason="Wrong road"), where=world(officer)).state == "void"
    assert rule(in_state("submitted"), asks(Withdraw), NOW, world(suspended("officer"))).refused


def test_what_people_said_stands_in_the_reason() -> None:
    assert in_state("void").reason == "Officer withdrew it."
    assert ruled(in_state("approved"), asks(Withdraw, reason="Wrong road")).reason == "Officer withdrew it: Wrong road."
    edited = ruled(in_state("submitted"), asks(Edit, replaced_by="d2"))
    assert (edited.replaced_by, edited.reason) == ("d2", "Officer edited it: the new version is another post.")


def test_a_command_that_names_another_account_than_the_deliverys_is_refused() -> None:
    assert rule(in_state("submitted"), asks(Withdraw, account="x_old")).refused


def test_what_the_guidance_check_said_and_was_answered_stays_with_the_delivery() -> None:
    asked = Finding(rule="names", level="asks", says="Is that a name?", source="https://example.org", answer="A road's")
    made = ruled(None, submits(TEXT, None, "officer", findings=[asked], guidance="v7"))
    assert (made.findings, made.guidance) == ((asked,), "v7")
    assert ruled(made, approves(made)).findings == (asked,)
