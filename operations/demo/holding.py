"""The scenario's hold: a post falls due under it, stays where it is when the hold ends, and waits for a person."""

import asyncio
from datetime import timedelta
from typing import Any

from operations.demo.desk import Desk, NotDone
from operations.demo.scenario import Held
from operations.demo.stage import Stage
from operations.stand_in import Refused, StandIn, Unsure
from shared.clock import new_id, now

PATIENCE_S = 20.0
"""For the publisher to hear of a hold, or to tell of a post that missed its time."""

PAUSE_S = 0.2

LEAD_S = 2.0
"""A post's time lies at least so far ahead when it is asked for, however fast the demo plays."""


class WentWrong(Exception):
    """The hold did not do what the scenario says; the message is what was seen instead."""


class Holding:
    """Plays the hold; the three desks are those of who writes, who approves and who holds."""

    def __init__(self, held: Held, stage: Stage, stand_in: StandIn, author: Desk, approver: Desk, holder: Desk) -> None:
        self._held = held
        self._stage = stage
        self._stand_in = stand_in
        self._author = author
        self._approver = approver
        self._holder = holder

    async def play(self) -> bool:
        """Whether nothing went out: neither under the hold nor when it ended."""
        try:
            name, text = await self._approved_for_later()
            hold = await self._begun()
            await self._missed(name)
            await self._released(hold)
            await self._waits(name, text)
        except (NotDone, Refused, Unsure, WentWrong) as reason:
            self._stage.say(f"THE HOLD did not go as it should: {reason}")
            return False
        return True

    async def _approved_for_later(self) -> tuple[str, str]:
        """A post with a time that will come while the hold stands; its words are this run's own."""
        await self._stage.until(self._held.approved_at)
        text = f"{self._held.text} ({new_id()[-4:]})"
        ahead = max((self._held.due_at - self._stage.seconds) / self._stage.speed, LEAD_S)
        asked = {
            "deliveries": [{"account": self._held.account, "text": text}],
            "not_before": (now() + timedelta(seconds=ahead)).isoformat(),
        }
        answer = await self._author.act("/api/posts", asked)
        delivery: dict[str, Any] = answer["deliveries"][0]
        await self._until(delivery["id"], "submitted")
        approval = {"hash": delivery["hash"], "version": delivery["version"]}
        await self._approver.act(f"/api/deliveries/{delivery['id']}/approve", approval)
        self._stage.say(f"A post for {self._held.account} is approved for a minute from now: {text}")
        return str(delivery["id"]), text

    async def _begun(self) -> str:
        await self._stage.until(min(self._held.begins_at, self._held.due_at))
        asked = {"scope": self._held.scope, "reason": self._held.reason, "incident": self._held.incident}
        hold = await self._holder.act("/api/holds", asked)
        self._stage.say(f"The supervisor stops all posting for Hastings: {self._held.reason} See /hold.")
        return str(hold["id"])

    async def _missed(self, name: str) -> None:
        await self._until(name, "missed")
        self._stage.say("   The post's time has come under the hold: it is not sent.")

    async def _released(self, hold: str) -> None:
        await self._stage.until(self._held.released_at)
        await self._holder.undo(f"/api/holds/{hold}")
        self._stage.say("The hold is released …")

    async def _waits(self, name: str, text: str) -> None:
        await self._stage.until(self._held.looked_at)
        found = await self._holder.look(f"/api/deliveries/{name}")
        there = [post for post in await self._stand_in.posts(self._held.handle) if post["text"] == text]
        if found["state"] != "missed" or there:
            raise WentWrong(f"the post is {found['state']}, and {len(there)} times on the platform")
        self._stage.say("… and nothing goes out by itself: the post waits for a person to give it another time.")

    async def _until(self, name: str, state: str) -> None:
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        seen = "not known here"
        while seen != state:
            if asyncio.get_running_loop().time() > deadline:
                raise WentWrong(f"the post is not {state} but {seen}")
            try:
                seen = (await self._holder.look(f"/api/deliveries/{name}"))["state"]
            except NotDone:  # not folded yet, or the desk is being started again
                seen = "not known here"
            if seen != state:
                await asyncio.sleep(PAUSE_S)
