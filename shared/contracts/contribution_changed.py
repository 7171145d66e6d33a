"""What one entity adds to which measures: a newer contribution takes the place of the older, whole."""

from typing import Literal

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.topic import Kept, Topic

Quantity = Literal["followers", "posts", "likes", "replies", "reposts"]
"""What is added up; the measures that people read are derived from these."""


class Contribution(Fact):
    """What an account on one day, or a post, adds to the districts that its account serves."""

    entity: Id
    """`account:<account>|<day>` or `post:<delivery>`."""
    account: Id
    platform: str
    districts: tuple[Id, ...]
    """As the registry had them; empty for the force's own account."""
    day: str
    """The day in London that it counts for, such as 2026-05-01."""
    as_of: Moment
    """When its amounts were true; the contribution with the latest wins, whatever order they come in."""
    amounts: dict[Quantity, int | None]
    """None: known to be asked for and not given."""


CONTRIBUTION_CHANGED: Topic[Contribution] = Topic(
    name="contribution.changed.v1",
    what="What one entity adds to which measures; read by metrics alone, and no interface.",
    writers=("metrics",),
    readers=("metrics",),
    partitions=1,
    kept=Kept("compact"),
    transitions={"contribution.changed": Contribution},
    key=lambda contribution: contribution.entity,
    scope=lambda _: "contributions",
)
