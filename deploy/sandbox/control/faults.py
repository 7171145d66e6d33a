"""Faults to arm: which misbehaviour, on which of the platform's endpoints, how often or how long."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from aiohttp import web
from pydantic import Field

from deploy.sandbox.control.body import Body, read_body
from deploy.sandbox.control.problem import json_answer, unprocessable

LONGEST_S = 86_400
"""A day: a fault armed for longer has most likely been meant in milliseconds."""


class FaultOrder(Body):
    """The body of `POST /control/faults`; without `count` and `seconds` the fault comes once."""

    on: str
    kind: str
    count: int | None = Field(None, ge=1, le=1_000_000)
    seconds: float | None = Field(None, gt=0, le=LONGEST_S)
    account: str | None = None
    notice: bool = Field(default=True, description="Whether a disconnect is announced on the stream first.")
    reset: bool = Field(default=True, description="Whether a rate limit says when it ends.")
    effect: Literal["before", "after"] = Field(
        "before", description="Whether a slow call takes effect before the wait or after it."
    )

    @property
    def lasts_for(self) -> float | None:
        """The seconds that it lasts; those of `slow` say how long an answer takes, and it comes so many times."""
        return None if self.kind == "slow" else self.seconds

    def hits(self, account: str | None) -> bool:
        """Whether it hits a call about this account, or about none; a fault without an account hits them all."""
        wanted = None if self.account is None else self.account.removeprefix("@").lower()
        return wanted is None or (account is not None and account.lower() == wanted)


Applies = Callable[[FaultOrder], bool]


def _always(_order: FaultOrder) -> bool:
    return True


@dataclass
class Fault:
    """An armed fault: it lasts until its time or its count is used up, whichever comes first."""

    order: FaultOrder
    armed_at: float
    taken: int = 0

    @property
    def until(self) -> float | None:
        """When its time ends, in seconds since 1970; None where only its count ends it."""
        return None if self.order.lasts_for is None else self.armed_at + self.order.lasts_for

    def lasts(self) -> bool:
        """Whether it still misbehaves."""
        if self.until is not None and time.time() >= self.until:
            return False
        count = 1 if self.order.count is None and self.until is None else self.order.count
        return count is None or self.taken < count


class FaultBoard:
    """The faults armed now, oldest first; they are forgotten when the stand-in ends."""

    def __init__(self, supported: Mapping[str, Collection[str]]) -> None:
        self._supported = supported
        self._armed: list[Fault] = []

    def arm(self, order: FaultOrder) -> Fault:
        """Arm what was ordered; refused where this stand-in has no such fault."""
        if order.on not in self._supported:
            raise unprocessable(f"on: {order.on!r} has no faults here; there are: {', '.join(self._supported)}")
        kinds = self._supported[order.on]
        if order.kind not in kinds:
            raise unprocessable(f"kind: {order.kind!r} does not happen on {order.on}; there are: {', '.join(kinds)}")
        fault = Fault(order, time.time())
        self._armed.append(fault)
        return fault

    def lasting(self, on: str, *kinds: str, applies: Applies = _always) -> Fault | None:
        """The oldest such fault that still lasts and applies, without using it up."""
        self._armed = [each for each in self._armed if each.lasts()]
        found = (each for each in self._armed if each.order.on == on and each.order.kind in kinds)
        return next((each for each in found if applies(each.order)), None)

    def take(self, on: str, *kinds: str, applies: Applies = _always) -> Fault | None:
        """The oldest such fault that still lasts and applies; once of its count is used up by this."""
        fault = self.lasting(on, *kinds, applies=applies)
        if fault is not None:
            fault.taken += 1
        return fault

    def clear(self) -> int:
        """Disarm all; says how many lasted."""
        lasting = sum(each.lasts() for each in self._armed)
        self._armed.clear()
        return lasting


class Misbehaving(Protocol):
    """A stand-in that can be told to misbehave."""

    def arm(self, order: FaultOrder) -> None:
        """Misbehave as ordered from now on."""

    def clear(self) -> int:
        """Behave again; says how many faults lasted."""


def add_faults(app: web.Application, platform: Misbehaving) -> None:
    """Serve `POST /control/faults` and `DELETE /control/faults`."""

    async def arm(request: web.Request) -> web.Response:
        order = await read_body(request, FaultOrder)
        platform.arm(order)
        return json_answer({"armed": order.model_dump(exclude_none=True)}, 201)

    async def clear(_request: web.Request) -> web.Response:
        return json_answer({"cleared": platform.clear()})

    app.router.add_post("/control/faults", arm)
    app.router.add_delete("/control/faults", clear)
