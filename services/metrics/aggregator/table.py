"""Faust's table of contributions, and the topic from which it comes back after a crash."""

import asyncio
from typing import Any

import faust
from faust.types import AppT, FutureMessage

from services.metrics.aggregator.transport import QUIETLY
from shared.contracts.topic import Kept
from shared.kafka.topics import Declared

PARTITIONS = 1
"""As many as contribution.changed has: Faust writes a table's changes to the partition of the record that caused
them, and with more of them one entity could end up in two."""

GONE = b""
"""In place of what was removed. A tombstone at the end of a changelog, once compacted away, would leave Faust waiting
for an offset that never comes."""


class Table(faust.Table[bytes, bytes]):
    """A table that can tell when what was put into it is safe on its changelog.

    Faust's own commits an offset after it has flushed, yet without asking whether every change arrived.
    """

    mundane_level = QUIETLY

    def __init__(self, app: AppT, **options: Any) -> None:  # noqa: ANN401 - Faust's own options
        super().__init__(app, **options)
        self._unwritten: list[FutureMessage] = []

    def on_key_set(self, key: bytes, value: bytes) -> None:
        """Remember each change until it is acknowledged."""
        self._unwritten.append(self.send_changelog(0, key, value))

    async def written(self) -> None:
        """Return when every change is on the changelog; raises what kept one from it."""
        unwritten, self._unwritten = self._unwritten, []
        await asyncio.gather(*unwritten)


def table_of(app: AppT, name: str) -> Table:
    """The table, known to the app."""
    table = Table(app, name=name, partitions=PARTITIONS, key_type=bytes, value_type=bytes)
    app.tables.add(table)
    return table


def changelog(group: str, table: str, replication: int) -> Declared:
    """The table's topic as it should be; Faust fixes its name."""
    copies = {"min.insync.replicas": str(max(1, replication - 1))}
    return Declared(f"{group}-{table}-changelog", PARTITIONS, Kept("compact").as_config() | copies)
