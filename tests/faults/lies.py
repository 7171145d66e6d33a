"""What the platform does wrong while the publisher is being killed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.sandbox import XStandIn


@dataclass(frozen=True)
class Lie:
    """A fault of the stand-in's calls, and for how long something may still come of one that was given up."""

    kind: str = ""
    how: Mapping[str, Any] = field(default_factory=dict)
    lasts: float = 0
    timeline_lags: float = 0
    by_hand: bool = False
    """Somebody posts the same text by hand before us."""


LIES: Mapping[str, Lie] = {
    "does as it is told": Lie(),
    "does it, and says 503": Lie("503_after_success", {"count": 3}),
    "says 503, and does nothing": Lie("503", {"count": 2}),
    "does it, and cuts off": Lie("reset_after_success", {"count": 3}),
    "does it, and answers too late": Lie("slow", {"seconds": 4, "count": 2}, lasts=4),
    "does it after it was given up": Lie("slow", {"seconds": 4, "count": 2, "effect": "after"}, lasts=6),
    "does it, and answers nonsense": Lie("garbage", {"count": 3}),
    "cuts off": Lie("disconnect", {"count": 2}),
    "has the same text by hand": Lie(by_hand=True),
    "does it, says 503, and shows it late": Lie("503_after_success", {"count": 3}, lasts=5, timeline_lags=5),
    "refuses the key for a while": Lie("unauthorised", {"seconds": 3}, lasts=3),
    "takes no more, and says until when": Lie("rate_limit", {"seconds": 3}, lasts=3),
    "takes no more": Lie("rate_limit", {"count": 2, "reset": False}),
    "is down for a while": Lie("down", {"seconds": 4}, lasts=4),
}

HONEST = "does as it is told"

OF_POSTS_ALONE = frozenset({"has the same text by hand", "does it, says 503, and shows it late"})
"""A deletion is looked for on no timeline, and neither is a picture."""


async def tell(x: XStandIn, lie: Lie, on: str) -> None:
    """From now on, for calls of one kind."""
    if lie.kind:
        await x.fault(on, lie.kind, **lie.how)
    if lie.timeline_lags:
        await x.fault("timeline", "lag", seconds=lie.timeline_lags)
