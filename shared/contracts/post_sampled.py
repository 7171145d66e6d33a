"""What a platform said about one of our posts at one time: absolute counts, never differences."""

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.topic import Kept, Topic


class PostSample(Fact):
    """A post's public counts at a time; None is a count that the platform did not give."""

    delivery: Id
    account: Id
    platform: str
    platform_id: str
    posted_at: Moment
    at: Moment
    likes: int | None = None
    replies: int | None = None
    reposts: int | None = None
    quotes: int | None = None
    impressions: int | None = None


POST_SAMPLED: Topic[PostSample] = Topic(
    name="post.sampled.v1",
    what="Public counts of one of our posts at a time, as the platform said.",
    writers=("metrics",),
    readers=("metrics", "desk"),
    partitions=3,
    kept=Kept("delete", days=400),
    transitions={"post.sampled": PostSample},
    key=lambda sample: sample.delivery,
    scope=lambda sample: sample.account,
)
