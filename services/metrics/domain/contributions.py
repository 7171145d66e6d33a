"""What a count adds to which measures: the entity, the day it counts for, and the amounts."""

from datetime import datetime

from services.metrics.domain.plan import OurPost
from shared.clock import LONDON
from shared.contracts.account_sampled import AccountSample
from shared.contracts.contribution_changed import Contribution
from shared.contracts.post_sampled import PostSample


def of_account(sample: AccountSample, districts: tuple[str, ...]) -> Contribution:
    """An account's followers on a day in London; of several counts the last is the day's."""
    day = _day(sample.at)
    return Contribution(
        entity=f"account:{sample.account}|{day}",
        account=sample.account,
        platform=sample.platform,
        districts=districts,
        day=day,
        as_of=sample.at,
        amounts={"followers": sample.followers},
    )


def of_post(sample: PostSample, districts: tuple[str, ...]) -> Contribution:
    """A post and what people did with it so far, for the day in London on which it was published."""
    return Contribution(
        entity=_post(sample.delivery),
        account=sample.account,
        platform=sample.platform,
        districts=districts,
        day=_day(sample.posted_at),
        as_of=sample.at,
        amounts={"posts": 1, "likes": sample.likes, "replies": sample.replies, "reposts": sample.reposts},
    )


def of_uncounted(post: OurPost, districts: tuple[str, ...]) -> Contribution:
    """A post that was published, as true as on its first moment: what people do with it is not known yet."""
    return Contribution(
        entity=_post(post.delivery),
        account=post.account,
        platform=post.platform,
        districts=districts,
        day=_day(post.posted_at),
        as_of=post.posted_at,
        amounts={"posts": 1, "likes": None, "replies": None, "reposts": None},
    )


def changes(standing: Contribution | None, told: Contribution) -> bool:
    """Whether `told` takes the place of what stands: it is newer, or a correction that says it of the same moment."""
    return standing is None or (told.as_of >= standing.as_of and told != standing)


def _post(delivery: str) -> str:
    return f"post:{delivery}"


def _day(moment: datetime) -> str:
    return moment.astimezone(LONDON).date().isoformat()
