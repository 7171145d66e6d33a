"""A count adds to the districts of its account on its day in London; an older word never replaces a newer one."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import ConsumerRecord

from services.metrics.domain.contributions import changes, of_account, of_post
from services.metrics.sampler.contributions import Contributions, Standing, Topics
from shared.contracts.account_sampled import ACCOUNT_SAMPLED, AccountSample
from shared.contracts.contribution_changed import CONTRIBUTION_CHANGED, Contribution
from shared.contracts.partition import partition_of
from shared.contracts.post_changed import POST_CHANGED, Delivery
from shared.contracts.post_sampled import POST_SAMPLED, PostSample
from shared.contracts.record import Record, event_of, record_of
from shared.errors import InvalidMessage, Permanent
from shared.registry import load_registry
from shared.settings import CHECKOUT
from tests.contracts.examples import EXAMPLES
from tests.unit.metrics.records import came

LATE = datetime(2026, 4, 30, 23, 30, tzinfo=UTC)
"""Already the first of May in London's summer."""


def followers(count: int, at: datetime = LATE, account: str = "x_hastings") -> AccountSample:
    return AccountSample(account=account, platform="x", at=at, followers=count)


def of_a_post(at: datetime, likes: int | None, delivery: str = "d1") -> PostSample:
    return PostSample(
        delivery=delivery,
        account="x_adur_and_worthing",
        platform="x",
        platform_id="1",
        posted_at=LATE,
        at=at,
        likes=likes,
        replies=2,
    )


def said(sample: AccountSample | PostSample) -> ConsumerRecord:
    if isinstance(sample, AccountSample):
        return came(record_of(ACCOUNT_SAMPLED, "account.sampled", sample, id="1", source="metrics", time=LATE))
    return came(record_of(POST_SAMPLED, "post.sampled", sample, id="1", source="metrics", time=LATE))


def told(records: Iterable[Record]) -> list[Contribution]:
    events = [event_of(CONTRIBUTION_CHANGED, each.value, each.headers) for each in records]
    return [event.fact for event in events if event]


@pytest.fixture
def handler() -> Contributions:
    return Contributions(load_registry(CHECKOUT / "deploy" / "force"), Topics(), Standing("nowhere"))


def test_followers_count_for_the_day_in_london() -> None:
    contribution = of_account(followers(600), ("hastings",))
    assert (contribution.entity, contribution.day) == ("account:x_hastings|2026-05-01", "2026-05-01")
    assert contribution.amounts == {"followers": 600}


def test_a_post_counts_for_the_day_on_which_it_was_published() -> None:
    contribution = of_post(of_a_post(LATE + timedelta(days=3), 11), ("adur", "worthing"))
    assert (contribution.entity, contribution.day) == ("post:d1", "2026-05-01")
    assert contribution.amounts == {"posts": 1, "likes": 11, "replies": 2, "reposts": None}
    assert contribution.as_of == LATE + timedelta(days=3)


def test_a_count_adds_to_all_districts_of_its_account_and_the_forces_own_to_none(handler: Contributions) -> None:
    (both,) = told(handler(said(of_a_post(LATE, 3))))
    assert both.districts == ("adur", "worthing")
    (own,) = told(handler(said(followers(5, account="x_force"))))
    assert own.districts == ()


def test_an_older_word_and_the_same_word_again_are_not_written(handler: Contributions) -> None:
    noon = LATE + timedelta(hours=12)
    assert told(handler(said(followers(610, noon))))
    assert not told(handler(said(followers(610, noon))))
    assert not told(handler(said(followers(600, LATE))))
    assert told(handler(said(followers(611, noon)))), "a correction of the same moment"
    assert told(handler(said(followers(611, noon + timedelta(hours=1))))), "the same number, known of a later time"


def test_a_published_post_counts_before_anybody_has_counted_its_likes(handler: Contributions) -> None:
    delivery = EXAMPLES["post.posted"]
    assert isinstance(delivery, Delivery)
    record = came(record_of(POST_CHANGED, "post.posted", delivery, id="1", source="publisher", time=LATE))
    (published,) = told(handler(record))
    assert published.amounts == {"posts": 1, "likes": None, "replies": None, "reposts": None}
    later = of_a_post(LATE + timedelta(days=300), 3, delivery.id).model_copy(update={"account": "x_hastings"})
    assert told(handler(said(later)))
    assert not told(handler(record)), "read again after a restart"
    drafted = delivery.model_copy(update={"state": "sending"})
    assert not told(
        handler(came(record_of(POST_CHANGED, "post.sending", drafted, id="2", source="publisher", time=LATE)))
    )


def test_an_account_that_the_registry_does_not_know_is_named_with_the_remedy(handler: Contributions) -> None:
    with pytest.raises(Permanent, match=r"no account x_gone; put it back into accounts\.toml"):
        list(handler(said(followers(5, account="x_gone"))))


def test_bytes_that_break_the_contract_are_no_count(handler: Contributions) -> None:
    record = record_of(ACCOUNT_SAMPLED, "account.sampled", followers(5), id="1", source="metrics", time=LATE)
    with pytest.raises(InvalidMessage):
        list(handler(came(record._replace(value=b'{"followers": "many"}'))))


def test_all_that_is_said_of_an_account_comes_by_one_number() -> None:
    """So one process at a time writes of it, and knows what it wrote (shared/kafka/stateful.py)."""
    example = EXAMPLES["post.posted"]
    assert isinstance(example, Delivery)
    content = example.content.model_copy(update={"account": "x_adur_and_worthing"})
    numbers = {
        partition_of(topic.scope(fact), topic.partitions)
        for topic, fact in (
            (ACCOUNT_SAMPLED, followers(600, account=content.account)),
            (POST_SAMPLED, of_a_post(LATE, 3)),
            (POST_CHANGED, example.model_copy(update={"content": content})),
        )
    }
    assert len(numbers) == 1
    assert len({each.partitions for each in Topics().inputs}) == 1


def test_what_stands_is_read_back_and_holds_against_older_words(handler: Contributions) -> None:
    (newer,) = told(handler(said(followers(610, LATE + timedelta(hours=12)))))
    again = Standing("nowhere")
    written = record_of(CONTRIBUTION_CHANGED, "contribution.changed", newer, id="1", source="metrics", time=LATE)
    again.take([came(written), came(written._replace(value=b"nonsense"))])
    assert not again.learn(of_account(followers(600), ("hastings",)))
    assert changes(None, newer)
