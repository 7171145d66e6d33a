"""The faults of this stand-in: what each kind does when it is armed, and to the calls that follow."""

from deploy.sandbox.control.faults import Fault, FaultBoard, FaultOrder
from deploy.sandbox.control.problem import Refusal, not_found, unprocessable
from deploy.sandbox.x.connection import Connection
from deploy.sandbox.x.dialect import Dialect
from deploy.sandbox.x.hub import Hub
from deploy.sandbox.x.limits import too_many_calls
from deploy.sandbox.x.lines import GARBAGE, disconnect_line
from deploy.sandbox.x.post import Post
from deploy.sandbox.x.state.users import Users

REFUSING = ("rate_limit", "503", "unauthorised")
"""Kinds that answer a call instead of serving it."""

CHANGING = ("503_after_success", "reset_after_success", "slow", "garbage", "disconnect", "down", *REFUSING)
"""What happens to calls that change something."""

MEDIA, DELETING = "media", "delete"

SUPPORTED = {
    "stream": ("disconnect", "duplicate_delivery", "stall", "garbage", *REFUSING),
    "search": ("lag", *REFUSING),
    "post": CHANGING,
    "media": CHANGING,
    "delete": CHANGING,
    "timeline": ("lag", "slow", "garbage", "disconnect", "down", *REFUSING),
    "lookup": REFUSING,
}

OF_ACCOUNTS = ("post", MEDIA, DELETING, "timeline")
"""Calls of these are about one account each, and a fault may hit that account's alone."""

HTML_503 = "<html><head><title>503</title></head><body>Service Unavailable</body></html>"
"""What X's edge answers when X itself is down: no JSON at all."""


class Misbehaviour:
    """Arms faults and answers whether a call, a connection or a post is hit by one."""

    def __init__(self, hub: Hub, users: Users, dialect: Dialect) -> None:
        self._board = FaultBoard(SUPPORTED)
        self._hub = hub
        self._users = users
        self._dialect = dialect

    def arm(self, order: FaultOrder) -> None:
        """Arm a fault; those that concern open streams begin with them, now."""
        self._check(order)
        fault = self._board.arm(order)
        if order.on == "stream" and order.kind in {"disconnect", "stall", "garbage"}:
            for each in self._hub.live():
                self._strike(fault, each)

    def clear(self) -> int:
        """Behave again; streams that stalled go on."""
        for each in self._hub.live():
            each.stalled_until = 0
        return self._board.clear()

    def connected(self, connection: Connection) -> None:
        """A stream has opened: what is armed for open streams hits it."""
        fault = self._board.lasting("stream", "disconnect", "stall", "garbage")
        if fault is not None:
            self._strike(fault, connection)

    def refuse(self, on: str, account: str | None) -> None:
        """Refuse a call about an account where a fault says so."""
        outage = self._board.lasting("stream", "disconnect") if on == "stream" else None
        if outage is not None and outage.until is not None:
            outage.taken += 1
            raise Refusal(503, "Service Unavailable", "The stream is down for operational reasons.")
        fault = self.take(on, account, *REFUSING)
        if fault is not None:
            raise _refusal(fault)

    def lasting(self, on: str, account: str | None, *kinds: str) -> Fault | None:
        """The oldest such fault that hits calls about an account, without using it up."""
        return self._board.lasting(on, *kinds, applies=lambda order: order.hits(account))

    def take(self, on: str, account: str | None, *kinds: str) -> Fault | None:
        """The oldest such fault that hits calls about an account; once of its count is used up by this."""
        return self._board.take(on, *kinds, applies=lambda order: order.hits(account))

    def outage(self, on: str, account: str | None) -> Fault | None:
        """The fault by which X is down for all calls about an account alike, on whichever of them it was armed."""
        if on not in OF_ACCOUNTS:
            return None
        found = (self.take(each, account, "down") for each in OF_ACCOUNTS)
        return next((each for each in found if each is not None), None)

    def copies(self, post: Post) -> int:
        """How often a post is delivered on the stream."""
        fault = self._board.lasting("stream", "duplicate_delivery")
        if fault is None or (fault.order.account and not post.mentioned(fault.order.account.removeprefix("@"))):
            return 1
        fault.taken += 1
        return 2

    def stood_still_at(self, on: str, account: str | None = None) -> float | None:
        """When search or a timeline stopped to see new posts, in seconds since 1970; None where it sees them."""
        fault = self.take(on, account, "lag")
        return None if fault is None else fault.armed_at

    def _strike(self, fault: Fault, connection: Connection) -> None:
        if not fault.lasts() or connection not in self._hub.live():
            return
        match fault.order.kind:
            case "stall":
                fault.taken += 1
                connection.stall(fault.until)
            case "garbage":
                self._garble(fault)
            case _:
                fault.taken += fault.until is None
                last_line = disconnect_line(self._dialect) if fault.order.notice else b""
                self._hub.cut_all("UpstreamOperationalDisconnect", last_line)

    def _garble(self, fault: Fault) -> None:
        while fault.lasts() and self._hub.live():
            garbage = GARBAGE[fault.taken % len(GARBAGE)]
            fault.taken += 1
            if garbage is GARBAGE[-1]:
                self._hub.cut_all("UpstreamUncleanDisconnect", garbage, abrupt=True)
            else:
                self._hub.send_same(garbage)

    def _check(self, order: FaultOrder) -> None:
        if order.account is not None and order.on not in OF_ACCOUNTS and order.kind != "duplicate_delivery":
            raise unprocessable(f"account: {order.kind} hits all accounts at once; leave it out")
        if order.account is not None and self._users.account(order.account) is None:
            raise not_found(f"account: {order.account!r} is none of: {', '.join(self._users.account_handles)}")
        if order.on == "stream" and order.kind == "garbage" and order.seconds is not None:
            raise unprocessable("seconds: garbage comes so many times; give a count")
        if order.kind == "lag" and order.seconds is None:
            raise unprocessable(f"seconds: a lag of {order.on} needs to know how long it lasts")
        for name, kind in (("effect", "slow"), ("reset", "rate_limit")):
            if name in order.model_fields_set and order.kind != kind:
                raise unprocessable(f"{name}: goes with {kind} only; leave it out")


def _refusal(fault: Fault) -> Refusal:
    if fault.order.kind == "rate_limit":
        return too_many_calls(0, fault.until) if fault.order.reset else too_many_calls(0, None, silent=True)
    if fault.order.kind == "unauthorised":
        return Refusal(401, "Unauthorized", "The token is not accepted at the moment.")
    return over_capacity(fault.taken - 1)


def over_capacity(turn: int) -> Refusal:
    """A 503, every second one as a page."""
    page = HTML_503 if turn % 2 else ""
    return Refusal(503, "Service Unavailable", "The service is over capacity.", page=page)
