"""Holds at the desk: what somebody means to stop, what its record says, and how far the publisher has taken it in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from services.desk.domain.held import SENDER
from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.domain.words import typed
from shared.contracts.channel_reported import ChannelReport
from shared.contracts.fact import Fact
from shared.contracts.hold_changed import Hold
from shared.registry import Registry
from shared.reported import service_of
from shared.rules.holding import FORCE, Parts, division_id, parts_of, same_incident, why_not_hold

REASON_LIMIT = 500
"""Characters of a reason: everybody who would post reads it."""

INCIDENT_LIMIT = 100
"""Characters of an incident's name, which people type again with every post that is about it."""

NAME_HOLDER = "Ask a supervisor, or somebody in the media team, of all the districts that it stops."
"""What somebody is told who may not stop or release."""


class HoldRead(Fact):
    """A hold as hold.changed has it, with its place there: reporters acknowledge places. On no topic."""

    hold: Hold
    offset: int


@dataclass(frozen=True, slots=True)
class DeskHold:
    """One scope's hold, folded from its topic."""

    hold: Hold
    offset: int | None
    """Of its record; None while it has not come back from the topic, so that nobody can have acknowledged it."""

    @property
    def id(self) -> str:
        """The hold's id."""
        return self.hold.id


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Whether the publisher begins nothing on an account against a hold, and when it last said anything of it."""

    account: str
    applied: bool
    reported_at: datetime | None


def called(scope: str, registry: Registry) -> str:
    """A scope as people say it."""
    kind, _, name = scope.partition(":")
    if kind == "division":
        said = (each.division for each in registry.districts.values() if division_id(each.division) == name)
        return f"{next(said, name)} division"
    if kind == "district" and name in registry.districts:
        return f"{registry.districts[name].name} district"
    if kind == "account" and name in registry.accounts:
        return registry.accounts[name].name
    return f"All of {registry.force.name}" if scope == FORCE else scope


def plainly(scope: str, registry: Registry) -> str:
    """A scope's bare name, as somebody types it to confirm."""
    return (
        registry.force.name
        if scope == FORCE
        else called(scope, registry).removesuffix(" division").removesuffix(" district")
    )


def names_it(words: str, scope: str, registry: Registry) -> bool:
    """Whether these words are a scope's name, whatever their capitals."""
    said = " ".join(words.casefold().split())
    return said in {each.casefold() for each in (scope, plainly(scope, registry), called(scope, registry))}


def meant(scope: str, registry: Registry) -> str:
    """The one scope that somebody means, by whatever name it goes; Refused names those that it may be."""
    parts = parts_of(registry)
    if not scope.strip():
        raise Refused("invalid", "What is to be stopped?", "Name the force, a division, a district or an account.")
    found = parts.meant_by(scope) or [each for each in parts.scopes() if _goes_by(scope, each, registry)]
    if len(found) > 1:
        raise Refused("invalid", f"{typed(scope)} may mean {' or '.join(found)}.", "Say which of them.")
    if not found:
        raise Refused(
            "invalid",
            f"Nothing that could be stopped is called {typed(scope)[:100]}.",
            f"One of: {', '.join(parts.scopes())}.",
        )
    return found[0]


def begin(order: Order, scope: str, parts: Parts, *, reason: str, incident: str | None) -> Hold:
    """Nothing more is posted there; raises Refused where this person may not say so."""
    _may_hold(order, scope, parts)
    return Hold(
        id=order.id,
        scope=scope,
        reason=_short(reason, REASON_LIMIT, "reason", "Say in a sentence why: everybody who would post reads it."),
        incident=_named(incident),
        by=order.by.id,
        at=order.at,
    )


def release(hold: Hold, order: Order, parts: Parts) -> Hold:
    """It ends, and nothing goes out by that; raises Refused where this person may not say so, or it has ended."""
    _may_hold(order, hold.scope, parts)
    if not hold.holds:
        raise Refused("conflict", "This was released already.", "Look at what is stopped now.")
    return hold.model_copy(update={"released_by": order.by.id, "released_at": order.at})


def says_the_same(hold: Hold, other: Hold) -> bool:
    """Whether two people stopped the same for the same."""
    alike = same_incident(hold.incident, other.incident) or hold.incident == other.incident
    return hold.holds and other.holds and alike and (hold.scope, hold.reason) == (other.scope, other.reason)


def acknowledged(reports: Iterable[ChannelReport], accounts: Collection[str], hold: DeskHold) -> list[Acknowledgement]:
    """For each of these accounts, whether the last word of the publisher's on it knows this hold."""
    last: dict[str, ChannelReport] = {}
    for report in sorted(reports, key=lambda each: each.reported_at):
        if service_of(report) == SENDER and report.account in accounts:
            last[report.account] = report
    return [
        Acknowledgement(
            account, _knows(last.get(account), hold), last[account].reported_at if account in last else None
        )
        for account in accounts
    ]


def _knows(report: ChannelReport | None, hold: DeskHold) -> bool:
    read_to = report.holds_read_to if report else None
    return read_to is not None and hold.offset is not None and read_to > hold.offset


def _may_hold(order: Order, scope: str, parts: Parts) -> None:
    if why := why_not_hold(order.by, parts.districts_of(scope), order.today):
        raise Refused("forbidden", why, NAME_HOLDER)


def _named(incident: str | None) -> str | None:
    words = typed(incident or "")
    return _short(words, INCIDENT_LIMIT, "incident's name", "Give it a short name.") if words else None


def _short(text: str, limit: int, what: str, remedy: str) -> str:
    words = typed(text)
    if not 0 < len(words) <= limit:
        raise Refused(
            "invalid", f"The {what} is {'too long' if words else 'missing'}.", f"{remedy} Up to {limit} characters."
        )
    return words


def _goes_by(words: str, scope: str, registry: Registry) -> bool:
    account = registry.accounts.get(scope.removeprefix("account:"))
    handle = words.strip().removeprefix("@").casefold()
    return names_it(words, scope, registry) or (account is not None and account.handle.casefold() == handle)
