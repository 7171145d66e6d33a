"""A topic: its name, what may be on it, in which order, and for how long it is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from shared.contracts.fact import Fact

FactT = TypeVar("FactT", bound=Fact)

DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Kept:
    """How long records stay: `days` None is for ever (or until compacted)."""

    cleanup: Literal["compact", "delete", "compact,delete"]
    days: int | None = None
    tombstone_days: int = 7
    """A subscriber that was away for less than this still sees every removal."""
    lag_days: int = 0
    """Every version of an entity stays for so long before compaction may drop all but the last."""

    def as_config(self) -> dict[str, str]:
        """The broker's settings for it."""
        config = {
            "cleanup.policy": self.cleanup,
            "retention.ms": str(self.days * DAY_MS if self.days else -1),
            "message.timestamp.type": "LogAppendTime",
        }
        if "compact" in self.cleanup:
            # Erased bytes are gone within 48 hours (promise 6): half a day to close a segment, one day to clean it.
            config |= {
                "segment.ms": str(DAY_MS // 2),
                "min.compaction.lag.ms": str(self.lag_days * DAY_MS),
                "max.compaction.lag.ms": str((self.lag_days + 1) * DAY_MS),
                "delete.retention.ms": str(self.tombstone_days * DAY_MS),
            }
        return config


@dataclass(frozen=True)
class Topic(Generic[FactT]):
    """One topic of the product; `key` names the entity, `scope` what stays in order."""

    name: str
    what: str
    writers: tuple[str, ...]
    readers: tuple[str, ...]
    partitions: int
    kept: Kept
    transitions: Mapping[str, type[Fact]]
    key: Callable[..., str]
    scope: Callable[..., str]
