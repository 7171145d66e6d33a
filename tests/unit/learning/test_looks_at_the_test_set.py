"""A report is not replaced by a worse one in silence: the reason stays with it, and the check asks for one."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from learning.evaluation import __main__ as evaluation
from learning.evaluation.intervals import share
from learning.evaluation.labelling import machine_in
from learning.evaluation.looks import how_measured, look_of, looks_after, unexplained, worse
from learning.evaluation.report import plain
from learning.evaluation.sets import TestSet
from tests.unit.learning.lines import line

KEPT_TWO = {
    "test": "1234",
    "answers": "aaaa",
    "danger_recall": {"realistic": 0.983},
    "macro_f1": {"realistic": 0.8},
}
"""An early look, from when no more was kept."""


def _report(found: int, concerns: int = 70, test: str = "1234") -> dict[str, Any]:
    whole = {"danger_recall": share(found, 119), "macro_f1": share(80, 100), "concern": share(concerns, 100)}
    report: dict[str, Any] = plain(
        {
            "test": {"hash": test},
            "versions": {"model": "m", "heads": "h"},
            "headline": {"realistic": {"whole": whole}},
        }
    )
    return report


def _after(found: int, concerns: int, answers: str, reason: str | None = None, test: str = "1234") -> list[Any]:
    first = _report(117)
    committed = first | {"looks": looks_after(None, look_of(first, "aaaa", None))}
    return looks_after(committed, look_of(_report(found, concerns, test), answers, reason))


def test_a_worse_look_needs_a_reason_and_keeps_it() -> None:
    silent, told = _after(114, 70, "bbbb"), _after(114, 70, "bbbb", "finds more of the rest")

    assert "dangers that alert: 0.9580 after 0.9832" in worse(silent)[0]
    assert "without a reason" in unexplained(silent)[0]
    assert (unexplained(told), told[-1]["reason"]) == ([], "finds more of the rest")


def test_every_figure_counts_and_a_line_beside_the_threshold_does_not() -> None:
    assert "concern right" in worse(_after(117, 60, "bbbb"))[0]
    assert worse(_after(116, 68, "bbbb")) == []
    assert worse(_after(90, 10, "bbbb", test="9999")) == [], "other lines say nothing"


def test_the_same_outcome_is_no_other_look_and_keeps_its_reason() -> None:
    told = _after(114, 70, "bbbb", "why")
    again = looks_after(_report(114) | {"looks": told}, look_of(_report(114), "bbbb", None))

    assert (len(again), again[-1]["reason"]) == (2, "why")


def test_a_report_from_before_figures_were_kept_lends_them_to_its_look_and_to_no_other() -> None:
    committed = _report(117) | {"looks": [KEPT_TWO, KEPT_TWO | {"answers": "bbbb"}]}

    looks = looks_after(committed, look_of(_report(117, concerns=60), "cccc", None))

    assert ["figures" in each for each in looks] == [False, True, True]
    assert len(worse(looks)) == 1


def test_a_look_that_kept_two_figures_is_compared_by_them() -> None:
    committed = _report(114) | {"looks": [KEPT_TWO, KEPT_TWO | {"answers": "bbbb"}]}

    looks = looks_after(committed, look_of(_report(114), "bbbb", None))

    assert "dangers that alert" in worse(looks)[0]


def test_the_pages_tell_of_changes_by_hand_of_what_got_worse_and_of_too_few_dangers() -> None:
    worse_one = look_of(_report(114), "bbbb", "finds more of the rest")
    told = " ".join(how_measured(_report(114) | {"looks": [KEPT_TWO] * 4 + [worse_one]}))

    assert "between looks 4 and 5" in told
    assert "no longer wholly unseen" in told
    assert "Look 5 was worse" in told
    assert "Taken because: finds more of the rest" in told
    assert "4 of the looks kept two figures" in told
    assert "119 dangers (realistic part) cannot carry a claim of 0.98" in told
    assert "cannot carry" in " ".join(how_measured(_report(114) | {"looks": []}))


def test_make_eval_does_not_replace_a_report_by_a_worse_one_unless_told_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = TestSet([line("t1-1", "my neighbour is bleeding, help", "emergency"), line("t1-2", "morning all")], {})
    monkeypatch.setattr(evaluation, "read_test_set", lambda: lines)
    monkeypatch.setattr(evaluation, "read_curve", list)
    monkeypatch.setattr(evaluation, "SHEET", tmp_path / "sheet.md")
    monkeypatch.setattr(evaluation, "_sheet", lambda: "the sheet")
    monkeypatch.setattr(type(machine_in(tmp_path)), "speed", lambda *_: {})
    report = tmp_path / "report.json"
    arguments = ["--model", str(tmp_path), "--to", str(report)]
    assert evaluation.main(arguments) == 0
    better = orjson.loads(report.read_bytes())
    better["looks"][-1] |= {"answers": "another"}
    better["looks"][-1]["figures"]["realistic"]["macro_f1"]["value"] = 1.1
    report.write_bytes(orjson.dumps(better))

    assert evaluation.main(arguments) == 1
    assert "--accept" in capsys.readouterr().out
    assert orjson.loads(report.read_bytes()) == better
    assert evaluation.main([*arguments, "--accept", "it is a test"]) == 0
    assert orjson.loads(report.read_bytes())["looks"][-1]["reason"] == "it is a test"
    assert "it is a test" in report.with_suffix(".html").read_text(encoding="utf-8")
