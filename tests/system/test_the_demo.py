"""The demo, played to its end at ten times its speed: what a newcomer is promised is what they see."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.system import System, free_port_base, start_system, stop_system
from tests.support.waiting import wait_until

END = "received 25, labelled 25, alerts 3, lost 0, doubled 0"
PROMISED = (
    "Two people have approved replies that need nobody else",
    "The guidance check asks",
    "It is not sent for approval like that",
    "is refused: Somebody else has to approve what you wrote.",
    "unknown, checking",
    "Published, one post",
    "The post has 26 likes and 2 replies",
    "The post's time has come under the hold: it is not sent",
    "nothing goes out by itself: the post waits for a person",
    "800 followers, +24 this week, 25 a week on average; 1 day without a count stays a gap",
    END,
)
GONE_WRONG = (
    "NOT AS EXPECTED",
    "NOT SENT",
    "THE POST did",
    "THE CHECK",
    "THE TEMPLATES",
    "THE HOLD",
    "THE NUMBERS are",
    "THE ALARM for",
    "not as it should",
)


@pytest.fixture
def own_system(tmp_path: Path) -> Iterator[System]:
    """A system of this test's own, which plays as it starts."""
    running = start_system(tmp_path, port_base=free_port_base(), arguments="--speed 10")
    yield running
    stop_system(running)


@pytest.mark.timeout(240)
async def test_the_demo_shows_what_it_promises(own_system: System) -> None:
    await wait_until(lambda: END in own_system.log(), 120, what="the demo's last line")
    said = own_system.log()
    assert [words for words in PROMISED if words not in said] == []
    assert [words for words in GONE_WRONG if words in said] == []
