"""Partitions are shared out by their number, however many each topic has."""

from aiokafka.cluster import ClusterMetadata

from shared.kafka.by_number import ByNumber


class Cluster(ClusterMetadata):  # type: ignore[misc] # aiokafka has no types
    """One whose topics a test names."""

    def __init__(self, **partitions: int) -> None:
        super().__init__()
        self._counts = partitions

    def partitions_for_topic(self, topic: str) -> set[int] | None:
        """So many, from 0 on."""
        return set(range(self._counts[topic])) if topic in self._counts else None


def shares(members: int, **partitions: int) -> list[dict[str, list[int]]]:
    joined = {f"member-{number}": ByNumber.metadata(list(partitions)) for number in range(members)}
    assigned = ByNumber.assign(Cluster(**partitions), joined)
    return [dict(assigned[member].assignment) for member in sorted(joined)]


def test_one_member_has_all() -> None:
    assert shares(1, commands=3, replays=6) == [{"commands": [0, 1, 2], "replays": [0, 1, 2, 3, 4, 5]}]


def test_who_has_a_number_of_one_topic_has_it_of_all() -> None:
    assert shares(2, commands=3, replays=6) == [
        {"commands": [0, 2], "replays": [0, 2, 4]},
        {"commands": [1], "replays": [1, 3, 5]},
    ]


def test_members_beyond_the_last_number_wait() -> None:
    assert shares(4, commands=3, replays=3) == [
        {"commands": [0], "replays": [0]},
        {"commands": [1], "replays": [1]},
        {"commands": [2], "replays": [2]},
        {},
    ]
