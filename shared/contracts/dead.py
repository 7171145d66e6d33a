"""Records that a service could not handle: as they came, with the reason, to be looked at and replayed."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.record import Headers, Record
from shared.contracts.topic import Kept
from shared.errors import InvalidMessage

KEPT = Kept("compact,delete", days=30)
"""Long enough for somebody to come back from leave and look."""


@dataclass(frozen=True, slots=True)
class DeadLetterTopic:
    """Where a service puts what it cannot handle; value and headers stay as they came, `dead_*` headers say the rest.

    Key: `<topic>|<partition>|<offset>` of the record, so that none replaces another and a tombstone marks a replay.
    Headers: dead_topic, dead_partition, dead_offset, dead_key, dead_error, dead_reason, dead_at, dead_service,
    dead_tombstone (`1` where the record had no value).
    """

    service: str
    partitions: int = 6

    @property
    def name(self) -> str:
        """The topic's name."""
        return f"{self.service}.dead.v1"


DEAD_LETTERS = tuple(DeadLetterTopic(service) for service in ("triage", "publisher", "metrics", "desk"))
"""One for each service that reads topics."""


REPLAY_KEPT = Kept("delete", days=7)
"""A service that was down for less than this still gets what was replayed to it."""


@dataclass(frozen=True, slots=True)
class ReplayTopic:
    """Where an operator puts a dead letter for its service to try again: nobody else reads it.

    The record's bytes and headers are those that failed; `replay_*` headers say where it came from. Key: the letter's.
    """

    service: str
    partitions: int = 6
    kept: Kept = REPLAY_KEPT

    @property
    def name(self) -> str:
        """The topic's name."""
        return f"{self.service}.replay.v1"


REPLAYS = tuple(ReplayTopic(letters.service, letters.partitions) for letters in DEAD_LETTERS)
"""One beside each topic of dead letters, read by that service as one more input."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The record as it first came, so that a replay is handled, and may die again, like the record itself."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers


def replay_of(replays: ReplayTopic, key: bytes, value: bytes | None, headers: Sequence[tuple[str, bytes]]) -> Record:
    """The record that puts a dead letter before its service again; raises InvalidMessage where it is no dead letter.

    A replay that died as such keeps saying where the record came from at first.
    """
    about = {name.removeprefix("dead_"): content for name, content in headers if name.startswith("dead_")}
    came = [(name, content) for name, content in headers if not name.startswith("dead_")]
    try:
        partition = int(about["partition"])
        if not any(name == "replay_topic" for name, _ in came):
            came += [(f"replay_{name}", about[name]) for name in ("topic", "partition", "offset")]
            came += [("replay_key", about["key"])] if "key" in about else []
    except (KeyError, ValueError) as error:
        raise InvalidMessage(f"the letter does not say where it came from: {error}") from error
    return Record(
        topic=replays.name,
        partition=partition % replays.partitions,
        key=key,
        value=None if about.get("tombstone") == b"1" else value,
        headers=came,
    )


def origin_of(value: bytes | None, headers: Sequence[tuple[str, bytes]]) -> Origin:
    """The first record of a replayed one; raises InvalidMessage where the headers do not say."""
    about = {name.removeprefix("replay_"): content for name, content in headers if name.startswith("replay_")}
    try:
        return Origin(
            topic=about["topic"].decode(),
            partition=int(about["partition"]),
            offset=int(about["offset"]),
            key=about.get("key"),
            value=value,
            headers=[(name, content) for name, content in headers if not name.startswith("replay_")],
        )
    except (KeyError, ValueError) as error:
        raise InvalidMessage(f"a replayed record does not say where it came from: {error}") from error
