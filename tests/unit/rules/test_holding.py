"""What a hold stops, what may pass it, who may hold, and what people mean by the name of a part of the force."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.contracts.hold_changed import Hold
from shared.contracts.post_changed import Approval
from shared.contracts.staff_changed import Grant, Person, Role, Training
from shared.rules.holding import Parts, division_id, holds_on, may_pass, same_incident, why_not_hold

T0 = datetime(2026, 5, 4, 12, tzinfo=UTC)
TODAY = date(2026, 5, 4)
PARTS = Parts(
    {
        "brighton_and_hove": frozenset({"brighton"}),
        "east_sussex": frozenset({"hastings", "rother"}),
        "hastings": frozenset({"hastings_rural"}),
    },
    {
        "x_hastings": frozenset({"hastings"}),
        "x_coast": frozenset({"hastings", "brighton"}),
        "x_rother": frozenset({"rother"}),
        "x_force": frozenset(),
    },
)
ALL = {"x_hastings", "x_coast", "x_rother", "x_force"}


def hold(scope: str, *, incident: str | None = None, released: bool = False) -> Hold:
    at = T0 if released else None
    return Hold(id="h1", scope=scope, reason="Fire", incident=incident, by="boss", at=T0, released_at=at)


def approval(incident: str | None) -> Approval:
    return Approval(by="boss", at=T0, hash="0" * 64, expires_at=T0 + timedelta(minutes=15), incident=incident)


@pytest.mark.parametrize(
    ("scope", "stopped"),
    [
        ("force", ALL),
        ("division:east_sussex", {"x_hastings", "x_coast", "x_rother"}),
        ("division:brighton_and_hove", {"x_coast"}),
        ("district:hastings", {"x_hastings", "x_coast"}),
        ("account:x_force", {"x_force"}),
    ],
)
def test_a_hold_stops_the_accounts_of_its_scope(scope: str, stopped: set[str]) -> None:
    assert {each for each in ALL if holds_on(each, [hold(scope)], PARTS)} == stopped
    assert PARTS.of_scope(scope) == stopped


def test_a_released_hold_stops_nothing_and_each_that_stands_is_told() -> None:
    standing = [hold("force"), hold("district:hastings"), hold("account:x_hastings", released=True)]
    assert [each.scope for each in holds_on("x_hastings", standing, PARTS)] == ["force", "district:hastings"]


@pytest.mark.parametrize("scope", ["division:mars", "district:mars", "account:x_mars", "moon", ""])
def test_a_scope_that_nobody_knows_stops_everything(scope: str) -> None:
    unknown = hold("force").model_copy(update={"scope": scope})
    assert {each for each in ALL if holds_on(each, [unknown], PARTS)} == ALL


def test_an_account_that_nobody_knows_is_stopped_by_any_hold() -> None:
    assert holds_on("x_mars", [hold("account:x_hastings")], PARTS)
    assert not holds_on("x_mars", [hold("force", released=True)], PARTS)
    assert holds_on("x_hastings", [hold("force")], Parts({}, {}))


@pytest.mark.parametrize(
    ("named", "held", "passes"),
    [
        ("Pier fire", "Pier fire", True),
        ("pier  FIRE ", "Pier fire", True),
        ("Pier fire", "Pier flood", False),
        ("Pier fire", None, False),
        (None, "Pier fire", False),
        (None, None, False),
        ("", "", False),
        (" ", " ", False),
    ],
)
def test_only_the_same_incident_passes(named: str | None, held: str | None, *, passes: bool) -> None:
    assert same_incident(named, held) == passes
    assert may_pass(approval(named), hold("force", incident=held)) == passes


def test_what_nobody_approved_passes_nothing() -> None:
    assert not may_pass(None, hold("force", incident="Pier fire"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("force", ["force"]),
        (" Force ", ["force"]),
        ("division:east_sussex", ["division:east_sussex"]),
        ("East Sussex", ["division:east_sussex"]),
        ("Brighton & Hove", ["division:brighton_and_hove"]),
        ("hastings", ["division:hastings", "district:hastings"]),
        ("district:hastings", ["district:hastings"]),
        ("district/hastings", ["district:hastings"]),
        ("x_rother", ["account:x_rother"]),
        ("mars", []),
        ("account:hastings", []),
    ],
)
def test_a_scope_is_taken_leniently_and_two_meanings_are_both_told(said: str, meant: list[str]) -> None:
    assert PARTS.meant_by(said) == meant


def test_the_id_of_a_division_is_made_of_its_name() -> None:
    assert division_id("  Brighton & Hove! ") == "brighton_and_hove"


@pytest.mark.parametrize(
    ("scope", "districts"),
    [
        ("force", set()),
        ("division:east_sussex", {"hastings", "rother"}),
        ("district:brighton", {"brighton"}),
        ("account:x_coast", {"hastings", "brighton"}),
        ("account:x_force", set()),
        ("division:mars", set()),
        ("account:x_mars", set()),
    ],
)
def test_whose_people_a_scope_concerns(scope: str, districts: set[str]) -> None:
    assert PARTS.districts_of(scope) == districts


def person(role: Role, *districts: str, active: bool = True, until: date = date(2027, 1, 1)) -> Person:
    trained = Training(course="social_media", valid_from=date(2026, 1, 1), valid_until=until)
    grants = tuple(Grant(role=role, district=each) for each in districts)
    return Person(id="p", name="P", grants=grants, training=(trained,), active=active, by="it", at=T0)


@pytest.mark.parametrize(
    ("who", "scope", "may"),
    [
        (person("supervisor", "*"), "force", True),
        (person("media", "*"), "force", True),
        (person("supervisor", "hastings"), "force", False),
        (person("supervisor", "hastings"), "district:hastings", True),
        (person("supervisor", "hastings"), "division:east_sussex", False),
        (person("supervisor", "hastings", "rother"), "division:east_sussex", True),
        (person("media", "hastings"), "account:x_coast", False),
        (person("media", "hastings", "brighton"), "account:x_coast", True),
        (person("supervisor", "hastings"), "account:x_force", False),
        (person("approver", "*"), "force", False),
        (person("officer", "hastings"), "district:hastings", False),
        (person("supervisor", "*", active=False), "force", False),
        (person("supervisor", "*", until=date(2026, 5, 3)), "force", False),
        (None, "force", False),
    ],
)
def test_supervisors_and_the_media_team_hold_what_is_wholly_theirs(
    who: Person | None, scope: str, *, may: bool
) -> None:
    why = why_not_hold(who, PARTS.districts_of(scope), TODAY)
    assert (why is None) == may
    assert why is None or why.endswith(".")
