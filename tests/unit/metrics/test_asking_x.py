"""How counting goes on whatever X answers: gaps, refusals, limits, a spent share, a restart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from services.metrics.domain.budget import Budget, Thing
from services.metrics.domain.plan import OurPost
from services.metrics.sampler.faring import Faring
from services.metrics.sampler.memory import Memory
from services.metrics.sampler.posts import Posts
from services.metrics.sampler.reports import REPORTER, Reporter
from services.metrics.sampler.sampler import Sampler
from services.metrics.settings import SandboxSamplerSettings
from shared.clock import now
from shared.contracts.account_sampled import ACCOUNT_SAMPLED, AccountSample
from shared.contracts.channel_reported import CHANNEL_REPORTED, ChannelReport, Limit
from shared.contracts.post_sampled import POST_SAMPLED, PostSample
from shared.contracts.record import Record, event_of, record_of
from shared.errors import BlueLampError, NotAuthorised, Permanent, RateLimited, Transient
from shared.health import Health
from shared.registry import load_registry
from shared.settings import CHECKOUT
from shared.x.counts import AccountCounts, Counted, PostCounts
from tests.unit.metrics.records import came

ACCOUNTS = load_registry(CHECKOUT / "deploy" / "force").accounts
SETTINGS = SandboxSamplerSettings(period=1000, retry_first=60, refused=60)


@dataclass
class FakeX:
    """Tells the counts of everything but `unknown`; whatever waits in `trouble` is raised first."""

    unknown: set[str] = field(default_factory=set)
    trouble: list[BlueLampError] = field(default_factory=list)
    limits: tuple[Limit, ...] = ()
    asked: list[list[str]] = field(default_factory=list)

    async def follower_counts(self, handles: Sequence[str]) -> Counted[AccountCounts]:
        """600 follow everybody."""
        self._hear(handles)
        found = {each: AccountCounts("1", each, 600, 7) for each in handles if each not in self.unknown}
        return Counted(found, self._missing(handles), self.limits)

    async def post_counts(self, ids: Sequence[str]) -> Counted[PostCounts]:
        """Everything is liked three times."""
        self._hear(ids)
        found = {each: PostCounts(each, 3, 0, None, None, None) for each in ids if each not in self.unknown}
        return Counted(found, self._missing(ids), self.limits)

    def _hear(self, names: Sequence[str]) -> None:
        self.asked.append(list(names))
        if self.trouble:
            raise self.trouble.pop(0)

    def _missing(self, names: Sequence[str]) -> dict[str, str]:
        return {each: "Could not find it" for each in names if each in self.unknown}


@dataclass
class Desk:
    """A sampler and all that it touches."""

    usd: str = "2"
    x: FakeX = field(default_factory=FakeX)
    records: list[Record] = field(default_factory=list)
    refuses: bool = False
    posts: Posts = field(default_factory=Posts)

    def __post_init__(self) -> None:
        prices = {"user": Decimal("0.010"), "post": Decimal("0.005")}
        self.budget = Budget(Decimal(self.usd), prices)  # type: ignore[arg-type]  # the keys are known
        self.faring = Faring(self.budget.usd_per_day)
        self.sampler = Sampler(
            self.x, ACCOUNTS.values(), self.posts, self, SETTINGS, budget=self.budget, faring=self.faring, asked={}
        )
        self.health = Health("metrics-sampler")
        check = self.health.check("counts")
        self.reporter = Reporter(["x_hastings", "x_lewes"], self.faring, self.budget, self, check, every=60, past={})

    async def write(self, records: Sequence[Record]) -> None:
        """Keep them, unless told to refuse."""
        if self.refuses:
            raise Transient("no broker")
        self.records += records

    def publish(self, number: int, account: str = "x_hastings", age: timedelta = timedelta(0)) -> None:
        """A post of ours is on X."""
        self.posts._by_delivery[f"d{number}"] = OurPost(f"d{number}", account, "x", str(number), now() - age)

    def followers(self) -> list[AccountSample]:
        """What was written of accounts."""
        found = [each for each in self.records if each.topic == ACCOUNT_SAMPLED.name]
        return [event.fact for each in found if (event := event_of(ACCOUNT_SAMPLED, each.value, each.headers))]

    def engagement(self) -> list[PostSample]:
        """What was written of posts."""
        found = [each for each in self.records if each.topic == POST_SAMPLED.name]
        return [event.fact for each in found if (event := event_of(POST_SAMPLED, each.value, each.headers))]

    async def report(self, account: str = "x_hastings") -> ChannelReport:
        """Report, and look."""
        await self.reporter.report()
        found = [each for each in self.records if each.topic == CHANNEL_REPORTED.name]
        events = [event_of(CHANNEL_REPORTED, each.value, each.headers) for each in found]
        return [event.fact for event in events if event and event.fact.account == account][-1]


async def test_accounts_go_in_one_call_and_posts_by_the_hundred() -> None:
    desk = Desk()
    for number in range(250):
        desk.publish(number)
    await desk.sampler.turn()
    assert [len(call) for call in desk.x.asked] == [13, 100, 100, 50]
    assert len(desk.followers()) == 13
    assert {each.delivery for each in desk.engagement()} == {f"d{number}" for number in range(250)}
    assert desk.engagement()[0].reposts is None
    await desk.sampler.turn()
    assert len(desk.x.asked) == 4, "nothing is due yet"


async def test_what_x_does_not_tell_is_no_sample_and_no_charge() -> None:
    desk = Desk(x=FakeX(unknown={"sbx_lewes", "7"}))
    desk.publish(7)
    await desk.sampler.turn()
    assert "x_lewes" not in {each.account for each in desk.followers()}
    assert desk.engagement() == []
    assert desk.budget.spent(now()) == Decimal("0.12")
    assert (await desk.report()).state == "up"
    lewes = await desk.report("x_lewes")
    assert (lewes.state, "Could not find it" in lewes.detail) == ("down", True)
    await desk.sampler.turn()
    assert len(desk.x.asked) == 2, "a post that is gone is asked for when it is due again"


async def test_a_refused_key_is_reported_and_looked_at_again_later() -> None:
    desk = Desk(x=FakeX(trouble=[NotAuthorised("X answered 401: no")]))
    await desk.sampler.turn()
    report = await desk.report()
    assert (report.state, "X answered 401" in report.detail) == ("refused", True)
    await desk.sampler.turn()
    assert len(desk.x.asked) == 1
    desk.sampler._followers.gate.opens_at = None
    await desk.sampler.turn()
    assert (await desk.report()).state == "up"


async def test_trouble_with_posts_leaves_followers_counted() -> None:
    for trouble in (Transient("X answered 503"), Permanent("X answered 400"), RateLimited("X", retry_after=60)):
        desk = Desk()
        desk.publish(1)
        await desk.sampler.turn()
        desk.x.trouble, desk.sampler._asked = [trouble], dict.fromkeys(ACCOUNTS, now())
        await desk.sampler.turn()
        assert not desk.sampler._engagement.gate.is_open(now())
        assert desk.sampler._followers.gate.is_open(now())
        assert (await desk.report()).state == ("recovering" if isinstance(trouble, RateLimited) else "down")
        assert len(desk.followers()) == 13


async def test_the_last_call_of_a_window_is_not_followed_by_another() -> None:
    limit = Limit(name="posts", limit=3, remaining=0, resets_at=now() + timedelta(minutes=9))
    desk = Desk(x=FakeX(limits=(limit,)))
    for number in range(150):
        desk.publish(number)
    await desk.sampler.turn()
    assert [len(call) for call in desk.x.asked] == [13, 100]
    assert (await desk.report()).limits == (limit,)


async def test_an_answer_that_may_have_been_lost_is_on_the_bill() -> None:
    desk = Desk(x=FakeX(trouble=[Transient("X cannot be reached: TimeoutError")]))
    await desk.sampler.turn()
    assert desk.budget.spent(now()) == Decimal("0.13")


async def test_followers_come_before_posts_and_what_waits_is_told() -> None:
    desk = Desk(usd="0.14")
    for number, age in enumerate((0, 1, 2)):
        desk.publish(number, age=timedelta(hours=age))
    await desk.sampler.turn()
    assert len(desk.followers()) == 13
    assert [each.delivery for each in desk.engagement()] == ["d0", "d1"], "the newest first"
    report = await desk.report()
    assert (report.state, report.spend_usd_today) == ("recovering", 0.02)
    assert "has spent its share of X's budget for today ($0.14), and one count waits" in report.detail
    assert (await desk.report("x_lewes")).state == "up"


async def test_without_a_share_nothing_is_asked_and_that_is_told() -> None:
    desk = Desk(usd="0")
    await desk.sampler.turn()
    assert desk.x.asked == []
    assert "($0.00)" in (await desk.report()).detail
    assert desk.health.ready


async def test_a_post_on_an_account_that_the_registry_does_not_have_is_not_paid_for() -> None:
    desk = Desk()
    desk.publish(1, account="x_gone")
    await desk.sampler.turn()
    assert [len(call) for call in desk.x.asked] == [13]


async def test_a_count_that_kafka_did_not_take_is_made_again() -> None:
    desk = Desk()
    desk.refuses = True
    await desk.sampler.turn()
    desk.refuses = False
    desk.sampler._followers.gate.opens_at = None
    await desk.sampler.turn()
    assert [len(call) for call in desk.x.asked] == [13, 13]
    assert len(desk.followers()) == 13
    assert desk.budget.spent(now()) == Decimal("0.13")


async def test_a_restart_goes_on_with_the_bill_and_the_plan_of_the_day() -> None:
    desk = Desk()
    desk.publish(1)
    await desk.sampler.turn()
    report = await desk.report()
    imported = desk.followers()[0].model_copy(update={"via": "import", "account": "x_force"})
    desk.records.append(
        record_of(ACCOUNT_SAMPLED, "account.sampled", imported, id="1", source="operations", time=imported.at)
    )
    memory = Memory("x", REPORTER)
    memory.take([came(each) for each in desk.records])
    assert sorted(memory.asked) == ["d1"]
    assert len(memory.read) == 14, "what was imported was not paid for"
    assert (Thing("post", "1", "x_hastings"), desk.engagement()[0].at) in memory.read
    assert memory.reports["x_hastings"] == report
