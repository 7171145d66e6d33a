"""Words of old mentions are fetched in few stretches, none of them long for nothing."""

from services.triage.texts import NEAR, stretches


def test_words_far_apart_are_fetched_apart() -> None:
    assert list(stretches([3, 4, 4 + NEAR, 6 + 2 * NEAR])) == [(3, 4 + NEAR), (6 + 2 * NEAR, 6 + 2 * NEAR)]
    assert list(stretches([])) == []
    assert list(stretches([0])) == [(0, 0)]
