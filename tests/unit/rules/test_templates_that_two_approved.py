"""A reply built from a template waits for nobody, because two others approved the template, lately, as it stands."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.contracts.post_requested import TemplateUse
from shared.contracts.work_changed import Template, TemplateApproval
from shared.rules.templates import LASTS, Now, approvers_of, valid_until, why_not_approve_template, why_not_use, written
from tests.support.desk import PEOPLE, person

T0 = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
STAFF = {each.id: each for each in PEOPLE}


@dataclass(frozen=True)
class Way:
    """A route."""

    value: str = "101"
    says: str = "Ring 101."
    address: str | None = None
    until: date = date(2099, 1, 1)

    def usable(self, today: date) -> bool:
        """Until its day."""
        return today <= self.until


TEXTS = {"en": "Hello @{handle}. {route}", "pl": "Zgłoś tutaj: {route}"}
PLAIN = Template(
    id="t1", name="Wrong place", accounts=("x_hastings",), texts=TEXTS, author="officer", written_at=T0, at=T0
)
USE = TemplateUse(template="t1", hash=PLAIN.hash, language="en", route="ring", handle="somebody")
NOW = Now(T0 + 30 * DAY, STAFF, {"ring": Way()})


def approved(*by: tuple[str, datetime], template: Template = PLAIN) -> Template:
    """The template, approved by these people as it stands."""
    given = tuple(TemplateApproval(by=who, at=at, hash=template.hash) for who, at in by)
    return template.model_copy(update={"approvals": given})


BY_TWO = approved(("approver", T0), ("supervisor", T0 + DAY))


def test_the_words_have_handle_and_route_filled_in() -> None:
    assert written(TEXTS["en"], "somebody", Way()) == "Hello @somebody. Ring 101."
    online = Way("Report online", "Report it online.", "https://police.example/")
    assert written(TEXTS["en"], "a", online) == "Hello @a. Report it online. https://police.example/"
    assert written("No slots", None, None) == "No slots"


def test_in_another_language_a_route_is_its_number_and_address_and_no_english_sentence() -> None:
    assert written(TEXTS["pl"], None, Way(), "pl") == "Zgłoś tutaj: 101"
    online = Way("Report online", "Report it online.", "https://police.example/")
    assert written(TEXTS["pl"], None, online, "pl") == "Zgłoś tutaj: https://police.example/"
    both = Way("0800 555 111", "Ring them.", "https://other.example/")
    assert written(TEXTS["pl"], None, both, "pl") == "Zgłoś tutaj: 0800 555 111 https://other.example/"


def test_it_may_be_used_for_ninety_days_from_the_earlier_approval() -> None:
    assert valid_until(BY_TWO) == T0 + LASTS
    assert why_not_use(BY_TWO, USE, "x_hastings", NOW) is None
    last = replace(NOW, at=T0 + LASTS - timedelta(seconds=1))
    assert why_not_use(BY_TWO, USE, "x_hastings", last) is None
    over = why_not_use(BY_TWO, USE, "x_hastings", replace(NOW, at=T0 + LASTS))
    assert over
    assert "ran out on 31 January 2027" in over


@pytest.mark.parametrize(
    "short",
    [
        PLAIN,
        approved(("approver", T0)),
        approved(("approver", T0), ("approver", T0 + DAY)),
        approved(("officer", T0), ("approver", T0)),
        BY_TWO.model_copy(update={"texts": TEXTS | {"en": "Other words"}}),
        BY_TWO.model_copy(update={"accounts": ("x_hastings", "x_rother")}),
    ],
)
def test_two_others_have_to_have_approved_exactly_this(short: Template) -> None:
    assert valid_until(short) is None
    assert "not approved by two" in (
        why_not_use(short, USE.model_copy(update={"hash": short.hash}), "x_hastings", NOW) or ""
    )


def test_one_person_alone_cannot_keep_it_alive() -> None:
    again = approved(("approver", T0), ("supervisor", T0), ("supervisor", T0 + 80 * DAY))
    assert valid_until(again) == T0 + LASTS
    both = approved(("approver", T0), ("supervisor", T0 + 80 * DAY), ("approver", T0 + 81 * DAY))
    assert valid_until(both) == T0 + 80 * DAY + LASTS


def test_somebody_new_stands_in_for_an_approver_who_has_left() -> None:
    suspended = STAFF["approver"].model_copy(update={"active": False})
    now = replace(NOW, staff=STAFF | {"approver": suspended, "third": person("third", "approver", "hastings")})
    assert "Approver Tester, who approved this template" in (why_not_use(BY_TWO, USE, "x_hastings", now) or "")
    renewed = approved(("approver", T0), ("supervisor", T0 + DAY), ("third", T0 + 2 * DAY))
    assert approvers_of(renewed) == ("supervisor", "third")
    assert why_not_use(renewed, USE, "x_hastings", now) is None


@pytest.mark.parametrize(
    ("template", "changed", "account", "said"),
    [
        (None, {}, "x_hastings", "not there any more"),
        (BY_TWO.model_copy(update={"withdrawn_at": T0}), {}, "x_hastings", "not there any more"),
        (BY_TWO, {"hash": "another"}, "x_hastings", "changed after you looked"),
        (BY_TWO, {}, "x_rother", "not for this account"),
        (BY_TWO, {"language": "uk"}, "x_hastings", "no words in that language"),
        (BY_TWO, {"handle": None}, "x_hastings", "none is given"),
        (BY_TWO, {"handle": "two words"}, "x_hastings", "none is given"),
        (BY_TWO, {"handle": "x\n"}, "x_hastings", "none is given"),
        (BY_TWO, {"route": None}, "x_hastings", "choose the route"),
        (BY_TWO, {"route": "nowhere"}, "x_hastings", "choose the route"),
        (BY_TWO, {"route": "old"}, "x_hastings", "route has run out"),
    ],
)
def test_who_may_not_use_it_so_reads_why(
    template: Template | None, changed: dict[str, object], account: str, said: str
) -> None:
    now = replace(NOW, routes={**NOW.routes, "old": Way(until=date(2026, 11, 30))})
    assert said in (why_not_use(template, USE.model_copy(update=changed), account, now) or "")


def test_nothing_but_handle_and_route_may_vary() -> None:
    odd = PLAIN.model_copy(update={"texts": {"en": "Ask {name}"}})
    twice = approved(("approver", T0), ("supervisor", T0), template=odd)
    assert "nothing fills" in (why_not_use(twice, USE.model_copy(update={"hash": odd.hash}), "x_hastings", NOW) or "")


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("officer", "Two others"),
        ("media", "not an approver or a supervisor"),
        ("officer_crawley", "not an approver or a supervisor"),
        ("nobody", "does not work here"),
        ("approver", None),
        ("supervisor", None),
    ],
)
def test_who_may_be_one_of_the_two(who: str, said: str | None) -> None:
    why = why_not_approve_template(STAFF.get(who), PLAIN, [["hastings"]], T0.date())
    assert why is None if said is None else said in (why or "")


def test_an_approver_answers_for_every_account_of_it_and_is_in_training() -> None:
    assert why_not_approve_template(STAFF["approver"], PLAIN, [["hastings"], ["rother"]], T0.date())
    assert why_not_approve_template(STAFF["approver"], PLAIN, [["hastings"], []], T0.date())
    assert why_not_approve_template(STAFF["supervisor"], PLAIN, [["hastings"], []], T0.date()) is None
    untrained = STAFF["approver"].model_copy(update={"training": ()})
    assert "no training" in (why_not_approve_template(untrained, PLAIN, [["hastings"]], T0.date()) or "")
