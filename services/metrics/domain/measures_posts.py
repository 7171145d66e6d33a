"""Posts of a period and what people did with them: sums over what is known, which say so where something is not."""

from collections.abc import Collection

from services.metrics.domain.measures_reading import Reading, newest, oldest
from shared.contracts.contribution_changed import Contribution, Quantity
from shared.contracts.district_measured import MeasureName

SUMMED: tuple[tuple[MeasureName, Quantity], ...] = (
    ("posts", "posts"),
    ("likes", "likes"),
    ("replies", "replies"),
    ("reposts", "reposts"),
)
ENGAGEMENT: tuple[Quantity, ...] = ("likes", "replies", "reposts")


def post_measures(
    contributions: Collection[Contribution], revealed: Collection[Contribution]
) -> dict[MeasureName, Reading]:
    """The measures of the posts among a period's contributions.

    That there are none is no sum: it is as true as the last of what was counted, not as the first.
    """
    posts = [each for each in contributions if "posts" in each.amounts]
    as_of = oldest(posts) if posts else newest(contributions or revealed)
    sums = {measure: _sum([each.amounts.get(quantity) for each in posts]) for measure, quantity in SUMMED}
    readings = {measure: Reading(value, as_of, complete) for measure, (value, complete) in sums.items()}
    complete = all(known for _, known in sums.values())
    return {**readings, "engagement_per_post": Reading(_per_post(posts), as_of, complete)}


def _sum(amounts: Collection[int | None]) -> tuple[int | None, bool]:
    """Of what is known, and whether that is all; None where nothing is: a count that nobody gave is no zero."""
    known = [amount for amount in amounts if amount is not None]
    return (sum(known) if known or not amounts else None), len(known) == len(amounts)


def _per_post(posts: Collection[Contribution]) -> float | None:
    """Of the posts that were counted in full: one that was not would count as one that nobody liked."""
    counts = [[each.amounts.get(quantity) for quantity in ENGAGEMENT] for each in posts]
    known = [sum(filter(None, each)) for each in counts if None not in each]
    return sum(known) / len(known) if known else None
