"""The labelling guide: what tags settle of urgency and answer, for the machine as for people."""

from typing import get_args

import pytest

from shared.contracts.labels import Tag, Urgency
from shared.rules.labelling import ABOUT, replies, urgencies

QUIET: tuple[Tag, ...] = ("spam", "abuse", "praise", "chat")


@pytest.mark.parametrize("tag", get_args(Tag))
def test_immediate_is_for_every_emergency_and_for_nothing_else(tag: Tag) -> None:
    for needs_reply in (True, False):
        assert ("immediate" in urgencies((tag,), needs_reply=needs_reply)) == (tag == "emergency")
    assert urgencies((tag, "emergency"), needs_reply=True) == ("immediate",)


def test_an_answer_to_an_appeal_is_for_today_whatever_stands_beside_it() -> None:
    for tag in ("praise", "wrong_place_report", "complaint"):
        assert urgencies((tag, "appeal_response"), needs_reply=True) == ("today",)


@pytest.mark.parametrize("tag", QUIET)
def test_where_only_noise_stands_there_is_nothing_to_do(tag: Tag) -> None:
    assert urgencies((tag, "praise"), needs_reply=False) == ("none",)
    assert replies((tag, "praise")) == (False,)


@pytest.mark.parametrize("tag", ["emergency", "wrong_place_report", "appeal_response"])
def test_who_waits_for_the_right_channel_gets_an_answer(tag: Tag) -> None:
    assert replies((tag, "abuse")) == (True,)


@pytest.mark.parametrize("tag", ["question", "complaint", "community_concern"])
def test_the_rest_is_a_matter_of_judgement(tag: Tag) -> None:
    assert replies((tag, "praise")) == (True, False)
    expected: tuple[Urgency, ...] = ("routine", "today")
    assert urgencies((tag,), needs_reply=True) == expected
    assert urgencies((tag,), needs_reply=False) == (*expected, "none")


def test_a_kind_of_concern_goes_with_two_tags() -> None:
    assert set(ABOUT) == {"wrong_place_report", "community_concern"}
