"""Posts of a district and what people did with them."""

from services.metrics.domain.measures import Name
from shared.contracts.contribution_changed import Contribution
from tests.unit.metrics.contributions import followers, measures, noon, post, values

MAY_DAY = "2026-05-01"


def of_may_day(*told: Contribution) -> dict[str, tuple[float | None, bool]]:
    """The post measures of one day: value, and whether that is all."""
    readings = measures(told)
    return {
        name.measure: (reading.value, reading.complete)
        for name, reading in readings.items()
        if name.period == MAY_DAY and not name.measure.startswith("followers")
    }


def test_sums_are_over_the_posts_of_the_period() -> None:
    assert of_may_day(post("a", MAY_DAY, (3, 2, 1)), post("b", MAY_DAY, (1, 0, 2))) == {
        "posts": (2, True),
        "likes": (4, True),
        "replies": (2, True),
        "reposts": (3, True),
        "engagement_per_post": (4.5, True),
    }


def test_a_sum_over_a_part_says_that_it_is_not_all() -> None:
    found = of_may_day(post("a", MAY_DAY, (3, 2, 1)), post("b", MAY_DAY, (None, 0, 2)))
    told = {name: found[name] for name in ("likes", "replies", "engagement_per_post")}
    assert told == {"likes": (3, False), "replies": (2, True), "engagement_per_post": (6.0, False)}


def test_engagement_is_divided_by_the_posts_that_were_counted_in_full() -> None:
    counted, also, uncounted = post("a", MAY_DAY, (3, 2, 1)), post("b", MAY_DAY, (1, 0, 1)), (None, None, None)
    per_post = "engagement_per_post"
    assert of_may_day(counted, also, post("c", MAY_DAY, uncounted))[per_post] == (4.0, False)
    assert of_may_day(counted, also, post("c", MAY_DAY, (None, 9, 9)))[per_post] == (4.0, False)
    assert of_may_day(post("a", MAY_DAY, uncounted), post("b", MAY_DAY, (5, None, 5)))[per_post] == (None, False)


def test_what_nobody_counted_yet_is_no_zero() -> None:
    found = of_may_day(post("a", MAY_DAY, (None, None, None)))
    told = {name: found[name] for name in ("posts", "likes", "engagement_per_post")}
    assert told == {"posts": (1, True), "likes": (None, False), "engagement_per_post": (None, False)}


def test_a_day_without_posts_has_none_and_nothing_to_divide() -> None:
    found = of_may_day(followers(MAY_DAY, 600))
    told = {name: found[name] for name in ("posts", "likes", "engagement_per_post")}
    assert told == {"posts": (0, True), "likes": (0, True), "engagement_per_post": (None, True)}


def test_the_oldest_count_says_how_old_a_sum_is() -> None:
    readings = measures([post("a", MAY_DAY, (3, 2, 1), later=900), post("b", MAY_DAY, (1, 0, 2), later=60)])
    assert readings[Name("likes", MAY_DAY)].as_of == noon(MAY_DAY).replace(minute=1)


def test_that_a_week_has_no_posts_holds_until_its_last_count() -> None:
    told = [followers(day, 600) for day in ("2026-04-27", "2026-04-29", "2026-05-03")]
    posts = measures(told)[Name("posts", "2026-W18")]
    assert (posts.value, posts.as_of) == (0, told[-1].as_of)


def test_a_week_has_the_posts_of_its_seven_days() -> None:
    told = [post("a", "2026-04-27", (1, 0, 0)), post("b", "2026-05-03", (2, 0, 0)), post("c", "2026-05-04", (4, 0, 0))]
    assert values(measures(told), "likes", weeks=True) == {"2026-W18": 3, "2026-W19": 4}
    assert values(measures(told), "posts", weeks=True) == {"2026-W18": 2, "2026-W19": 1}


def test_a_post_counts_on_a_day_on_which_followers_were_not_counted() -> None:
    readings = measures(
        [followers("2026-05-01", 600), post("a", "2026-05-02", (1, 1, 1)), followers("2026-05-03", 627)]
    )
    assert values(readings, "followers") == {"2026-05-01": 600, "2026-05-02": None, "2026-05-03": 627}
    assert values(readings, "posts") == {"2026-05-01": 0, "2026-05-02": 1, "2026-05-03": 0}
