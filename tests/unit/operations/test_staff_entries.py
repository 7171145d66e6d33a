"""People are added as the registry allows it, or not at all, with the known names in the error."""

from datetime import date
from pathlib import Path

import pytest

from operations.exits import BAD_DATA, USAGE, Stopped
from operations.staff.entries import read_courses, read_entries, read_grants
from shared.contracts.staff_changed import Grant
from shared.registry import load_registry
from shared.settings import CHECKOUT

REGISTRY = load_registry(CHECKOUT / "deploy" / "force")


def test_the_demos_people_are_those_of_its_sign_in_links() -> None:
    entries = read_entries(CHECKOUT / "operations" / "demo" / "staff.toml")
    assert [entry.id for entry in entries] == ["officer", "approver", "supervisor", "media", "it", "officer_crawley"]
    for entry in entries:
        assert read_grants(entry.grants, REGISTRY)


def test_several_roles_and_no_role_twice() -> None:
    grants = read_grants(["officer:hastings", "media:*", "officer:hastings"], REGISTRY)
    assert grants == (Grant(role="officer", district="hastings"), Grant(role="media", district="*"))


@pytest.mark.parametrize(
    ("grants", "says"),
    [
        ([], "without a role"),
        (["officer:nowhere"], "'nowhere'.*adur, arun"),
        (["king:hastings"], "'king'.*officer, approver"),
        (["officer"], "no district ''"),
    ],
)
def test_unknown_names_are_refused_with_the_known_ones(grants: list[str], says: str) -> None:
    with pytest.raises(Stopped, match=says) as caught:
        read_grants(grants, REGISTRY)
    assert caught.value.status == USAGE


def test_a_course_has_dates() -> None:
    (training,) = read_courses(["social_media:2026-11-02:2027-11-01"])
    assert (training.course, training.valid_from, training.valid_until) == (
        "social_media",
        date(2026, 11, 2),
        date(2027, 11, 1),
    )


@pytest.mark.parametrize("course", ["social_media", "a:b:c", "a:2027-01-01:2026-01-01", ":2026-01-01:2027-01-01"])
def test_a_course_that_makes_no_sense_is_refused(course: str) -> None:
    with pytest.raises(Stopped, match="course"):
        read_courses([course])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("person = ", "not TOML"),
        ("", r"no \[\[person\]\]"),
        ('[[person]]\nid = "a"\ngrants = []', "person number 1: name"),
        ('[[person]]\nid = "a"\nname = "A"\ngrants = []\nrank = 3', "person number 1: rank"),
        ('[[person]]\nid = "a"\nname = "A"\ngrants = []\n' * 2, "twice: a"),
    ],
)
def test_a_file_with_a_mistake_is_refused_as_a_whole(tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "staff.toml"
    file.write_text(content)
    with pytest.raises(Stopped, match=says) as caught:
        read_entries(file)
    assert caught.value.status == BAD_DATA
