"""What stands on district.measured, and what has to be written so that it says what follows from the contributions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from aiokafka import ConsumerRecord

from services.metrics.domain.measures import measured, measures_for
from services.metrics.domain.measures_index import Cell, Contributions
from services.metrics.domain.measures_periods import first_day_kept
from shared.clock import LONDON, new_id, now
from shared.contracts.district_measured import FORCE_ACCOUNT, Measured
from shared.contracts.record import Record, record_of, tombstone_of
from shared.contracts.topic import Topic
from shared.registry import Registry

SOURCE = "metrics"


def today() -> date:
    """The day that it is in London."""
    return now().astimezone(LONDON).date()


def active_accounts(registry: Registry) -> dict[Cell, frozenset[str]]:
    """The accounts that each cell has by the registry."""
    cells: dict[Cell, set[str]] = {}
    for account in registry.accounts.values():
        for district in account.districts or (FORCE_ACCOUNT,):
            if account.status == "active":
                cells.setdefault(Cell(district, account.platform), set()).add(account.id)
    return {cell: frozenset(accounts) for cell, accounts in cells.items()}


@dataclass
class Board:
    """Compares what follows with what stands, so that only what changed is written.

    What stands is what we told, until something else is read after it: that is somebody else's word.
    """

    topic: Topic[Measured]
    force: str
    active: Mapping[Cell, frozenset[str]]
    _standing: dict[Cell, dict[str, bytes]] = field(default_factory=dict)
    _heard: dict[str, bytes | None] = field(default_factory=dict)
    """What was read last of each key where that is not what we told last: another's word, or an older one of ours."""

    def hear(self, records: Sequence[ConsumerRecord]) -> None:
        """Read what is on the topic, in its order."""
        for record in records:
            key = (record.key or b"").decode(errors="replace")
            if record.value == self._standing.get(_cell_of(key), {}).get(key):
                self._heard.pop(key, None)
            else:
                self._heard[key] = record.value

    def in_doubt(self) -> frozenset[str]:
        """The keys of which another value was read last than was told last."""
        return frozenset(self._heard)

    def believe(self, keys: Iterable[str]) -> frozenset[Cell]:
        """Take what was read of these keys for what stands; the cells that have to be told anew."""
        heard = {key: self._heard.pop(key) for key in keys if key in self._heard}
        for key, value in heard.items():
            standing = self._standing.setdefault(_cell_of(key), {})
            if value is None:
                standing.pop(key, None)
            else:
                standing[key] = value
        return frozenset(map(_cell_of, heard))

    def cells(self) -> Iterator[Cell]:
        """Every cell of which something stands."""
        return iter(tuple(self._standing))

    def differences(self, contributions: Contributions, cells: Iterable[Cell], day: date) -> Iterator[Record]:
        """What has to be written on that day, and from then on counts as standing.

        What follows from nothing any more gets a tombstone. Without any contribution nothing is told: that is a loss
        of theirs, and no reason to lose the measures as well.
        """
        for cell in cells if len(contributions) else ():
            yield from self._differences(contributions, cell, day)

    def _differences(self, contributions: Contributions, cell: Cell, day: date) -> Iterator[Record]:
        stood = self._standing.get(cell, {})
        stands: dict[str, bytes] = {}
        readings = measures_for(contributions.of(cell), self.active.get(cell, frozenset()), first_day_kept(day))
        for name, reading in readings.items():
            fact = measured(self.force, cell, name, reading)
            key, value = self.topic.key(fact), fact.__pydantic_serializer__.to_json(fact)
            stands[key] = value
            if stood.get(key) != value:
                yield record_of(self.topic, "district.measured", fact, id=new_id(), source=SOURCE, time=now())
        for key in stood.keys() - stands.keys():
            yield tombstone_of(self.topic, key=key, scope=key)
        self._standing[cell] = stands


def _cell_of(key: str) -> Cell:
    """As the contract makes its key: district|platform|measure|period."""
    district, platform, *_ = (*key.rsplit("|", 3), "", "")
    return Cell(district, platform)
