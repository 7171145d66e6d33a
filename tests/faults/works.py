"""The kinds of work that are interrupted: posts, replies, threads, pictures, take-downs."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from shared.clock import new_id, now
from shared.contracts.post_requested import Content, Summons
from tests.faults.paper_desk import Asked
from tests.faults.stage import Stage, granted
from tests.unit.sandbox.signed import signed_by

POSTS = 6
"""On three accounts: a lane has one behind the one that is hit, and others go on beside it."""


@dataclass
class Plan:
    """What is going to be asked; `posted` are to be taken down, and `contents` to be posted."""

    contents: list[Content] = field(default_factory=list)
    deliveries: list[str] = field(default_factory=list)
    posted: list[Asked] = field(default_factory=list)
    by_hand: set[str] = field(default_factory=set)

    async def say_half_by_hand(self, stage: Stage) -> None:
        """Somebody posts every second text on the platform, past us."""
        grants = {each.account: each for each in granted()}
        for content in self.contents[::2]:
            async with signed_by(stage.x, grants[content.account]) as x:
                (await x.post("/2/tweets", json={"text": content.text})).raise_for_status()
            self.by_hand.add(content.text)

    async def ask(self, stage: Stage) -> list[Asked]:
        """Two people agree to all of it."""
        if self.posted:
            await stage.desk.take_down(self.posted)
            return [replace(each, taken_down=True) for each in self.posted]
        asked = await stage.approve(self.contents, self.deliveries)
        return [replace(each, by_hand=1) if each.text in self.by_hand else each for each in asked]


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


WORKS: Mapping[str, Callable[[Stage, str], Awaitable[Plan]]] = {"post": posts, "reply": replies, "thread": threads}
