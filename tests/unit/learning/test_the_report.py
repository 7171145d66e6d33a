"""The report and its pages: they tell everything, never a message, and follow from the JSON alone."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from learning.curve import ranked
from learning.evaluation.__main__ import REPORT
from learning.evaluation.answers import answer_of
from learning.evaluation.groups import groups_of, length_of
from learning.evaluation.labelling import Told, Versions, answers_hash, machine_in
from learning.evaluation.page import page_of
from learning.evaluation.report import report_of
from learning.evaluation.sets import TestSet, read_test_set
from learning.evaluation.summary import summary_of
from tests.unit.learning.answers import danger, harmless, told
from tests.unit.learning.lines import line

SECRET = "words nobody may see"
VERSIONS = Versions("triage-2", "aaaa", "bbbb", "cccc", alert_at=0.3, tags_at={"emergency": 0.5})
TOLD = [
    danger(1, SECRET),
    danger(2, SECRET, seen=False, likely=0.31),
    harmless(3, SECRET, alerts=True),
    harmless(4),
    told(line("t3-1", "hi")),
    told(line("t3-2", "trzeba pomocy", "emergency", language="pl", district="hastings"), likely=0.8),
]


def _report(lines: list[Told]) -> dict[str, object]:
    second = {"t3-1": lines[4].message.expected}
    report = report_of(TestSet([each.message for each in lines], second), lines, VERSIONS, [])
    return report | {"looks": [], "speed": {"words": 100, "whole": 10}}


def test_both_pages_say_whether_goals_are_met_and_no_message_is_in_any() -> None:
    report = _report(TOLD)
    page, summary, data = page_of(report), summary_of(report), orjson.dumps(report).decode()

    assert "| dangers that alert | 0.500 | missed | 0.98 | 0.95 | 1 of 2 |" in summary
    assert '<td>0.500</td><td class="missed">missed</td>' in page
    assert not any(SECRET in text or "trzeba" in text for text in (page, summary, data))


def test_lines_beside_a_threshold_are_counted() -> None:
    assert _report(TOLD)["near_a_threshold"] == {"alert": 1, "tags": 0}


def test_the_page_draws_what_training_wrote_and_needs_nothing_from_outside() -> None:
    curve = [
        {"lines": lines, "figures": {"danger_auc": {"value": value, "low": value - 0.05, "high": value + 0.02}}}
        for lines, value in ((800, 0.9), (6400, 0.97))
    ]
    page = page_of(_report(TOLD) | {"learning_curve": curve})

    assert "What more lines bring" in page
    assert "0.970 (0.92 to 0.99)" in page
    assert 'class="spread s0"' in page
    assert not any(word in page for word in ("<script", "http:", "https:", "<link", "@import", "url("))


def test_a_point_of_the_learning_curve_has_its_interval() -> None:
    sure = ranked([True, False] * 20, [0.9, 0.1] * 20)
    doubtful = ranked([True, False, True, False] * 10, [0.9, 0.1, 0.2, 0.8] * 10)

    assert (sure.value, sure.low, sure.high) == (1.0, 1.0, 1.0)
    assert doubtful.value == 0.75
    assert doubtful.low is not None
    assert doubtful.high is not None
    assert doubtful.low < 0.75 < doubtful.high


def test_a_report_of_rules_alone_says_so_and_has_no_probabilities() -> None:
    lines = [replace(each, likely=()) for each in TOLD]
    report = report_of(TestSet([each.message for each in lines], {}), lines, Versions("rules-1"), [])
    page = page_of(report | {"looks": [], "speed": {}})

    assert report["calibration"] is None
    assert "There was no model" in page


def test_groups_tell_what_was_found_in_each() -> None:
    groups = {name: {each.name: each for each in found} for name, found in groups_of(TOLD).items()}

    assert groups["author"]["t1"].found.count == 1
    assert groups["author"]["t1"].false.of == 2
    assert groups["language"]["pl"].lines == 1
    assert [length_of("a " * n) for n in (5, 6, 31)] == ["1 to 5 words", "6 to 15 words", "more than 30 words"]


def test_rules_alone_are_measured_where_there_is_no_model_and_the_same_words_get_the_same(tmp_path: Path) -> None:
    machine = machine_in(tmp_path)
    lines = [line("t1-1", "man with a knife outside the chip shop NOW", "emergency"), line("t1-2", "morning all")]

    first, again = machine.tell(lines), machine.tell(lines, all_ways=False)

    assert [each.whole.alert for each in first] == [True, False]
    assert first[0].whole == first[0].rules == again[0].whole
    assert first[0].wanted == answer_of(lines[0].expected)
    assert answers_hash(first) == answers_hash(again)


def test_an_author_of_no_part_and_an_empty_test_set_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no test set"):
        read_test_set(tmp_path)
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "z9.jsonl").write_text(line("z9-1", "hi").model_dump_json(), encoding="utf-8")
    with pytest.raises(SystemExit, match="z9-1: no part"):
        read_test_set(tmp_path)


@pytest.mark.parametrize(("suffix", "page"), [(".html", page_of), (".md", summary_of)])
def test_the_committed_pages_show_the_committed_report(suffix: str, page: object) -> None:
    assert callable(page)
    report = orjson.loads(REPORT.read_bytes())

    assert REPORT.with_suffix(suffix).read_text(encoding="utf-8") == page(report)
