"""What a platform said, as the records that keep it."""

from datetime import datetime

from services.metrics.domain.plan import OurPost
from shared.clock import new_id
from shared.contracts.account_sampled import ACCOUNT_SAMPLED, AccountSample
from shared.contracts.post_sampled import POST_SAMPLED, PostSample
from shared.contracts.record import Record, record_of
from shared.registry import Account
from shared.x.counts import AccountCounts, PostCounts

SERVICE = "metrics"


def account_sampled(account: Account, found: AccountCounts, at: datetime) -> Record:
    """Followers of an account, as X told them at that time."""
    sample = AccountSample(
        account=account.id,
        platform=account.platform,
        at=at,
        followers=found.followers,
        posts=found.posts,
        via="platform",
    )
    return record_of(ACCOUNT_SAMPLED, "account.sampled", sample, id=new_id(), source=SERVICE, time=at)


def post_sampled(post: OurPost, found: PostCounts, at: datetime) -> Record:
    """Counts of a post, as X told them at that time; what it did not tell is not zero."""
    sample = PostSample(
        delivery=post.delivery,
        account=post.account,
        platform=post.platform,
        platform_id=post.platform_id,
        posted_at=post.posted_at,
        at=at,
        likes=found.likes,
        replies=found.replies,
        reposts=found.reposts,
        quotes=found.quotes,
        impressions=found.impressions,
    )
    return record_of(POST_SAMPLED, "post.sampled", sample, id=new_id(), source=SERVICE, time=at)
