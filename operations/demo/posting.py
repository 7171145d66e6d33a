"""The scenario's post: submitted, its author's own approval refused, approved by a colleague, out once, and liked."""

import asyncio
from typing import Any

from operations.demo.desk import Desk, NotDone
from operations.demo.scenario import Post
from operations.demo.stage import Stage
from operations.stand_in import Refused, StandIn, Unsure

PATIENCE_S = 40.0
"""For a post to be out and found: with the answer lost, the timeline is asked a few times."""

PAUSE_S = 0.2


class WentWrong(Exception):
    """The post did not fare as the scenario says; the message is what was seen instead."""


class Posting:
    """Plays the post; `stand_in` is the platform, the two desks are the author's and the approver's."""

    def __init__(self, post: Post, stage: Stage, stand_in: StandIn, *, author: Desk, approver: Desk) -> None:
        self._post = post
        self._stage = stage
        self._stand_in = stand_in
        self._author = author
        self._approver = approver

    async def play(self) -> bool:
        """Whether it is on the platform once, with nobody approving what they wrote."""
        try:
            text = await self._text()
            asked = await self._submitted(text)
            await self._tried_by_its_author(asked)
            await self._approved(asked)
            platform_id = await self._out(asked["id"], text)
            await self._liked(platform_id)
        except (NotDone, Refused, Unsure, WentWrong) as reason:
            self._stage.say(f"THE POST did not fare as it should: {reason}")
            return False
        return True

    async def _text(self) -> str:
        """The text, with a reference that no earlier run has used: the platform takes no text twice."""
        start = self._post.text.partition("{")[0]
        before = [post for post in await self._stand_in.posts(self._post.handle) if post["text"].startswith(start)]
        return self._post.text.format(reference=f"SBX-{len(before) + 2}")

    async def _submitted(self, text: str) -> dict[str, Any]:
        await self._stage.until(self._post.drafted_at)
        answer = await self._author.act("/api/posts", {"deliveries": [{"account": self._post.account, "text": text}]})
        asked: dict[str, Any] = answer["deliveries"][0]
        self._stage.say(f"The officer sends a post for approval: {text}")
        await self._state_of(asked["id"], {"submitted"})
        return asked

    async def _tried_by_its_author(self, asked: dict[str, Any]) -> None:
        await self._stage.until(self._post.tried_at)
        try:
            await self._author.act(*_approval(asked))
        except NotDone as refusal:
            self._stage.say(f"The officer tries to approve it alone, and is refused: {refusal}")
        else:
            raise WentWrong("its author could approve it")

    async def _approved(self, asked: dict[str, Any]) -> None:
        await self._stage.until(self._post.approved_at)
        await self._stand_in.fault(self._post.before)
        self._stage.say(f"   (the platform is made to misbehave: {self._post.before['kind']})")
        await self._approver.act(*_approval(asked))
        self._stage.say("The approver puts their name to it: see /approve and /posts.")

    async def _out(self, name: str, text: str) -> str:
        """The platform took it and answered 503: nobody knows, it is looked up, and it is there once."""
        unknown = await self._state_of(name, {"unknown", "posted"})
        if unknown["state"] == "unknown":
            self._stage.say("   The platform answered 503: unknown, checking …")
        posted = await self._state_of(name, {"posted"})
        held = [post for post in await self._stand_in.posts(self._post.handle) if post["text"] == text]
        if len(held) != 1:
            raise WentWrong(f"it is on the platform {len(held)} times")
        self._stage.say(f"   Published, one post: {posted['link']} (see /posts/{name})")
        return str(held[0]["id"])

    async def _liked(self, platform_id: str) -> None:
        for step in self._post.engagement:
            await self._stage.until(step.at)
            await self._stand_in.engagement(platform_id, likes=step.likes, replies=step.replies)
            self._stage.say(f"   The post has {step.likes} likes and {step.replies} replies.")

    async def _state_of(self, name: str, wanted: set[str]) -> dict[str, Any]:
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        while True:
            found = await self._seen(name)
            if found.get("state") in wanted:
                return found
            if asyncio.get_running_loop().time() > deadline:
                raise WentWrong(f"it is not {' or '.join(sorted(wanted))} but {found.get('state', 'not known here')}")
            await asyncio.sleep(PAUSE_S)

    async def _seen(self, name: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = await self._approver.look(f"/api/deliveries/{name}")
        except NotDone:  # not folded yet, or the desk is being started again
            return {}
        return found


def _approval(asked: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return f"/api/deliveries/{asked['id']}/approve", {"hash": asked["hash"], "version": asked["version"]}
