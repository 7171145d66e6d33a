"""What the platform does wrong while the publisher is being killed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.sandbox import XStandIn


@dataclass(frozen=True)
class Lie:
    """Faults of the stand-in, and for how long something may still come of a call that was given up."""

    orders: tuple[Mapping[str, Any], ...] = ()
    lasts: float = 0
    by_hand: bool = False
    """Somebody posts the same text by hand before us."""


def _post(kind: str, **more: object) -> Mapping[str, Any]:
    return {"on": "post", "kind": kind, **more}


LIES: Mapping[str, Lie] = {
    "nothing": Lie(),
    "posts, and says 503": Lie((_post("503_after_success", count=3),)),
    "says 503": Lie((_post("503", count=2),)),
    "posts, and cuts off": Lie((_post("reset_after_success", count=3),)),
    "posts, and answers too late": Lie((_post("slow", seconds=4, count=2),), lasts=4),
    "posts too late": Lie((_post("slow", seconds=4, count=2, effect="after"),), lasts=6),
    "answers nonsense": Lie((_post("garbage", count=3),)),
    "cuts off": Lie((_post("disconnect", count=2),)),
    "has it already": Lie(by_hand=True),
    "shows posts late": Lie(
        (_post("503_after_success", count=3), {"on": "timeline", "kind": "lag", "seconds": 5}), lasts=5
    ),
    "refuses the key": Lie((_post("unauthorised", seconds=3),), lasts=3),
    "too many": Lie((_post("rate_limit", seconds=3),), lasts=3),
    "too many, until when unsaid": Lie((_post("rate_limit", count=2, reset=False),)),
    "is down": Lie((_post("down", seconds=4),), lasts=4),
}


async def tell(x: XStandIn, lie: Lie, *, deleting: bool = False) -> None:
    """From now on; about deletions where the stand-in knows the fault there."""
    for order in lie.orders:
        about = {**order, "on": "delete"} if deleting and order["on"] == "post" else order
        try:
            await x.control("POST", "faults", about)
        except httpx.HTTPStatusError:
            if about is order:
                raise
            await x.control("POST", "faults", order)
