"""What a decision needs to know beside the delivery: accounts, people, and how long things may take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from shared.clock import LONDON
from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Delivery
from shared.contracts.post_requested import Content
from shared.contracts.staff_changed import Person
from shared.contracts.work_changed import Template
from shared.rules.holding import Parts
from shared.rules.templates import GivenRoute


@dataclass(frozen=True, slots=True)
class OurAccount:
    """An account of the force, as the registry has it."""

    id: str
    platform: str
    handle: str
    districts: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """How long things may take; the sandbox shortens them by settings."""

    grace: timedelta = timedelta(minutes=5)
    """A post that has a time goes out up to this much later, never after it."""
    approval_lasts: timedelta = timedelta(minutes=15)
    """From the post's time, or from the approval where it has none."""
    stale_after: timedelta = timedelta(seconds=60)
    """A command older than this that finds nothing is taken for one of a past that was lost: it sends nothing."""
    deadline: timedelta = timedelta(seconds=5)
    """From the written intent to the request; not begun after it."""
    answer_within: timedelta = timedelta(seconds=30)
    """The HTTP time-out: past deadline and this, no request of a process before can still be on its way."""
    clocks_differ: timedelta = timedelta(seconds=60)
    """So much may a time lie before the command that names it: people name minutes, and machines differ."""
    at_most_ahead: timedelta = timedelta(days=365)
    """A time further away is a slip of the finger."""
    review_within: timedelta = timedelta(hours=1)
    """A take-down is somebody's alone until a second person has looked at it."""
    thread_waits: timedelta = timedelta(hours=1)
    """So long beyond its own time a later part of a thread waits for the part before it: that may be looked up."""
    posts_per_window: int = 100
    """X takes this many posts of one account in a window; what it says itself is nearer the truth, and comes first."""
    window: timedelta = timedelta(minutes=15)
    """The time in which those are counted."""
    usd_per_account_and_day: Decimal | None = None
    """What an account may spend on posts in a day of UTC, as platforms bill; None is as much as it takes."""


TooLong = Callable[[str, str], str | None]
"""(platform, text) -> None where it fits, else why not, in a sentence: platforms count in ways of their own."""

Price = Callable[[str, Content], Decimal]
"""(platform, content) -> what the platform bills for the post, in US dollars."""


def _free(_platform: str, _content: Content) -> Decimal:
    return Decimal(0)


@dataclass(frozen=True, slots=True)
class World:
    """The registry's accounts and the staff by id, all read to their ends, and the rules that are not ours.

    Holds are by scope, templates and routes by their ids.
    """

    accounts: Mapping[str, OurAccount]
    staff: Mapping[str, Person]
    policy: Policy
    too_long: TooLong
    holds: Mapping[str, Hold] = field(default_factory=dict)
    parts: Parts = field(default_factory=lambda: Parts({}, {}))
    templates: Mapping[str, Template] = field(default_factory=dict)
    routes: Mapping[str, GivenRoute] = field(default_factory=dict)
    price_of: Price = _free

    def districts_of(self, account: str) -> tuple[str, ...]:
        """The districts that an account serves; none where it is unknown."""
        known = self.accounts.get(account)
        return known.districts if known else ()

    def name_of(self, person: str) -> str:
        """What people call them; the id of one who is not known any more."""
        known = self.staff.get(person)
        return known.name if known else person


@dataclass(frozen=True, slots=True)
class Case:
    """What a command is judged by: the world, the time, and all deliveries of its account by id."""

    world: World
    now: datetime
    beside: Mapping[str, Delivery]

    @property
    def today(self) -> date:
        """The day in London, by which training counts."""
        return self.now.astimezone(LONDON).date()
