"""Posts through the running system's own calls, and what the stand-in holds of them."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import httpx

from tests.support.system import System
from tests.support.waiting import wait_until

ACCOUNTS = {"x_hastings": "sbx_hastings", "x_rother": "sbx_rother", "x_lewes": "sbx_lewes", "x_arun": "sbx_arun"}
"""Those that post in these tests, and their handles."""

SETTLED = frozenset({"posted", "unknown", "refused", "void", "missed", "returned", "abandoned"})
"""States in which the publisher does nothing more by itself, or only looks."""


POSTS = 40


@dataclass(frozen=True)
class Fault:
    """What the platform does wrong, and of how many posts nobody can then say that they are there."""

    orders: Sequence[Mapping[str, Any]]
    lost: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Asked:
    """A delivery as the desk answered for it."""

    id: str
    account: str
    text: str
    hash: str
    version: int


async def submit(system: System, account: str, text: str, *, by: str = "media", **more: object) -> Asked:
    """Draft and submit for approval."""
    async with system.client(by) as desk:
        answer = await desk.post("/api/posts", json={"deliveries": [{"account": account, "text": text}], **more})
    assert answer.status_code in (200, 201, 202), answer.text
    (delivery,) = answer.json()["deliveries"]
    return Asked(delivery["id"], account, text, delivery["hash"], delivery["version"])


async def approve(system: System, asked: Asked, *, by: str = "supervisor", wait: int = 5) -> httpx.Response:
    """Somebody puts their name to it."""
    async with system.client(by) as desk:
        call = f"/api/deliveries/{asked.id}/approve?wait={wait}"
        return await desk.post(call, json={"hash": asked.hash, "version": asked.version})


async def approved_posts(system: System, texts: Iterable[str], accounts: Sequence[str]) -> list[Asked]:
    """All of these texts, approved: one after another on each account, the accounts beside each other."""
    shares: dict[str, list[str]] = {account: [] for account in accounts}
    for text, account in zip(texts, cycle(accounts)):
        shares[account].append(text)
    done = await asyncio.gather(*(_approved_on(system, account, texts) for account, texts in shares.items()))
    return [one for asked in done for one in asked]


async def _approved_on(system: System, account: str, texts: Iterable[str]) -> list[Asked]:
    asked = []
    for text in texts:
        one = await submit(system, account, text)
        answer = await approve(system, one, wait=0)
        assert answer.status_code in (200, 202), answer.text
        asked.append(one)
    return asked


async def delivery(system: System, name: str, *, by: str = "supervisor") -> dict[str, Any]:
    """How a delivery stands at the desk; empty where the desk does not know it yet."""
    async with system.client(by) as desk:
        answer = await desk.get(f"/api/deliveries/{name}")
    found: dict[str, Any] = answer.json() if answer.status_code == httpx.codes.OK else {}
    return found


async def until_state(system: System, name: str, states: Collection[str], *, within: float = 30) -> dict[str, Any]:
    """Wait until a delivery is in one of these states; answers how it stands then."""
    found: dict[str, Any] = {}

    async def _there() -> bool:
        nonlocal found
        found = await delivery(system, name)
        return found.get("state") in states

    await wait_until(_there, within, what=f"{name} is {' or '.join(sorted(states))}, and not {found.get('state')}")
    return found


async def until_settled(system: System, asked: Iterable[Asked], *, within: float = 120) -> dict[str, dict[str, Any]]:
    """Wait until nothing is under way any more; answers the deliveries by their id."""
    names = [one.id for one in asked]
    found: dict[str, dict[str, Any]] = {}

    async def _all() -> bool:
        for one in await asyncio.gather(*(delivery(system, name) for name in names if name not in found)):
            if one.get("state") in SETTLED:
                found[one["id"]] = one
        return len(found) == len(names)

    await wait_until(_all, within, what=f"all of {len(names)} deliveries are settled")
    return {one["id"]: one for one in await asyncio.gather(*(delivery(system, name) for name in names))}


async def on_platform(system: System, handle: str) -> list[dict[str, Any]]:
    """The posts that the stand-in holds of an account, deleted ones too."""
    async with httpx.AsyncClient(base_url=system.endpoints["sandbox"]["x"], timeout=20) as x:
        answer = await x.get("/control/posts", params={"account": handle})
        answer.raise_for_status()
    body = answer.json()
    found: list[dict[str, Any]] = body["posts"] if isinstance(body, dict) else body
    return found


async def times_on_platform(system: System, handles: Iterable[str]) -> Counter[str]:
    """How often each text is on the platform."""
    held = await asyncio.gather(*(on_platform(system, handle) for handle in handles))
    return Counter(str(post["text"]) for posts in held for post in posts)


async def each_once_or_unknown(system: System, asked: list[Asked]) -> Counter[str]:
    """What the desk says is what the platform holds; answers how many deliveries are in which state."""
    found = await until_settled(system, asked)
    held = await times_on_platform(system, ACCOUNTS.values())
    assert [text for text, times in held.items() if times > 1] == []
    for one in asked:
        state, times = found[one.id]["state"], held[one.text]
        assert state in {"posted", "unknown", "refused"}, found[one.id]
        assert times == {"posted": 1, "refused": 0}.get(state, times), (state, times, one.text)
    return Counter(str(one["state"]) for one in found.values())


async def clear_faults(system: System) -> None:
    """The platform behaves again."""
    async with httpx.AsyncClient(base_url=system.endpoints["sandbox"]["x"], timeout=20) as x:
        (await x.delete("/control/faults")).raise_for_status()


async def forty_under(system: System, name: str, given: Fault) -> None:
    """Forty approved posts while the platform does wrong: each is there once, or unknown to a person; none is twice."""
    for order in given.orders:
        await system.fault(**order)
    texts = [f"Road safety talk number {n}, {name}" for n in range(POSTS)]
    asked = await approved_posts(system, texts, list(ACCOUNTS))
    await each_once_or_unknown(system, asked)
    await clear_faults(system)

    async def _all_that_are_there_are_found() -> bool:
        states = await each_once_or_unknown(system, asked)
        return states == Counter(posted=POSTS - given.lost - given.refused, unknown=given.lost, refused=given.refused)

    await wait_until(_all_that_are_there_are_found, 60, what="what is on the timeline is found there")
