"""What goes onto the topics, and what is promised with it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from services.ingest.domain.accounts import OwnAccount, OwnAccounts
from services.ingest.domain.coverage import Coverage
from services.ingest.domain.intake import Intake
from services.ingest.domain.seen import Seen
from services.ingest.domain.signals import Alive, Connected, Posted, Signal
from services.ingest.journal import Journal
from services.ingest.settings import IngestSettings
from shared.contracts.ingest_progress import INGEST_PROGRESS, Checkpoint
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.record import Record, event_of
from shared.health import Health
from tests.unit.ingest.posts import NOW, FakePost


@dataclass
class Paper:
    """Remembers each transaction."""

    transactions: list[list[Record]] = field(default_factory=list)

    async def write(self, records: Sequence[Record]) -> None:
        """Keep them."""
        self.transactions.append(list(records))


@dataclass
class Scene:
    """A journal and all that it touches."""

    paper: Paper = field(default_factory=Paper)
    signals: asyncio.Queue[Signal] = field(default_factory=asyncio.Queue)
    covered: list[Coverage] = field(default_factory=list)

    def __post_init__(self) -> None:
        accounts = OwnAccounts([OwnAccount("x_hastings", "sbx_hastings")])
        self.intake = Intake("x", accounts, Seen(), Coverage(NOW), timedelta(seconds=1))
        settings = IngestSettings(batch=3, checkpoint_every=600)
        self.journal = Journal(self.intake, self.signals, self.paper, settings, Health("ingest"), self.covered.append)

    async def tell(self, *signals: Signal) -> None:
        """Put the signals in, and let a batch be written."""
        for signal in signals:
            self.signals.put_nowait(signal)
        await self.journal.run_batch()

    def checkpoint(self) -> Checkpoint:
        """The last one."""
        last = [each for each in self.paper.transactions[-1] if each.topic == INGEST_PROGRESS.name][-1]
        event = event_of(INGEST_PROGRESS, last.value, last.headers)
        assert event is not None
        return event.fact


@pytest.fixture
def scene() -> Scene:
    return Scene()


def post(number: int) -> Posted:
    return Posted(FakePost(str(number)), "stream", NOW + timedelta(seconds=number))


async def test_mentions_and_progress_are_one_transaction(scene: Scene) -> None:
    await scene.tell(Connected(NOW), post(1), post(2))
    (records,) = scene.paper.transactions
    assert [each.topic for each in records] == [MENTION_CHANGED.name] * 2 + [INGEST_PROGRESS.name]
    assert (scene.checkpoint().newest_at, scene.checkpoint().newest_id) == (NOW + timedelta(seconds=2), "2")
    assert scene.checkpoint().complete


async def test_while_something_may_be_missing_the_checkpoint_stays_and_says_so(scene: Scene) -> None:
    await scene.tell(Connected(NOW + timedelta(seconds=5)), post(7))
    assert (scene.checkpoint().newest_at, scene.checkpoint().complete) == (NOW, False)


async def test_what_waits_longer_than_a_batch_comes_next(scene: Scene) -> None:
    await scene.tell(*(post(number) for number in range(5)))
    assert len(scene.paper.transactions[0]) == 4
    await scene.journal.run_batch()
    assert len(scene.paper.transactions[1]) == 3


async def test_keep_alives_alone_write_seldom(scene: Scene) -> None:
    await scene.tell(Connected(NOW), Alive(NOW + timedelta(seconds=1)))
    await scene.tell(Alive(NOW + timedelta(seconds=2)))
    await scene.tell(Alive(NOW + timedelta(seconds=3)))
    assert len(scene.paper.transactions) == 1
    assert scene.covered[-1].until == NOW + timedelta(seconds=3)


async def test_a_repeated_post_writes_nothing(scene: Scene) -> None:
    await scene.tell(post(1))
    await scene.tell(post(1))
    assert len(scene.paper.transactions) == 1


async def test_a_transaction_under_way_is_finished_when_it_is_told_to_stop(scene: Scene) -> None:
    begun, release, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    class Slow(Paper):
        async def write(self, records: Sequence[Record]) -> None:
            """Take one's time."""
            begun.set()
            await release.wait()
            await super().write(records)
            done.set()

    slow = Slow()
    journal = Journal(scene.intake, scene.signals, slow, IngestSettings(), Health("ingest"), scene.covered.append)
    scene.signals.put_nowait(post(1))
    running = asyncio.create_task(journal.run())
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    release.set()
    async with asyncio.timeout(5):
        await done.wait()
    assert len(slow.transactions) == 1
