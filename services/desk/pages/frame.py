"""What templates can say: times, labels in words, text with the words that led to a label marked."""

from datetime import datetime

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from services.desk.domain.alert import by_district
from services.desk.domain.changed import changes
from services.desk.domain.delivery import STATES
from services.desk.domain.highlight import pieces_of, words_of
from services.desk.domain.holding import called
from services.desk.domain.inbox import TABS
from services.desk.domain.when import comes_twice
from services.desk.pages import times, vocabulary
from services.desk.pages.rendering import marked, parts
from services.desk.pages.static import Assets
from shared.clock import LONDON
from shared.contracts.labels import OUTSIDE, UNKNOWN_DISTRICT
from shared.registry import Registry
from shared.status import READS_NOTHING

SEEN_DISTRICTS = {UNKNOWN_DISTRICT: "District not known", OUTSIDE: "Outside the force's area"}


def furnish(environment: Environment, assets: Assets) -> None:
    """Give the templates their words."""
    environment.globals.update(asset=assets.path, vocabulary=vocabulary, tabs=TABS, pieces=pieces_of, words_of=words_of)
    environment.globals.update(reads_nothing=READS_NOTHING, by_district=by_district)
    environment.globals.update(states=STATES, parts=parts, marked=marked, changes=changes, comes_twice=comes_twice)
    environment.filters.update(
        when=when,
        due=due,
        clock=clock,
        hour=hour,
        exact=times.exact,
        day=times.day,
        lasting=lasting,
        district=district,
        scope=scope,
        account=account,
        label=label,
    )


@pass_context
def when(context: Context, moment: datetime) -> Markup:
    """A moment, relative and exact; the page's script keeps the relative part true."""
    now: datetime = context["now"]
    return Markup('<time datetime="{}" title="{}"><span data-ago>{}</span>, {}</time>').format(
        moment.isoformat(timespec="seconds"), times.exact(moment), times.ago(moment, now), times.clock(moment, now)
    )


@pass_context
def due(context: Context, moment: datetime) -> Markup:
    """A moment to come, relative and exact, with the zone's name on the night in which its hour comes twice."""
    now: datetime = context["now"]
    zone = f" {moment.astimezone(LONDON):%Z}" if comes_twice(moment) else ""
    return Markup('<time datetime="{}" title="{}"><span data-ahead>{}</span>, {}{}</time>').format(
        moment.isoformat(timespec="seconds"),
        times.exact(moment),
        times.ahead(moment, now),
        times.clock(moment, now),
        zone,
    )


@pass_context
def clock(context: Context, moment: datetime) -> str:
    """The exact time, with its day where that is not today."""
    return times.clock(moment, context["now"])


def hour(moment: datetime) -> str:
    """The time of day, with the zone's name where the clocks show it twice that night."""
    local = moment.astimezone(LONDON)
    return f"{local:%H:%M %Z}" if comes_twice(moment) else f"{local:%H:%M}"


@pass_context
def lasting(context: Context, moment: datetime) -> str:
    """How long something has been so."""
    return times.lasting(moment, context["now"])


@pass_context
def district(context: Context, name: str) -> str:
    """A district in words."""
    return district_name(context["registry"], name)


@pass_context
def scope(context: Context, name: str) -> str:
    """What a hold stops, in words."""
    return called(name, context["registry"])


@pass_context
def account(context: Context, name: str) -> str:
    """An account as people know it."""
    found = context["registry"].accounts.get(name)
    return found.name if found else name


@pass_context
def label(context: Context, name: str) -> str:
    """A label of a reason in words."""
    registry: Registry = context["registry"]
    districts = {each.id: each.name for each in registry.districts.values()} | SEEN_DISTRICTS
    concerns = {each.id: each.name for each in registry.concerns.values()}
    return vocabulary.label_name(name, districts, concerns)


def district_name(registry: Registry, name: str) -> str:
    """A district in words, also where it is none of ours."""
    found = registry.districts.get(name)
    return found.name if found else SEEN_DISTRICTS.get(name, name)
