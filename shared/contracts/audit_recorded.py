"""Who did or saw what: ids only, never words."""

from typing import Literal

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.topic import Kept, Topic


class AuditEntry(Fact):
    """One act or view, or one that was refused."""

    id: Id
    at: Moment
    who: Id
    act: Id
    """A verb of the desk or of an operator, such as `alert.view` or `dead.replay`."""
    on: tuple[Id, ...]
    outcome: Literal["done", "refused"]
    why: str = ""
    session: str | None = None


AUDIT_RECORDED: Topic[AuditEntry] = Topic(
    name="audit.recorded.v1",
    what="Who did or saw what; ids only.",
    writers=("desk", "publisher", "operations"),
    readers=("auditors",),
    partitions=1,
    kept=Kept("delete", days=7 * 366),
    transitions={"audit.recorded": AuditEntry},
    key=lambda entry: entry.id,
    scope=lambda _: "audit",
)
