"""The kinds of work that are interrupted: posts, replies, threads, pictures, take-downs, and posts due under a hold."""

import io
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from PIL import Image

from shared.clock import new_id, now
from shared.contracts.post_requested import Attachment, Content, Summons
from shared.media.pictures import admit
from shared.media.store import FolderStore
from tests.faults.paper_desk import Asked
from tests.faults.stage import Stage, granted, one_on_each_partition, pause
from tests.unit.sandbox.signed import signed_by

POSTS = 6
"""On three accounts: a lane has one behind the one that is hit, and others go on beside it."""
BEFORE_S = 6.0
"""The publisher takes the platform's clock to be right within five seconds."""
TAKEN_DOWN = 4
STOCK = 48
"""So many are posted at once, to be taken down one case after another."""


@dataclass
class Plan:
    """What is going to be asked; `posted` are to be taken down, and `contents` to be posted."""

    contents: list[Content] = field(default_factory=list)
    deliveries: list[str] = field(default_factory=list)
    posted: list[Asked] = field(default_factory=list)
    by_hand: set[str] = field(default_factory=set)
    held: list[str] = field(default_factory=list)
    """Accounts that are under a hold for as long as this lasts."""

    async def say_half_by_hand(self, stage: Stage) -> None:
        """Somebody posts every second text on the platform, past us, and long enough before not to be taken for us."""
        grants = {each.account: each for each in granted()}
        for content in self.contents[::2]:
            async with signed_by(stage.x, grants[content.account]) as x:
                (await x.post("/2/tweets", json={"text": content.text})).raise_for_status()
            self.by_hand.add(content.text)
        await pause(BEFORE_S)

    async def ask(self, stage: Stage) -> list[Asked]:
        """Two people agree to all of it."""
        if self.posted:
            await stage.desk.take_down(self.posted)
            return [replace(each, taken_down=True) for each in self.posted]
        asked = await stage.approve(self.contents, self.deliveries)
        return [replace(each, by_hand=1) if each.text in self.by_hand else each for each in asked]

    async def release(self, stage: Stage) -> None:
        """Holds end."""
        for account in self.held:
            await stage.desk.hold(f"account:{account}", released=now())


async def posts(stage: Stage, name: str) -> Plan:
    """Plain ones."""
    return Plan(stage.contents(name, POSTS))


async def replies(stage: Stage, name: str) -> Plan:
    """Answers to people who asked for one."""
    plan = Plan()
    for content in stage.contents(name, POSTS):
        handle = stage.handles[content.account]
        mention = await stage.x.mention(handle, f"@{handle} is it open?")
        at = now()
        summons = Summons(
            mention=f"x:{mention}",
            platform_id=mention,
            accounts=(content.account,),
            conversation=mention,
            link=f"https://x.com/a_passer_by/status/{mention}",
            posted_at=at,
            received_at=at,
        )
        plan.contents.append(content.model_copy(update={"reply_to": summons}))
    return plan


async def threads(stage: Stage, name: str) -> Plan:
    """Each account says something, and goes on."""
    plan = Plan()
    first: dict[str, str] = {}
    for content in stage.contents(name, POSTS):
        delivery = new_id()
        plan.contents.append(content.model_copy(update={"follows": first.get(content.account)}))
        plan.deliveries.append(delivery)
        first[content.account] = delivery
    return plan


async def pictures(stage: Stage, name: str) -> Plan:
    """Each with a picture of its own."""
    store, plan = FolderStore(stage.folder / "media"), Plan()
    for number, content in enumerate(stage.contents(name, POSTS)):
        drawn = io.BytesIO()
        Image.new("RGB", (32, 32), (number, len(stage.everything) % 256, 99)).save(drawn, "PNG")
        picture = admit(drawn.getvalue())
        await store.put(picture.bytes)
        shown = Attachment(id=picture.id, media_type=picture.media_type, alt_text="A square of one colour.")
        plan.contents.append(content.model_copy(update={"media": (shown,)}))
    return plan


async def take_downs(stage: Stage, _: str) -> Plan:
    """Of what was posted before, on as many accounts."""
    if len(stage.stock) < TAKEN_DOWN:
        async with stage.publisher():
            more = await stage.approve(stage.contents("to be taken down", STOCK, list(islice(stage.accounts, 12))))
            if left := await stage.over(more):
                raise AssertionError(f"nothing to take down: {left}")
        stage.stock += more
    chosen, stage.stock = stage.stock[:TAKEN_DOWN], stage.stock[TAKEN_DOWN:]
    taken = {each.delivery for each in chosen}
    stage.everything = [replace(each, taken_down=True) if each.delivery in taken else each for each in stage.everything]
    return Plan(posted=chosen)


async def held(stage: Stage, name: str) -> Plan:
    """Approved, and due while somebody has stopped posting there."""
    others = [each for each in stage.handles if each not in one_on_each_partition()]
    chosen = others[:3]
    for account in chosen:
        await stage.desk.hold(f"account:{account}")
    return Plan(stage.contents(name, POSTS, chosen), held=chosen)


WORKS: Mapping[str, Callable[[Stage, str], Awaitable[Plan]]] = {
    "post": posts,
    "reply": replies,
    "thread": threads,
    "post with a picture": pictures,
    "take-down": take_downs,
    "post due under a hold": held,
}
