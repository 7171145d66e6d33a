"""What a decision needs to know beside the delivery: accounts, people, and how long things may take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.clock import LONDON
from shared.contracts.post_changed import Delivery
from shared.contracts.staff_changed import Person


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


TooLong = Callable[[str, str], str | None]
"""(platform, text) -> None where it fits, else why not, in a sentence: platforms count in ways of their own."""


@dataclass(frozen=True, slots=True)
class World:
    """The registry's accounts and the staff by id, both read to their ends, and the rules that are not ours."""

    accounts: Mapping[str, OurAccount]
    staff: Mapping[str, Person]
    policy: Policy
    too_long: TooLong

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
