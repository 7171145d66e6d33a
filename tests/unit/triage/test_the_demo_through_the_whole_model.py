"""The demo's mentions as the running service labels them: words, terms, encoder and heads together."""

from pathlib import Path

import pytest

from services.triage.app import desk_of
from services.triage.command import Desk
from services.triage.domain.labeller import Question
from services.triage.settings import TriageSettings
from shared.registry import Registry
from shared.settings import CommonSettings
from tests.unit.triage.cases import Case, read_cases

DEMO = tuple(read_cases("demo"))


@pytest.fixture(scope="module")
def desk(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """With the model that is shipped."""
    desk, without = desk_of(CommonSettings(home=Path(tmp_path_factory.mktemp("home"))), TriageSettings(), registry)
    assert not without
    return desk


@pytest.mark.parametrize("case", DEMO, ids=lambda case: case.text[:40])
def test_a_mention_of_the_demo(case: Case, desk: Desk) -> None:
    districts = desk.area.served_by_name(case.account)
    assert districts is not None
    labels = desk.labels(Question(case.text, districts, case.in_reply_to))
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
