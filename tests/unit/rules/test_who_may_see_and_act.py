"""Who may see a message, who may act: by district and role, in one place for every service."""

import pytest

from shared.rules.acting import may_run_it, may_work_on
from shared.rules.seeing import audience_of, desks_of, may_see
from tests.support.desk import person

OFFICER = person("officer", "officer", "hastings")
SUPERVISOR = person("supervisor", "supervisor", "*")
IT = person("it", "it", "*")


@pytest.mark.parametrize(
    ("account_districts", "place", "audience"),
    [
        (["hastings"], "hastings", {"hastings"}),
        (["hastings"], "rother", {"hastings", "rother"}),
        (["adur", "worthing"], "unknown", {"adur", "worthing"}),
        (["rother"], "outside", {"rother"}),
        ([], "wealden", {"wealden"}),
        ([], "unknown", set()),
        ([], None, set()),
    ],
)
def test_a_message_is_for_the_accounts_districts_and_the_places(
    account_districts: list[str], place: str | None, audience: set[str]
) -> None:
    assert audience_of(account_districts, place) == audience


def test_an_officer_sees_their_own_district_alone() -> None:
    assert may_see(OFFICER, {"hastings", "rother"})
    assert not may_see(OFFICER, {"crawley"})
    assert not may_see(OFFICER, set())


def test_what_belongs_to_no_district_is_for_force_wide_people() -> None:
    assert may_see(SUPERVISOR, set())
    assert may_work_on(SUPERVISOR, {"crawley"})


@pytest.mark.parametrize("role", ["it", "auditor"])
def test_it_and_auditors_read_no_messages(role: str) -> None:
    assert not may_see(person("somebody", role, "*"), {"hastings"})
    assert desks_of(person("somebody", role, "*")) == frozenset()


def test_who_has_left_sees_nothing() -> None:
    gone = SUPERVISOR.model_copy(update={"active": False})
    assert not may_see(gone, {"hastings"})
    assert not may_run_it(gone)


def test_it_runs_the_system() -> None:
    assert may_run_it(IT)
    assert not may_run_it(OFFICER)
