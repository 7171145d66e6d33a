"""However many look at once whether Kafka is there, they share one connection."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest

from services.desk.link import Link
from services.desk.readmodel.freshness import Freshness
from services.desk.readmodel.store import Store
from services.desk.readmodel.topics import DeskTopics
from shared.health import Check


class Client:
    """A client that answers in its own time, and is counted."""

    open = 0

    def __init__(self, **_: object) -> None:
        Client.open += 1

    async def bootstrap(self) -> None:
        """Connect."""
        await asyncio.sleep(0)

    async def close(self) -> None:
        """Disconnect."""
        Client.open -= 1


async def _ids(_: Client, names: Sequence[str]) -> dict[str, UUID]:
    return dict.fromkeys(names, UUID(int=1))


async def test_looks_at_the_same_moment_share_one_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.desk.link.AIOKafkaClient", Client)
    monkeypatch.setattr("services.desk.link.topic_ids", _ids)
    store = Store(tmp_path / "readmodel.sqlite")
    link = Link("127.0.0.1:1", DeskTopics(), store, Freshness(), Check("kafka"))
    await asyncio.gather(link.look(), link.look(), link.look())
    assert Client.open == 1
    store.close()
