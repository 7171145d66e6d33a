"""What is checked, and what it is checked against: all that a rule may know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from shared.clock import LONDON


class Shown(Protocol):
    """A picture of the draft; a delivery's attachments are such."""

    @property
    def alt_text(self) -> str:
        """What it shows, for those who cannot see it."""

    @property
    def expires_at(self) -> datetime | None:
        """From when on it may not be published any more."""


class KnownRoute(Protocol):
    """A contact route of the registry, as far as rules look at it."""

    @property
    def value(self) -> str:
        """The number to ring or text, or the name of the site."""

    @property
    def address(self) -> str | None:
        """Where it leads, where it is a site."""

    @property
    def says(self) -> str:
        """What may be said in public."""

    def usable(self, today: date) -> bool:
        """Whether it may still be given to people."""


class KnownAccount(Protocol):
    """One of the force's accounts."""

    @property
    def handle(self) -> str:
        """Without the @."""

    @property
    def districts(self) -> tuple[str, ...]:
        """Those that it serves."""


@dataclass(frozen=True, slots=True)
class Draughted:
    """A draft as its author has it now."""

    account: str
    text: str
    pictures: Sequence[Shown] = ()
    is_reply: bool = False
    answers: str | None = None
    """The words that it answers, where it is a reply and they are there."""
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What else there is: the time, the registry's routes (run out or not) and accounts, and what is planned."""

    now: datetime
    routes: Mapping[str, KnownRoute] = field(default_factory=dict)
    accounts: Mapping[str, KnownAccount] = field(default_factory=dict)
    times: Sequence[datetime] = ()
    """When other posts of this account are due or went out."""

    def goes_out(self, draft: Draughted) -> datetime:
        """When people read it, as far as is known: its own time, else now; in London."""
        return max(draft.not_before or self.now, self.now).astimezone(LONDON)

    def districts_of(self, draft: Draughted) -> tuple[str, ...]:
        """The districts that the draft's account serves; none for the force's own."""
        account = self.accounts.get(draft.account)
        return account.districts if account else ()
