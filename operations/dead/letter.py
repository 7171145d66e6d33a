"""A dead letter: what failed, where it came from and why, as the headers say (shared/contracts/dead.py)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from aiokafka import ConsumerRecord

from shared.contracts.dead import DeadLetterTopic
from shared.contracts.record import Headers
from shared.kafka.reader import Reader

UNSAID = "?"
"""Stands where a header is missing: a letter is shown whatever it lacks."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One record on a topic of dead letters; `partition` is its own there, `value` and `headers` as they stand."""

    partition: int
    key: bytes
    value: bytes | None
    headers: Headers

    @classmethod
    def of(cls, record: ConsumerRecord) -> Self:
        """The letter in a record."""
        return cls(record.partition, record.key or b"", record.value, list(record.headers))

    @property
    def id(self) -> str:
        """What operators call it: `<topic>:<partition>:<offset>` of the record that failed; a shell leaves it whole."""
        return id_of(self.key.decode(errors="backslashreplace"))

    def about(self, name: str) -> str:
        """What a `dead_*` header says, `?` where it is missing."""
        found = dict(self.headers).get(f"dead_{name}")
        return UNSAID if found is None else found.decode(errors="backslashreplace")

    @property
    def came(self) -> Headers:
        """The headers that the record came with."""
        return [(name, content) for name, content in self.headers if not name.startswith("dead_")]

    @property
    def died_at(self) -> str:
        """When it was put aside, to the second, in UTC."""
        try:
            return datetime.fromisoformat(self.about("at")).strftime("%Y-%m-%d %H:%M:%SZ")
        except ValueError:
            return self.about("at")


def id_of(given: str) -> str:
    """The id in what an operator typed: also a letter's key on the topic, with `|` in the place of `:`."""
    return given.replace("|", ":")


async def letters_of(bootstrap: str, topic: DeadLetterTopic) -> dict[str, Letter]:
    """The letters of a service that were not put back, by id, oldest first; none where the topic was not made yet."""
    found: dict[str, Letter] = {}
    async with Reader(bootstrap) as reader:
        await reader.open([topic.name])
        async for records in reader.to_end():
            for letter in map(Letter.of, records):
                if letter.value is None and not letter.headers:
                    found.pop(letter.id, None)  # a tombstone: it was put back
                else:
                    found[letter.id] = letter
    return dict(sorted(found.items(), key=lambda item: (item[1].about("at"), item[0])))
