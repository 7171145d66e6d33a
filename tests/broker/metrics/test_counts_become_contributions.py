"""From what X says to what is added up: counted, gaps left open, and nothing wrong after a crash."""

from shared.clock import now
from shared.contracts.account_sampled import ACCOUNT_SAMPLED, AccountSample
from shared.contracts.dead import DeadLetterTopic
from shared.contracts.record import record_of
from tests.broker.metrics.process import Sampler
from tests.support.waiting import wait_until


async def test_followers_and_engagement_are_counted_for_the_districts_of_the_account(sampler: Sampler) -> None:
    await sampler.start()
    await sampler.x.control("POST", "followers", {"account": "sbx_adur_wor", "count": 742})
    followers = await sampler.contributed(sampler.today("adur_and_worthing"), followers=742)
    assert followers.districts == ("adur", "worthing")
    assert (await sampler.contributed(sampler.today("force"))).districts == ()

    post = await sampler.x.mention("sbx_hastings", "a post")
    delivery = await sampler.publish(post)
    fresh = await sampler.contributed(f"post:{delivery.id}", posts=1, likes=0, replies=0, reposts=0)
    assert (fresh.account, fresh.districts) == (sampler.id("hastings"), ("hastings",))
    await sampler.x.control("POST", "engagement", {"post": post, "likes": 11, "replies": 2})
    grown = await sampler.contributed(f"post:{delivery.id}", posts=1, likes=11, replies=2, reposts=0)
    assert grown.as_of > fresh.as_of
    report = await sampler.spent(0.015)
    assert report.state == "up"
    assert {limit.name for limit in report.limits} == {"accounts", "posts"}


async def test_what_x_does_not_tell_is_a_gap_and_the_rest_goes_on(sampler: Sampler) -> None:
    sampler.change("accounts.toml", 'handle = "sbx_rother"', 'handle = "sbx_nobody"')
    post = await sampler.x.mention("sbx_hastings", "a post that is taken back")
    delivery = await sampler.publish(post)
    await sampler.start()
    report = await sampler.reported("down", "rother")
    assert "sbx_nobody" in report.detail
    await sampler.contributed(sampler.today(), followers=600)
    assert await sampler.followers("rother") == []

    await sampler.contributed(f"post:{delivery.id}", likes=0)
    await sampler.x.control("POST", "engagement", {"post": post, "likes": 5})
    await sampler.contributed(f"post:{delivery.id}", likes=5)
    await sampler.x.take_back(post)
    counted = len(await sampler.followers())
    await wait_until(lambda: _more(sampler, counted + 2), what="two more rounds")
    samples = await sampler.engagement(delivery.id)
    assert [each.likes for each in samples][-1] == 5
    assert None not in [each.likes for each in samples]


async def test_x_goes_away_and_comes_back(sampler: Sampler) -> None:
    await sampler.start()
    await sampler.contributed(sampler.today(), followers=600)
    await sampler.x.kill()
    assert "no counts of followers" in (await sampler.reported("down")).detail
    await sampler.x.start()
    await sampler.x.control("POST", "followers", {"account": "sbx_hastings", "count": 601})
    await sampler.contributed(sampler.today(), followers=601)
    await sampler.reported("up")


async def test_kill_9_in_mid_work_leaves_no_wrong_value_and_no_second_charge(sampler: Sampler) -> None:
    post = await sampler.x.mention("sbx_hastings", "a post")
    delivery = await sampler.publish(post)
    for likes in (3, 11):
        await sampler.start()
        await sampler.x.control("POST", "engagement", {"post": post, "likes": likes})
        await sampler.contributed(f"post:{delivery.id}", likes=likes)
        await sampler.kill()
    await sampler.x.control("POST", "engagement", {"post": post, "likes": 26})
    await sampler.start()
    await sampler.contributed(f"post:{delivery.id}", posts=1, likes=26)
    likes_written = [each.likes or 0 for each in await sampler.engagement(delivery.id)]
    assert likes_written == sorted(likes_written)
    await sampler.spent(0.015)
    assert await sampler.stop() == 0


async def test_a_spent_share_ends_reading_for_the_day_and_says_so(sampler: Sampler) -> None:
    users, posts = await sampler.charged_today()
    left = users * 0.01 + posts * 0.005 + 13 * 0.01 + 0.005
    sampler.change("force.toml", "usd_per_day = 20.00", f"usd_per_day = {left * 10:.4f}")
    older, newer = [await sampler.x.mention("sbx_hastings", text) for text in ("older", "newer")]
    waits = await sampler.publish(older)
    counted = await sampler.publish(newer)
    await sampler.start()
    await sampler.contributed(f"post:{counted.id}", posts=1, likes=0)
    report = await sampler.reported("recovering")
    assert "one count waits for 00:00 UTC" in report.detail
    assert (await sampler.contributed(f"post:{waits.id}", posts=1)).amounts["likes"] is None
    assert await sampler.engagement(waits.id) == []
    await sampler.spent(0.01, "crawley")

    await sampler.kill()
    await sampler.start()
    await sampler.reported("recovering")
    counted_before = len(await sampler.engagement(counted.id))

    async def counted_again() -> bool:
        return len(await sampler.engagement(counted.id)) > counted_before

    await wait_until(counted_again, what="what was paid for today is counted on")
    assert await sampler.engagement(waits.id) == []


async def test_a_count_of_an_account_that_nobody_knows_is_a_dead_letter_with_its_reason(sampler: Sampler) -> None:
    await sampler.start()
    sample = AccountSample(account=sampler.id("gone"), platform="x", at=now(), followers=3)
    record = record_of(ACCOUNT_SAMPLED, "account.sampled", sample, id=sample.account, source="metrics", time=sample.at)
    await sampler.broker.publish([record])

    async def reason() -> bytes | None:
        letters = await sampler.broker.read_all(DeadLetterTopic("metrics").name)
        ours = [dict(each.headers)["dead_reason"] for each in letters if sample.account.encode() in (each.value or b"")]
        return ours[0] if ours else None

    found = await wait_until(reason, what="the dead letter")
    assert found is not None
    assert f"the registry has no account {sample.account}".encode() in found


async def _more(sampler: Sampler, than: int) -> bool:
    return len(await sampler.followers()) > than
