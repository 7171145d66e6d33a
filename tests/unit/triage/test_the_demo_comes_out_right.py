"""What a newcomer sees first: every mention of the demo has the labels that it is written for."""

import pytest

from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller, Question
from shared.contracts.labels import Labels
from tests.unit.triage.cases import Case, read_cases

DEMO = tuple(read_cases("demo"))


def label(case: Case, labeller: Labeller, area: Area) -> Labels:
    districts = area.served_by_name(case.account)
    assert districts is not None
    return labeller.label(Question(case.text, districts, case.in_reply_to))


@pytest.mark.parametrize("case", DEMO, ids=lambda case: case.text[:40])
def test_a_mention_of_the_demo(case: Case, labeller: Labeller, area: Area) -> None:
    labels = label(case, labeller, area)
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


def test_the_alarm_sounds_three_times(labeller: Labeller, area: Area) -> None:
    assert [case.id for case in DEMO if label(case, labeller, area).alert] == ["d4", "d10", "d18"]


def test_dungeness_is_kents(labeller: Labeller, area: Area) -> None:
    (bikes,) = (case for case in DEMO if "Dungeness" in case.text)
    assert label(bikes, labeller, area).police_area == "Kent"
