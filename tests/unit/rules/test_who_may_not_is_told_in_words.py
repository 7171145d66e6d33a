"""Whoever may not draft, approve or settle reads which roles would."""

from datetime import date

from shared.rules.approving import why_not_draft, why_not_settle
from tests.support.desk import person

TODAY = date(2026, 11, 2)


def test_the_roles_are_named_as_people_say_them() -> None:
    robin = person("robin", "it", "hastings")
    assert why_not_draft(robin, ["hastings"], TODAY) == (
        "Robin Tester is not an officer, an approver, a supervisor or in the media team for this account's districts."
    )
    officer = person("robin", "officer", "hastings")
    assert why_not_settle(officer, ["hastings"], TODAY) == (
        "Robin Tester is not an approver or a supervisor for this account's districts."
    )
