"""Killed at a step of a post while the platform does wrong: it is there once, or a person is told."""

import pytest

from tests.faults.kills import Case, play
from tests.faults.scene import Ground

STORIES = {
    "the command is decided and not written": Case("before_t0_commit", "nothing", "post"),
    "the intent is written, and X was not called": Case("after_t1", "says 503", "reply"),
    "the clock was looked at, and nothing has left": Case("before_call", "is down", "thread"),
    "X has answered, and nobody has written it down": Case("after_call", "posts, and says 503", "post"),
    "X does it after everybody has given up": Case("before_t2", "posts too late", "post"),
    "the timeline does not show it yet": Case("after_t2", "shows posts late", "thread"),
    "somebody has posted the same by hand": Case("after_t1", "has it already", "post"),
}


@pytest.mark.parametrize("story", STORIES)
async def test_it_is_there_once_or_a_person_is_told(ground: Ground, story: str) -> None:
    count = await play(ground.stage, STORIES[story])
    assert count.missed == []
    assert count.broken == []
    assert count.once >= 3  # those that were approved after the kill at least
