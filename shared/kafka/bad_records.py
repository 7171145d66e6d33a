"""How many bad records are too many: a run of them means that the service is wrong, not the records (promise 7)."""

from collections import Counter, deque
from dataclasses import dataclass, field
from enum import Enum

from aiokafka import TopicPartition

RUN = 5
"""Bad records one after another on a partition."""
SHARE = 0.01
"""Of all records within WINDOW_S, once there were RUN bad ones: one bad record among three is no share."""
WINDOW_S = 300.0


class AtLimit(Enum):
    """What happens once too many records are bad; nothing of the batch that reaches the limit is committed."""

    END = "the process ends and waits for a person"
    STOP = "this loop stops and waits for a person; the process and its other loops go on"
    GO_ON = "nothing: they go to the dead letters, however many they are"


class TooManyBad(Exception):
    """The limit is reached, and the loop is to stop; says why and what to do."""


@dataclass(slots=True)
class BadRecords:
    """Counts bad records; `too_many` says when to stop rather than to drain the topic into the dead letters."""

    runs: Counter[TopicPartition] = field(default_factory=Counter)
    """Of bad records under way, by partition; while there are none, good records need not be noted."""
    _seconds: deque[list[int]] = field(default_factory=deque)

    def note(self, partition: TopicPartition, *, bad: bool) -> None:
        """One more record of the partition, in its order."""
        if bad:
            self.runs[partition] += 1
        elif self.runs:
            del self.runs[partition]

    def note_batch(self, at: float, *, records: int, bad: int) -> None:
        """A batch at `at`, in seconds of any steady clock."""
        second = int(at)
        if not self._seconds or self._seconds[-1][0] != second:
            self._seconds.append([second, 0, 0])
        self._seconds[-1][1] += records
        self._seconds[-1][2] += bad
        while self._seconds[0][0] < at - WINDOW_S:
            self._seconds.popleft()

    def too_many(self) -> str | None:
        """Why to stop, or None."""
        for partition, run in self.runs.items():
            if run >= RUN:
                return f"{run} bad records in a row on {partition.topic}, partition {partition.partition}"
        records = sum(second[1] for second in self._seconds)
        bad = sum(second[2] for second in self._seconds)
        if bad >= RUN and bad > SHARE * records:
            return f"{bad} bad records among {records} within {WINDOW_S / 60:.0f} minutes"
        return None
