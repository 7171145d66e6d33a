"""How labelling fares: whether labels are made with the whole model, how late they are, and since when."""

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.topic import Kept, Topic

LabellingState = Literal["whole", "waiting", "without_encoder", "shedding", "catching_up", "stopped"]


class LabellingReport(Fact):
    """What one process of triage last said; alerts by words work in every state."""

    reporter: Id
    """Which process: `triage-<host>-<port>`, the same after a restart."""
    state: LabellingState
    """`whole`: nothing is amiss · `waiting`: the encoder has just gone, labels wait for it · `without_encoder`: it is
    away, labels come without it · `shedding`: too much comes in for it, some labels come without it · `catching_up`:
    what was labelled without it is labelled again · `stopped`: nothing is labelled until a person has acted."""
    since: Moment
    """In this state since."""
    behind_s: Annotated[float, Field(ge=0)] = 0.0
    """Age of the oldest mention that waits for its labels."""
    owed_since: Moment | None = None
    """When the oldest labels were made that are still to be made again with the encoder; None where none are known."""
    detail: str = ""
    """Why, for those who run the system; never a message's words."""
    reported_at: Moment
    """Said every 15 seconds and at each change; what is older than five minutes is of a process that is gone."""


LABELLING_REPORTED: Topic[LabellingReport] = Topic(
    name="labelling.reported.v1",
    what="How labelling fares: with the whole model or without, how late, since when.",
    writers=("triage",),
    readers=("desk",),
    partitions=1,
    kept=Kept("compact"),
    transitions={"labelling.reported": LabellingReport},
    key=lambda report: report.reporter,
    scope=lambda _: "labelling",
)
