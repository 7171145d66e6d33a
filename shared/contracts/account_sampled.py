"""What a platform said about an account at one time: absolute counts, never differences."""

from typing import Literal

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.topic import Kept, Topic


class AccountSample(Fact):
    """An account's counts at a time."""

    account: Id
    platform: str
    at: Moment
    """When the platform said it; for an imported one, the time that the file gives."""
    followers: int
    posts: int | None = None
    via: Literal["platform", "import"] = "platform"


ACCOUNT_SAMPLED: Topic[AccountSample] = Topic(
    name="account.sampled.v1",
    what="Followers of an account at a time, as the platform or an imported file said.",
    writers=("metrics", "operations"),
    readers=("metrics",),
    partitions=3,
    kept=Kept("delete", days=400),
    transitions={"account.sampled": AccountSample},
    key=lambda sample: sample.account,
    scope=lambda sample: sample.account,
)
