"""The force of these tests: its accounts, its parts, its people, and how quickly its publisher works."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from services.publisher.domain.world import OurAccount
from shared.clock import new_id, now
from shared.contracts.post_requested import Approve, Command, Review, Submit, TakeDown
from shared.contracts.staff_changed import Grant, Person, Role, Training
from shared.rules.holding import Parts

CommandT = TypeVar("CommandT", bound=Command)

ACCOUNTS = {
    name: OurAccount(name, "x", name.removeprefix("x_"), (name.removeprefix("x_"),), active=True)
    for name in ("x_hastings", "x_rother", "x_crawley", "x_lewes")
}
"""On all three partitions."""

PARTS = Parts(
    {"east": frozenset({"hastings", "rother", "lewes"}), "west": frozenset({"crawley"})},
    {each.id: frozenset(each.districts) for each in ACCOUNTS.values()},
)
"""Two divisions, one of them with a single district."""

KINDS: dict[type[Command], str] = {
    Submit: "post.submit",
    Approve: "post.approve",
    TakeDown: "post.take_down",
    Review: "post.review",
}
QUICK: dict[str, float] = {"session": 3.0, "heartbeat": 0.2, "finish": 1.0, "fetch_wait": 0.1}
SETTINGS: dict[str, float] = {"look_first": 0.1, "look_most": 0.3, "again_first": 0.1, "probe_every": 0.3}


def person(id_: str, role: Role, *, active: bool = True) -> Person:
    """Somebody who may do so everywhere, trained."""
    trained = Training(course="social_media", valid_from=date(2026, 1, 1), valid_until=date(2099, 1, 1))
    grants = (Grant(role=role, district="*"),)
    return Person(id=id_, name=id_.title(), grants=grants, training=(trained,), active=active, by="it", at=now())


def asks(kind: type[CommandT], about: Submit, by: str, **fields: object) -> CommandT:
    """A command about a delivery, given now."""
    usual = {"id": new_id(), "delivery": about.delivery, "account": about.account, "by": by, "at": now()}
    return kind.model_validate(usual | fields)


def soon(seconds: float) -> datetime:
    """A time from now."""
    return now() + timedelta(seconds=seconds)
