"""How far a source has been read: what recovery starts from after a disconnect, restart or kill."""

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.topic import Kept, Topic


class Checkpoint(Fact):
    """Everything older than `newest_at` was delivered when this was written, in the same transaction."""

    source: Id
    newest_id: str | None
    newest_at: Moment
    complete: bool
    """False while a gap is being recovered: then recovery starts here again."""
    holder: Id
    """Which process wrote it: a UUIDv7 made at its start."""
    at: Moment


INGEST_PROGRESS: Topic[Checkpoint] = Topic(
    name="ingest.progress.v1",
    what="Checkpoint and holder of a source of mentions.",
    writers=("ingest",),
    readers=("ingest",),
    partitions=1,
    kept=Kept("compact"),
    transitions={"checkpoint.moved": Checkpoint},
    key=lambda checkpoint: checkpoint.source,
    scope=lambda _: "sources",
)
