"""Four eyes: bound to what was seen, by somebody else who may, for a while only."""

from datetime import date, datetime, timedelta, timezone

import pytest

from services.publisher.domain.world import Policy
from shared.contracts.post_requested import Reschedule, SendBack
from tests.unit.publisher.posts import LATER, NOW, WORLD, approves, asks, in_state, minutes, person, rule, ruled, world


def test_an_approval_says_who_when_of_what_and_until_when() -> None:
    it = in_state("approved")
    assert it.approval
    assert (it.approval.by, it.approval.at, it.approval.hash) == ("approver", NOW, it.hash)
    assert it.approval.expires_at == NOW + minutes(15)


def test_the_approval_of_a_post_with_a_time_lasts_from_that_time() -> None:
    it = in_state("approved", not_before=LATER)
    assert it.approval
    assert it.approval.expires_at == LATER + minutes(15)


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("officer", "Somebody else has to approve"),
        ("lapsed", "no training"),
        ("elsewhere", "for this account's districts"),
        ("stranger", "does not work here"),
    ],
)
def test_who_may_not_approve_is_told_why(by: str, why: str) -> None:
    it = in_state("submitted")
    refused = rule(it, approves(it, by)).refused
    assert refused
    assert why in refused


OWN_TIME = "Somebody else has to approve the time you chose."


def test_whoever_gave_it_its_time_does_not_approve_it_and_others_do() -> None:
    it = ruled(in_state("submitted"), asks(Reschedule, "approver", version=1, not_before=LATER))
    assert rule(it, approves(it, "approver")).refused == OWN_TIME
    assert rule(it, approves(it, "officer")).refused == "Somebody else has to approve what you wrote."
    assert ruled(it, approves(it, "boss")).state == "approved"


def test_only_the_last_who_gave_it_a_time_is_kept_from_approving_it() -> None:
    it = ruled(in_state("submitted"), asks(Reschedule, "approver", version=1, not_before=LATER))
    it = ruled(it, asks(Reschedule, "boss", version=2, not_before=LATER + minutes(5)))
    assert rule(it, approves(it, "boss")).refused == OWN_TIME
    assert ruled(it, approves(it, "approver")).state == "approved"


def test_whoever_gave_a_missed_one_another_time_does_not_approve_it() -> None:
    missed = in_state("missed")
    it = ruled(missed, asks(Reschedule, "boss", version=missed.version, not_before=LATER))
    assert rule(it, approves(it, "boss")).refused == OWN_TIME


def test_an_author_who_may_not_post_any_more_makes_it_unapprovable() -> None:
    it = in_state("submitted")
    refused = rule(it, approves(it), NOW, world(person("officer", "officer", "crawley"))).refused
    assert refused
    assert "The author may not post from this account any more" in refused


def test_training_counts_by_the_day_in_london() -> None:
    last_day = world(person("approver", "approver", until=date(2026, 5, 4)))
    it = in_state("submitted")
    before_midnight = datetime(2026, 5, 4, 23, 59, tzinfo=timezone(timedelta(hours=1)))
    assert not rule(it, approves(it, at=before_midnight), before_midnight, last_day).refused
    assert rule(it, approves(it, at=before_midnight), before_midnight + minutes(1), last_day).refused


def test_a_forged_hash_and_an_old_one_are_refused() -> None:
    it = in_state("submitted")
    moved = ruled(it, asks(Reschedule, version=1, not_before=LATER))
    for command in (approves(it, hash="0" * 64), approves(moved, hash=it.hash)):
        refused = rule(moved, command).refused
        assert refused
        assert "not what stands here" in refused


def test_an_old_version_is_refused_though_the_content_is_the_same_again() -> None:
    it = in_state("submitted")
    there = ruled(it, asks(Reschedule, version=1, not_before=LATER))
    back = ruled(there, asks(Reschedule, version=2, not_before=None))
    assert back.hash == it.hash
    assert rule(back, approves(it)).refused == "It changed after you looked at it: look at it again."


def test_the_first_valid_approval_wins() -> None:
    it = in_state("submitted")
    bad = rule(it, approves(it, "officer")).delivery
    assert bad
    first = ruled(bad, approves(it))
    second = rule(first, approves(it, "boss"))
    assert first.approval
    assert first.approval.by == "approver"
    assert second.refused == "It cannot be approved. It is approved already."


def test_a_time_that_has_passed_beyond_the_grace_is_rescheduled_first() -> None:
    it = in_state("submitted", not_before=LATER)
    assert not rule(it, approves(it, at=LATER), LATER + minutes(4.9)).refused
    refused = rule(it, approves(it, at=LATER), LATER + minutes(5)).refused
    assert refused == "Its time, 15:00 on 4 May 2026, has passed: reschedule it first."


def test_a_grace_longer_than_an_approval_lasts_lengthens_nothing() -> None:
    patient = world(policy=Policy(grace=minutes(60)))
    it = in_state("submitted", not_before=LATER)
    assert rule(it, approves(it, at=LATER), LATER + minutes(15), patient).refused


def test_an_approval_that_was_read_too_late_is_asked_for_again() -> None:
    it = in_state("submitted")
    assert not rule(it, approves(it), NOW + minutes(14.9)).refused
    refused = rule(it, approves(it), NOW + minutes(15)).refused
    assert refused == "You approved it at 13:00 on 4 May 2026, and that was read too late: approve it again."


def test_a_clock_that_is_ahead_lengthens_no_approval() -> None:
    it = in_state("submitted")
    approved = ruled(it, approves(it, at=NOW + timedelta(days=1)))
    assert approved.approval
    assert approved.approval.expires_at == NOW + minutes(15)


def test_it_is_sent_back_by_who_may_approve_with_the_version_seen_and_a_reason() -> None:
    it = in_state("submitted")
    good = {"version": 1, "reason": "Which Queens Road?"}
    assert ruled(it, asks(SendBack, "approver", **good)).reason == "Approver sent it back: Which Queens Road?"
    assert rule(it, asks(SendBack, "officer", **good)).refused
    assert rule(it, asks(SendBack, "approver", **good | {"reason": " "})).refused
    assert rule(it, asks(SendBack, "approver", **good | {"version": 2})).refused


def test_what_was_sent_back_keeps_no_approval() -> None:
    it = in_state("approved")
    back = ruled(it, asks(SendBack, "boss", version=it.version, reason="Not now"), where=WORLD)
    assert back.approval is None
