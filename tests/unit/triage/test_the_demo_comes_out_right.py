"""What a newcomer sees first: the mentions of the demo have the labels that they are written for, model or none."""

import pytest

from services.triage.app import desk_of
from services.triage.command import Desk
from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller, Question
from services.triage.settings import TriageSettings
from shared.contracts.labels import Labels
from shared.registry import Registry
from shared.settings import CommonSettings
from tests.unit.triage.cases import Case, read_cases

DEMO = tuple(read_cases("demo"))


@pytest.fixture(scope="module", params=["rules alone", "whole model"])
def desk(
    request: pytest.FixtureRequest,
    labeller: Labeller,
    area: Area,
    registry: Registry,
    tmp_path_factory: pytest.TempPathFactory,
) -> Desk:
    """As it labels where nothing learnt is at hand, and as it is shipped."""
    if request.param == "rules alone":
        return Desk(labeller, area)
    desk, without = desk_of(CommonSettings(home=tmp_path_factory.mktemp("home")), TriageSettings(), registry)
    assert not without
    return desk


def label(case: Case, desk: Desk) -> Labels:
    districts = desk.area.served_by_name(case.account)
    assert districts is not None
    return desk.labels(Question(case.text, districts, case.in_reply_to))


@pytest.mark.parametrize("case", DEMO, ids=lambda case: case.text[:40])
def test_a_mention_of_the_demo(case: Case, desk: Desk) -> None:
    labels = label(case, desk)
    given = {
        "tags": sorted(labels.tags),
        "concern": labels.concern,
        "urgency": labels.urgency,
        "district": labels.district,
        "language": labels.language,
        "personal_data": list(labels.personal_data),
        "alert": labels.alert,
    }
    wanted = {name: case.expected[name] for name in given if name != "alert"}
    assert given == {**wanted, "alert": case.dangerous}


def test_the_alarm_sounds_three_times(desk: Desk) -> None:
    assert [case.id for case in DEMO if label(case, desk).alert] == ["d4", "d10", "d18"]


def test_dungeness_is_kents(desk: Desk) -> None:
    (bikes,) = (case for case in DEMO if "Dungeness" in case.text)
    assert label(bikes, desk).police_area == "Kent"
