"""What a hold stops, what may pass it, and who may hold and release: judged alike by desk and publisher."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Approval
from shared.contracts.staff_changed import FORCE_WIDE, Person, Role
from shared.registry import Registry
from shared.rules.approving import in_training

FORCE = "force"
"""The scope of everything that the force posts."""

HOLDING_ROLES: frozenset[Role] = frozenset({"supervisor", "media"})
"""Who may stop posting, and let it go on."""


def division_id(name: str) -> str:
    """A division's id, from its name: `Brighton & Hove` is brighton_and_hove."""
    return re.sub(r"[^a-z0-9]+", "_", name.casefold().replace("&", "and")).strip("_")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a force can hold, by id: each division with its districts, each account with those that it serves."""

    divisions: Mapping[str, frozenset[str]]
    accounts: Mapping[str, frozenset[str]]

    @property
    def districts(self) -> frozenset[str]:
        """Of all divisions."""
        return frozenset().union(*self.divisions.values())

    def scopes(self) -> list[str]:
        """Every scope, the widest first."""
        return [
            FORCE,
            *(f"division:{each}" for each in sorted(self.divisions)),
            *(f"district:{each}" for each in sorted(self.districts)),
            *(f"account:{each}" for each in sorted(self.accounts)),
        ]

    def meant_by(self, scope: str) -> list[str]:
        """The scopes that somebody may mean: itself where it is whole, all of that name where it is only a name."""
        kind, _, name = scope.strip().casefold().replace("/", ":").rpartition(":")
        wanted = {name, division_id(name)}
        return [
            each for each in self.scopes() if each.rpartition(":")[2] in wanted and kind in ("", each.partition(":")[0])
        ]

    def of_scope(self, scope: str) -> frozenset[str]:
        """The accounts that a scope stops; an account of several districts is stopped with each of them."""
        kind, _, name = scope.partition(":")
        match kind:
            case "force":
                return frozenset(self.accounts)
            case "account":
                return frozenset({name} & self.accounts.keys())
            case _:
                districts = self.divisions.get(name, frozenset()) if kind == "division" else {name}
                return frozenset(each for each, serves in self.accounts.items() if not serves.isdisjoint(districts))

    def districts_of(self, scope: str) -> frozenset[str]:
        """The districts whose people a scope concerns; none where only force-wide people may decide about it."""
        kind, _, name = scope.partition(":")
        match kind:
            case "division":
                return self.divisions.get(name, frozenset())
            case "district":
                return frozenset({name})
            case "account":
                return self.accounts.get(name, frozenset())
            case _:
                return frozenset()


def reaches(hold: Hold, account: str, parts: Parts) -> bool:
    """Whether it stops this account while it stands; an account or a scope that nobody knows is on the safe side."""
    if account not in parts.accounts or hold.scope not in parts.scopes():
        return True
    return account in parts.of_scope(hold.scope)


def parts_of(registry: Registry) -> Parts:
    """What of this force can be held."""
    divisions: dict[str, frozenset[str]] = {}
    for district in registry.districts.values():
        name = division_id(district.division)
        divisions[name] = divisions.get(name, frozenset()) | {district.id}
    return Parts(divisions, {each.id: frozenset(each.districts) for each in registry.accounts.values()})


def holds_on(account: str, holds: Iterable[Hold], parts: Parts) -> tuple[Hold, ...]:
    """Those that stop this account now; one with a scope that nobody knows stops everything: it is newer than we."""
    return tuple(each for each in holds if each.holds and reaches(each, account, parts))


def same_incident(one: str | None, other: str | None) -> bool:
    """Whether two people named the same incident; none is the same as none."""
    return _plain(one or "") == _plain(other or "") != ""


def may_pass(approval: Approval | None, hold: Hold) -> bool:
    """Whether a post with this approval goes out all the same."""
    return approval is not None and same_incident(approval.incident, hold.incident)


def why_not_hold(person: Person | None, districts: frozenset[str], today: date) -> str | None:
    """Supervisors and the media team, trained, stop and release what lies wholly within their districts.

    `districts` of none is the force as a whole, which takes a force-wide role.
    """
    if person is None or not person.active:
        return "This person does not work here, or is suspended."
    granted = {grant.district for grant in person.grants if grant.role in HOLDING_ROLES}
    if FORCE_WIDE not in granted and not (districts and districts <= granted):
        return f"{person.name} is not a supervisor or in the media team for all of that."
    if not in_training(person, today):
        return f"{person.name} has no training for social media that is in date."
    return None


def _plain(incident: str) -> str:
    return " ".join(incident.casefold().split())
