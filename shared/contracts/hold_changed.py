"""Posting is stopped for a part of the force, or goes on: each record is how one scope stands."""

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.topic import Kept, Topic


class Hold(Fact):
    """Nothing is posted within the scope until it is released, but what was approved under its incident."""

    id: Id
    scope: Id
    """`force`, or `division:`, `district:` or `account:` and an id: see shared/rules/holding.py."""
    reason: str
    incident: str | None = None
    """Posts that a supervisor approved under this incident may pass."""
    by: Id
    at: Moment
    released_by: Id | None = None
    released_at: Moment | None = None

    @property
    def holds(self) -> bool:
        """Whether it still does."""
        return self.released_at is None


HOLD_CHANGED: Topic[Hold] = Topic(
    name="hold.changed.v1",
    what="Posting is held for a part of the force, with the reason and the incident that may pass, or released.",
    writers=("desk",),
    readers=("publisher", "desk"),
    partitions=1,
    kept=Kept("compact"),
    transitions={"hold.begun": Hold, "hold.released": Hold},
    key=lambda hold: hold.scope,
    scope=lambda _: "holds",
)
