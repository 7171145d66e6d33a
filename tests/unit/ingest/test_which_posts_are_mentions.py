"""Whom a post names, answers or quotes; our own words; each post once, an edit as an edit."""

from datetime import timedelta

import pytest

from services.ingest.domain.accounts import OwnAccount, OwnAccounts
from services.ingest.domain.coverage import Coverage
from services.ingest.domain.intake import Fate, Intake
from services.ingest.domain.mentions import LONGEST_TEXT, Via
from services.ingest.domain.seen import REMEMBERED, Seen
from services.ingest.domain.signals import Posted
from shared.contracts.mention_changed import MENTION_CHANGED, Author
from shared.contracts.record import record_of
from shared.kafka.batches import MAX_RECORD_BYTES, size_of
from tests.unit.ingest.posts import NOW, FakePost, User

ACCOUNTS = OwnAccounts(
    [
        OwnAccount("x_hastings", "sbx_hastings", "1"),
        OwnAccount("x_rother", "sbx_rother"),
        OwnAccount("x_force", "SBX_force"),
    ]
)


@pytest.fixture
def intake() -> Intake:
    return Intake("x", ACCOUNTS, Seen(), Coverage(NOW), timedelta(seconds=1))


def fates(intake: Intake, *posts: FakePost, via: Via = "stream") -> list[Fate]:
    return [
        fate
        for post in posts
        for (_, fate), number in intake.absorb([Posted(post, via, NOW)]).fates.items()
        for _ in range(number)
    ]


@pytest.mark.parametrize(
    ("post", "accounts"),
    [
        (FakePost(named=(User("SBX_Hastings"),)), ("x_hastings",)),
        (FakePost(named=(User("sbx_rother"), User("sbx_hastings"))), ("x_hastings", "x_rother")),
        (FakePost(named=(User("renamed", "1"),)), ("x_hastings",)),
        (FakePost(named=(), in_reply_to_user="1"), ("x_hastings",)),
        (FakePost(named=(), quoted_user="1"), ("x_hastings",)),
        (FakePost(named=(), text="thanks @sbx_ROTHER!"), ("x_rother",)),
        (FakePost(named=(User("somebody", "99"),), text="cc @sbx_force."), ("x_force",)),
        (FakePost(named=(), text="mail me@sbx_rother.example or @@sbx_rother or @sbx_rotherham"), ()),
        (FakePost(named=()), ()),
    ],
)
def test_the_accounts_a_post_is_about(post: FakePost, accounts: tuple[str, ...]) -> None:
    assert ACCOUNTS.addressed_by(post) == accounts


def test_ids_learned_from_the_platform_find_the_account_that_a_quote_is_about() -> None:
    quote = FakePost(named=(), quoted_user="55")
    assert ACCOUNTS.addressed_by(quote) == ()
    learned = ACCOUNTS.with_user_ids({"sbx_force": "55", "sbx_hastings": "77"})
    assert learned.addressed_by(quote) == ("x_force",)
    assert learned.addressed_by(FakePost(named=(), quoted_user="1")) == ("x_hastings",)


def test_our_own_posts_reposts_and_strangers_posts_are_no_mentions(intake: Intake) -> None:
    ours = Author(id="unknown", handle="SBX_HASTINGS", name="Hastings Police")
    renamed = Author(id="1", handle="new_name", name="Hastings Police")
    posts = (FakePost(author=ours), FakePost(author=renamed), FakePost(repost=True), FakePost(named=()))
    assert fates(intake, *posts) == ["own", "own", "repost", "not_ours"]
    assert not any(intake.lacks(post) for post in posts)


def test_a_post_is_received_once_however_it_comes(intake: Intake) -> None:
    assert intake.lacks(FakePost())
    assert fates(intake, FakePost(), FakePost()) == ["mention.received", "duplicate"]
    assert fates(intake, FakePost(), via="search") == ["duplicate"]
    assert not intake.lacks(FakePost())


def test_an_edit_is_an_edit_of_the_first_version_and_comes_once(intake: Intake) -> None:
    first, edited = FakePost("100"), FakePost("120", versions=("100", "120"), text="Hullo")
    (_, mention), (transition, edit) = intake.absorb([Posted(each, "stream", NOW) for each in (first, edited)]).changes
    assert (transition, edit.id, edit.platform_id, edit.text) == ("mention.edited", mention.id, "120", "Hullo")
    assert fates(intake, edited, first) == ["duplicate", "duplicate"]


def test_an_edit_whose_first_version_did_not_mention_us_is_received(intake: Intake) -> None:
    edited = FakePost("120", versions=("100", "120"))
    assert fates(intake, edited) == ["mention.received"]
    assert fates(intake, FakePost("130", versions=("100", "120", "130"))) == ["mention.edited"]
    assert fates(intake, edited) == ["duplicate"]


def test_what_search_found_is_marked_as_recovered(intake: Intake) -> None:
    ((_, mention),) = intake.absorb([Posted(FakePost(), "search", NOW)]).changes
    assert (mention.via, mention.recovered) == ("search", True)


def test_the_newest_mention_of_each_account_is_known(intake: Intake) -> None:
    later = FakePost("200", posted_at=NOW + timedelta(minutes=1))
    intake.absorb([Posted(later, "stream", NOW), Posted(FakePost("100"), "search", NOW)])
    assert intake.last_mention == {"x_hastings": NOW + timedelta(minutes=1)}


def test_even_an_absurd_text_fits_into_a_record(intake: Intake) -> None:
    absurd = FakePost(text="😡" * 600_000, in_reply_to="1", in_reply_to_text="🚓" * 600_000)
    ((transition, mention),) = intake.absorb([Posted(absurd, "stream", NOW)]).changes
    assert len(mention.text) == LONGEST_TEXT + 1
    record = record_of(MENTION_CHANGED, transition, mention, id="1", source="ingest", time=NOW)
    assert size_of(record) < MAX_RECORD_BYTES


def test_what_cannot_come_again_is_forgotten() -> None:
    seen = Seen()
    seen.remember("old", "old", NOW - REMEMBERED - timedelta(seconds=1))
    seen.remember("new", "new", NOW - REMEMBERED)
    seen.forget(NOW)
    assert (len(seen), seen.transition(("new",), "new")) == (1, None)
