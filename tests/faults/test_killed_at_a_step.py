"""Killed at a step of a post while the platform does wrong: it is there once, or a person is told."""

import pytest

from tests.faults.kills import Case, play
from tests.faults.scene import Ground

STORIES = {
    "the command is decided and not written": Case("before_t0_commit", "does as it is told", "post"),
    "the intent is written, and X was not called": Case("after_t1", "says 503, and does nothing", "reply"),
    "holds were looked at, and nothing has left": Case("before_call", "is down for a while", "thread"),
    "X has answered, and nobody has written it down": Case("after_call", "does it, and says 503", "post"),
    "X does it after everybody has given it up": Case("before_t2", "does it after it was given up", "post"),
    "killed again when it is found": Case("before_settled", "does it, says 503, and shows it late", "post"),
    "somebody has posted the same by hand": Case("after_t1", "has the same text by hand", "post"),
    "X has the picture": Case("after_upload", "does it, and answers nonsense", "post with a picture"),
    "X has deleted it": Case("after_delete", "does it, and cuts off", "take-down"),
    "a hold has stopped it": Case("before_change", "does as it is told", "post due under a hold"),
}


@pytest.mark.parametrize("story", STORIES)
async def test_it_is_there_once_or_a_person_is_told(ground: Ground, story: str) -> None:
    count = await play(ground.stage, STORIES[story])
    assert count.missed == []
    assert count.broken == []
    assert count.once >= 3  # those that were approved after the kill at least
