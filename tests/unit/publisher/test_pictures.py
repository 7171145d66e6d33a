"""Pictures: of a kind that may go out, with words for those who cannot see them, and only for as long as they may."""

from datetime import datetime, timedelta

import pytest

from services.publisher.domain import effect
from services.publisher.domain.change import NotAllowed
from services.publisher.domain.effect import Begin, Change, Nothing, next_step
from shared.contracts.post_changed import Delivery
from shared.contracts.post_requested import Attachment, Reschedule
from shared.rules.pictures import RUN_OUT, why_not_shown
from tests.unit.publisher.extras import picture
from tests.unit.publisher.posts import (
    LATER,
    NOW,
    POLICY,
    READ,
    WORLD,
    approves,
    asks,
    lane,
    minutes,
    rule,
    ruled,
    submits,
)


def shows(*pictures: Attachment, not_before: datetime | None = None) -> Delivery:
    return ruled(None, submits(not_before=not_before, media=pictures))


def approved(*pictures: Attachment, not_before: datetime | None = None) -> Delivery:
    waiting = shows(*pictures, not_before=not_before)
    return ruled(waiting, approves(waiting))


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/webp", "image/gif"])
def test_a_still_picture_with_its_words_is_taken(kind: str) -> None:
    it = shows(picture(media_type=kind))
    assert (it.state, it.reason) == ("submitted", "")


@pytest.mark.parametrize(
    ("pictures", "why"),
    [
        ([picture(media_type="video/mp4")], "Picture 1 is video/mp4: take a JPEG, PNG, WebP or still GIF."),
        ([picture(media_type="image/svg+xml")], "Picture 1 is image/svg+xml"),
        ([picture(), picture("b", alt_text="")], "Picture 2 has no words for those who cannot see it"),
        ([picture(alt_text=" \n ")], "Picture 1 has no words"),
        ([picture(alt_text="a" * 1001)], "The words for picture 1 are too long: 1,000 characters is the most."),
        ([picture(each) for each in "abcde"], "It has 5 pictures, and 4 is the most"),
        ([picture(), picture()], "the same picture twice"),
        ([picture(until=NOW)], "Picture 1 may not be shown any more when it goes out"),
    ],
)
def test_what_may_not_go_out_with_a_post_is_void_and_says_which_and_why(pictures: list[Attachment], why: str) -> None:
    it = shows(*pictures)
    assert it.state == "void"
    assert why in it.reason


def test_four_pictures_and_a_thousand_characters_are_taken() -> None:
    assert shows(*(picture(each, alt_text="a" * 1000) for each in "abcd")).state == "submitted"


def test_one_that_runs_out_before_the_posts_time_is_told_at_once() -> None:
    assert shows(picture(until=LATER), not_before=LATER).state == "void"
    assert shows(picture(until=LATER + minutes(1)), not_before=LATER).state == "submitted"


def test_another_time_after_the_picture_has_run_out_is_refused() -> None:
    it = shows(picture(until=LATER))
    refused = rule(it, asks(Reschedule, version=1, not_before=LATER)).refused
    assert refused == "Picture 1 may not be shown any more when it goes out: take another."


def test_a_picture_that_runs_out_meanwhile_makes_it_void_waiting_or_approved() -> None:
    ends = NOW + minutes(5)
    for it in (shows(picture(until=ends)), approved(picture(until=ends), not_before=NOW + minutes(4))):
        step = next_step(lane(it), WORLD, ends, None)
        assert isinstance(step, Change)
        assert (step.delivery.state, step.delivery.reason) == ("void", RUN_OUT)
    assert next_step(lane(shows(picture(until=ends))), WORLD, NOW, None) == Nothing(ends)


def test_until_it_has_run_out_it_is_sent() -> None:
    it = approved(picture(until=NOW + minutes(5)))
    assert next_step(lane(it), WORLD, NOW + minutes(5) - timedelta(seconds=1), None) == Begin(it)


@pytest.mark.parametrize("uploaded", [(), ("m1",), ("m1", "m2", "m3")])
def test_nothing_is_begun_with_a_picture_missing_or_too_many(uploaded: tuple[str, ...]) -> None:
    it = approved(picture(), picture("b"))
    with pytest.raises(NotAllowed):
        effect.begin(it, NOW, "{}", None, READ, POLICY, media=uploaded)
    out = effect.begin(it, NOW, "{}", None, READ, POLICY, media=("m1", "m2"))
    assert out.attempt
    assert out.attempt.media == ("m1", "m2")


def test_other_pictures_or_other_words_for_them_need_another_approval() -> None:
    it = shows(picture())
    for other in (picture("b"), picture(alt_text="Another map"), picture(until=LATER)):
        assert shows(other).hash != it.hash


def test_pictures_are_judged_by_the_moment_at_which_they_are_shown() -> None:
    assert why_not_shown([picture(until=LATER)], NOW) is None
    assert why_not_shown([picture(until=LATER)], LATER)
