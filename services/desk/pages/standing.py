"""How the districts stand: their accounts, and what has been measured of them since a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from services.desk.domain import numbers
from services.desk.domain.numbers import Growth, Row
from services.desk.domain.periods import Per, week_of
from services.desk.domain.refusal import Refused
from services.desk.pages.site import Site
from services.desk.readmodel import measures
from services.desk.readmodel.measures import Wanted
from shared.clock import LONDON
from shared.contracts.district_measured import FORCE_ACCOUNT, Measured, MeasureName
from shared.registry import Account

FOLLOWERS: Sequence[MeasureName] = ("followers", "followers_growth")
POSTS: Sequence[MeasureName] = ("engagement_per_post", "posts", "likes", "replies", "reposts")

FORCE_NAME = "The force's own accounts"

PERIODS = {"4w": ("Last 4 weeks", 4), "quarter": ("Last quarter", 13), "year": ("Last year", 53)}
"""What a page can show: its name in the address, in words, and the weeks that it has, this one included."""
USUAL = "quarter"


@dataclass(frozen=True, slots=True)
class Standing:
    """A district on one platform."""

    platform: str
    days: list[Row]
    """Of followers, as the weeks."""
    weeks: list[Row]
    posts: list[Row]
    """Weeks of what was published, and of engagement."""
    growth: Growth
    newest: Measured | None
    """The newest followers that were counted."""


def standings(site: Site, district: str, since: date) -> list[Standing]:
    """What is known of a district since a day, by platform."""
    found = measures.listed(site.office.model.store.db, Wanted(district=district, since=since))
    return [
        _standing(platform, [each for each in found if each.platform == platform], today(site))
        for platform in sorted({each.platform for each in found})
    ]


def called(site: Site) -> dict[str, str]:
    """The names of all that has numbers: the registry's districts, the force's own accounts, and what is measured."""
    known, _ = measures.known(site.office.model.store.db)
    ours = {each.id: each.name for each in site.office.registry.districts.values()} | {FORCE_ACCOUNT: FORCE_NAME}
    return ours | {each: each for each in sorted(known - ours.keys())}


def name_of(site: Site, district: str) -> str:
    """What a district is called; raises Refused where there is none of this name."""
    names = called(site)
    if district not in names:
        raise Refused("unknown", "There is no such district.", "Choose one from the list on the page Numbers.")
    return names[district]


def accounts_of(site: Site, district: str) -> list[Account]:
    """The accounts whose numbers these are."""
    every = site.office.registry.accounts.values()
    if district == FORCE_ACCOUNT:
        return [each for each in every if not each.districts]
    return [each for each in every if district in each.districts]


def period_asked(given: str | None) -> str:
    """The period that an address asks for; the usual one where it asks for none that there is."""
    return given if given in PERIODS else USUAL


def first_day(site: Site, period: str) -> date:
    """The Monday with which a period begins."""
    return week_of(today(site)) - timedelta(weeks=PERIODS[period][1] - 1)


def today(site: Site) -> date:
    """The day that it is in London."""
    return site.office.now().astimezone(LONDON).date()


def _standing(platform: str, measured: list[Measured], day: date) -> Standing:
    days, weeks = (numbers.rows(measured, per, FOLLOWERS) for per in get_args(Per))
    posts = numbers.rows(measured, "week", POSTS)
    growth = numbers.growth_of(weeks, week_of(day))
    return Standing(platform, days, weeks, posts, growth, numbers.newest(days, weeks))
