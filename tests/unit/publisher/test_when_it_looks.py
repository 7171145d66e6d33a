"""Unknown posts are looked for soon, then ever more seldom, and for ever; a platform that asks for rest gets it."""

from datetime import timedelta

from services.publisher.looks import Looks
from shared.contracts.post_changed import Delivery
from tests.unit.publisher.posts import NOW, in_state

SECOND = timedelta(seconds=1)


def looks() -> Looks:
    return Looks(first=2 * SECOND, most=10 * SECOND)


def unknown() -> Delivery:
    return in_state("unknown")


def test_nothing_unknown_is_nothing_to_wait_for() -> None:
    paces = looks()
    assert paces.due([], NOW) == []
    assert paces.next() is None


def test_the_waits_double_up_to_the_longest_and_never_end() -> None:
    paces, delivery, at = looks(), unknown(), NOW
    waits = []
    assert paces.due([delivery], at) == []
    for _ in range(6):
        due = paces.next()
        assert due is not None
        waits.append((due - at) / SECOND)
        at = due
        assert paces.due([delivery], at) == [delivery]
        paces.looked([delivery], at)
    assert waits == [2, 4, 8, 10, 10, 10]


def test_what_is_known_now_is_forgotten() -> None:
    paces, delivery = looks(), unknown()
    paces.due([delivery], NOW)
    assert paces.due([], NOW + 5 * SECOND) == []
    assert paces.next() is None


def test_a_platform_that_asks_to_be_left_alone_is() -> None:
    paces, delivery = looks(), unknown()
    paces.due([delivery], NOW)
    paces.leave_alone_until(NOW + 60 * SECOND)
    assert paces.due([delivery], NOW + 59 * SECOND) == []
    assert paces.next() == NOW + 60 * SECOND
    assert paces.due([delivery], NOW + 60 * SECOND) == [delivery]
