"""Where a case is played: a broker, the stand-in of X, the desk on paper, and publishers around them."""

import asyncio
import re
import shutil
import time
import tomllib
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from pathlib import Path
from typing import Protocol

from shared.contracts.partition import partition_of
from shared.contracts.post_requested import POST_REQUESTED, Content
from shared.kafka.topics import apply
from shared.settings import CHECKOUT
from tests.faults.crew import QUICK, Supervised
from tests.faults.judgement import Count, Held, held_by, is_over, judge
from tests.faults.ledger import Ledger
from tests.faults.paper_desk import Asked, PaperDesk
from tests.support.sandbox import Granted, XStandIn
from tests.support.waiting import wait_until

EVERY_CALL = {"post": 1_000_000, "timeline": 1_000_000, "delete": 1_000_000, "media": 1_000_000}
"""The stand-in's limits are a fault of their own, and armed where they are meant."""

DUPLICATE_S = 86_400

BACK_S = 120.0
"""By then posts go out again after whatever was done."""

OVER_S = 90.0
"""What has not come to its end by then is counted as it stands."""


class Kafka(Protocol):
    """One broker, or several."""

    @property
    def bootstrap(self) -> str:
        """What clients connect to."""


def handles() -> dict[str, str]:
    """The platform's name of each of the force's accounts."""
    force = tomllib.loads((CHECKOUT / "deploy/force/accounts.toml").read_text(encoding="utf-8"))
    return {each["id"]: each["handle"] for each in force["account"]}


def granted() -> list[Granted]:
    """The force's accounts, with the numbers that the stand-in knows them by."""
    platform = tomllib.loads((CHECKOUT / "deploy/sandbox/x/accounts.toml").read_text(encoding="utf-8"))
    numbers = {each["handle"]: str(each["id"]) for each in platform["account"]}
    return [Granted(account, numbers[handle]) for account, handle in handles().items() if handle in numbers]


def one_on_each_partition() -> list[str]:
    """Accounts whose commands share no partition."""
    return list({partition_of(each, POST_REQUESTED.partitions): each for each in handles()}.values())


QUICK_SETTINGS = {
    "PUBLISHER_DEADLINE": "2",
    "PUBLISHER_ANSWER_WITHIN": "1",
    "PUBLISHER_LOOK_FIRST": "0.3",
    "PUBLISHER_LOOK_MOST": "1",
    "PUBLISHER_AGAIN_FIRST": "0.3",
    "PUBLISHER_AGAIN_MOST": "1",
    "PUBLISHER_PROBE_EVERY": "1",
}


@dataclass
class Stage:
    """Cases are played on it one after another; each has texts of its own, and all are counted again at the end."""

    kafka: Kafka
    folder: Path
    x: XStandIn
    desk: PaperDesk
    ledger: Ledger
    program: str = QUICK
    bootstrap: str = ""
    """What publishers connect to, where that is not the broker itself."""
    x_origin: str = ""
    everything: list[Asked] = field(default_factory=list)
    stock: list[Asked] = field(default_factory=list)
    """Posted, and waiting to be taken down."""
    accounts: Iterator[str] = field(default_factory=lambda: cycle([each.account for each in granted()]))
    handles: dict[str, str] = field(default_factory=handles)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def contents(self, name: str, number: int, accounts: Sequence[str] = ()) -> list[Content]:
        """So many posts with texts that nobody has used, spread over some accounts."""
        chosen = cycle(accounts or list(islice(self.accounts, min(number, 3))))
        return [
            Content(account=account, text=f"Road closed for works, notice {next(self._numbers)}. {name}")
            for account, _ in zip(chosen, range(number), strict=False)
        ]

    async def approve(self, contents: Sequence[Content], deliveries: Sequence[str] = ()) -> list[Asked]:
        """Two people want these out."""
        asked = await self.desk.approved(contents, deliveries)
        self.everything += asked
        return asked

    @asynccontextmanager
    async def publisher(self, *crash_at: str, **settings: str) -> AsyncIterator[Supervised]:
        """A supervised publisher, whose first processes kill themselves where it is said; ended at the end."""
        supervised = Supervised(self.program, self.environment() | settings, self.folder / "publisher.log")
        await supervised.start(*crash_at)
        try:
            yield supervised
        finally:
            await supervised.stop()

    def environment(self) -> dict[str, str]:
        """What a publisher here is told."""
        quick = QUICK_SETTINGS if self.program == QUICK else {}
        return {
            "BLUELAMP_KAFKA": self.bootstrap or self.kafka.bootstrap,
            "BLUELAMP_HOME": str(self.folder),
            "BLUELAMP_MEDIA": str(self.folder / "media"),
            "BLUELAMP_SANDBOX": "true",
            "BLUELAMP_SECRETS": str(self.x.secrets),
            "BLUELAMP_REGISTRY": str(self.folder / "force"),
            "BLUELAMP_X_ORIGIN": self.x_origin or self.x.origin,
            "PUBLISHER_POSTS_PER_WINDOW": "1000000",
        } | quick

    async def refuses_duplicates(self, refuses: bool) -> None:  # noqa: FBT001 - it does or it does not
        """Whether X takes the same text twice; where nobody covers for us, a post made twice is seen."""
        window = DUPLICATE_S if refuses else 0
        if self.x.settings["duplicate_window"] != window:
            self.x.settings["duplicate_window"] = window
            await self.x.stop()
            await self.x.start()

    async def held(self) -> dict[str, Held]:
        """What is on the platform."""
        return held_by(await self.x.posts())

    async def back_after(self, name: str, *, since: float | None = None) -> tuple[list[Asked], float]:
        """Approve one more on every partition, and wait until it was tried: how long that is after `since`, or now.

        What X still does wrong may meet these too: that they were tried is what shows that the publisher is back.
        """
        begun = time.monotonic() if since is None else since
        contents = self.contents(f"{name}, again", POST_REQUESTED.partitions, one_on_each_partition())
        asked = await self.approve(contents)
        names = [each.delivery for each in asked]

        def tried() -> bool:
            return all(self.ledger.was_tried(each) for each in names)

        await wait_until(tried, BACK_S, what=f"{name}: posts go out again")
        return asked, time.monotonic() - begun

    async def over(self, asked: Sequence[Asked], *, within: float = OVER_S) -> list[Asked]:
        """Wait until nothing more comes of these by itself; those of which something still would."""
        left = list(asked)

        async def all_of_them() -> bool:
            nonlocal left
            held = await self.held()
            left = [each for each in asked if not is_over(each, self.ledger, held)]
            return not left

        try:
            await wait_until(all_of_them, within)
        except AssertionError:
            return left
        return []

    async def settled(self, asked: Sequence[Asked]) -> Count:
        """Wait for their ends, let a person settle what nobody knows, and judge."""
        await self.over(asked, within=OVER_S)
        unknown = [each for each in asked if self.ledger.state(each.delivery) == "unknown"]
        if unknown:
            await self.desk.abandon(unknown)
            await self.over(asked, within=20)
        return judge(asked, self.ledger, await self.held())

    async def counted_again(self) -> Count:
        """Everything that was ever asked here, at the end: what came late has come."""
        return judge(self.everything, self.ledger, await self.held())


@asynccontextmanager
async def stage_on(kafka: Kafka, folder: Path, *, replication: int = 1) -> AsyncIterator[Stage]:
    """Topics, people and a platform, which takes the same text twice."""
    await apply(kafka.bootstrap, replication=replication)
    _force_without_a_budget(folder / "force")
    async with AsyncExitStack() as open_:
        x = XStandIn(folder / "x", limits=EVERY_CALL, search_lag=0, duplicate_window=0)
        for each in granted():
            x.keys(each)
        open_.push_async_callback(x.close)
        await x.start()
        desk = PaperDesk(kafka.bootstrap)
        await desk.employ()
        ledger = await open_.enter_async_context(Ledger(kafka.bootstrap))
        yield Stage(kafka, folder, x, desk, ledger)


def _force_without_a_budget(folder: Path) -> None:
    """The registry as it is, but for what posting may cost: hundreds of cases share a day."""
    shutil.copytree(CHECKOUT / "deploy" / "force", folder, dirs_exist_ok=True)
    file = folder / "force.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(usd_per_account_and_day *= *)[0-9.]+", r"\g<1>1000000.0", text), encoding="utf-8")


async def pause(seconds: float) -> None:
    """The one place where a case waits for a time: a fault that lasts has to have lasted."""
    await asyncio.sleep(seconds)
