"""Goals are never rounded up to; the check fails for what is worse, and for reports of something else."""

from typing import Any

import pytest

from learning.evaluation.answers import majority_of
from learning.evaluation.check import problems
from learning.evaluation.goals import Goal
from learning.evaluation.headline import headline
from learning.evaluation.intervals import Figure, share
from learning.evaluation.report import plain
from tests.unit.learning.answers import answer

RECALL = Goal("realistic", "danger_recall", 0.98, least=0.95)
WRONG = Goal("hard", "wrong_district", 0.02, at_most=True)


@pytest.mark.parametrize(
    ("value", "verdict", "shown"),
    [
        (0.98, "met", "0.980"),
        (0.9799, "least acceptable met", "0.979"),
        (0.95, "least acceptable met", "0.950"),
        (0.9499, "missed", "0.949"),
        (None, "not measured", "-"),
    ],
)
def test_a_goal_is_met_or_it_is_not(value: float | None, verdict: str, shown: str) -> None:
    assert (RECALL.verdict(value), RECALL.shown(value)) == (verdict, shown)


def test_where_less_is_better_the_figure_is_cut_to_more() -> None:
    assert (WRONG.verdict(0.02), WRONG.verdict(0.0201), WRONG.shown(0.0201)) == ("met", "missed", "0.021")


def test_the_headline_counts_what_the_guide_says() -> None:
    wanted = [
        answer("emergency", district="hastings", concern="violence", personal_data="phone", urgency="immediate"),
        answer("chat", district="rother", urgency="none"),
        answer("chat", district="unknown", urgency="none"),
    ]
    given = [
        answer("emergency", alert=True, district="unknown", concern="drugs", urgency="immediate"),
        answer("chat", alert=True, district="hastings", personal_data="email", urgency="none"),
        answer("chat", district="unknown", urgency="routine"),
    ]

    figures = {name: (figure.count, figure.of) for name, figure in headline(wanted, given).items()}

    assert figures["danger_recall"] == (1, 1)
    assert figures["danger_precision"] == (1, 2)
    assert figures["concern"] == (0, 1), "only where one is given"
    assert figures["district"] == (1, 3)
    assert figures["wrong_district"] == (1, 3), "unknown is not wrong"
    assert figures["personal_recall"] == (0, 1)
    assert figures["urgency"] == (2, 3)


def test_the_majority_says_the_same_of_every_message() -> None:
    wanted = [answer("chat", district="hastings"), answer("chat", "praise", district="unknown"), answer("question")]

    given = majority_of(wanted)

    assert {each.values["tags"] for each in given} == {frozenset(["chat"])}
    assert {each.values["personal_data"] for each in given} == {frozenset()}
    assert len(given) == 3


VERSIONS = {"method": "triage-2", "model": "aaaa", "heads": "bbbb", "alert_at": 0.2}


def _report(**figures: Figure) -> dict[str, Any]:
    headline_of = {"realistic": {"whole": figures}}
    report: dict[str, Any] = plain({"test": {"hash": "1234"}, "versions": VERSIONS, "headline": headline_of})
    return report


def _problems(report: dict[str, Any], **now: Figure) -> list[str]:
    return problems(report, "1234", VERSIONS, {"realistic": {"whole": now}})


def test_the_same_figures_pass_and_so_do_better_ones() -> None:
    report = _report(danger_recall=share(97, 101), wrong_district=share(3, 400))

    assert _problems(report, danger_recall=share(97, 101), wrong_district=share(3, 400)) == []
    assert _problems(report, danger_recall=share(101, 101), wrong_district=share(0, 400)) == []


def test_one_danger_beside_the_threshold_may_fall_on_the_other_side_and_two_may_not() -> None:
    report = _report(danger_recall=share(97, 101))

    assert _problems(report, danger_recall=share(96, 101)) == []
    assert "dangers that alert: 0.9406" in _problems(report, danger_recall=share(95, 101))[0]


def test_more_wrong_districts_and_worse_tags_are_problems() -> None:
    report = _report(wrong_district=share(3, 400), macro_f1=Figure(0.85, 0.8, 0.9), alerted=share(80, 400))

    worse = _problems(report, wrong_district=share(8, 400), macro_f1=Figure(0.844, 0.8, 0.9), alerted=share(90, 400))

    assert len(worse) == 2, "more alerts alone are not: the precision tells"


def test_a_report_of_other_lines_or_of_another_model_is_refused() -> None:
    report = _report(danger_recall=share(9, 10))

    assert "test set" in problems(report, "9999", VERSIONS, {})[0]
    assert "another model (other heads)" in problems(report, "1234", VERSIONS | {"heads": "cccc"}, {})[0]
