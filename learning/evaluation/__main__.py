"""`make eval` writes the report; `python -m learning.evaluation --check` compares with the committed one."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import orjson

from learning.data_sheet import read_parts, written
from learning.evaluation.check import REMEDY, problems
from learning.evaluation.headline import headline
from learning.evaluation.labelling import answers_hash, machine_in, versions_of
from learning.evaluation.looks import HOW_TO_ACCEPT, look_of, looks_after, unexplained, worse
from learning.evaluation.page import page_of
from learning.evaluation.report import plain, report_of
from learning.evaluation.sets import part_of, read_curve, read_test_set
from learning.evaluation.summary import summary_of
from learning.mentions import DATA
from services.triage.model.loading import FILES
from shared.settings import CHECKOUT

REPORT = CHECKOUT / "docs" / "triage-report.json"
PAGES = {".html": page_of, ".md": summary_of}
"""What is made of the JSON, beside it."""
SHEET = DATA / "README.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 where the check finds something."""
    parser = argparse.ArgumentParser(prog="python -m learning.evaluation", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where it is worse than the report")
    parser.add_argument("--model", type=Path, default=FILES, help="another folder with a model's files")
    parser.add_argument("--to", type=Path, default=REPORT, help="another report (.json; the page stands beside it)")
    parser.add_argument("--accept", metavar="WHY", help="replace the report though figures are worse; the reason stays")
    given = parser.parse_args(arguments)
    if given.accept is not None and not given.accept.strip():
        parser.error("--accept needs the reason")
    return check(given.model, given.to) if given.check else write(given.model, given.to, given.accept)


def write(model: Path, to: Path, accept: str | None) -> int:
    """Measure, and write report, page and data sheet; what is worse is written only with a reason."""
    test, machine = read_test_set(), machine_in(model)
    told, versions = machine.tell(test.messages), versions_of(machine)
    report = report_of(test, told, versions, read_curve())
    committed = orjson.loads(to.read_bytes()) if to.exists() else None
    report["looks"] = looks_after(committed, look_of(report, answers_hash(told), accept))
    if unexplained(report["looks"]):
        return _failed([*worse(report["looks"]), HOW_TO_ACCEPT])
    report["speed"] = {name: _two_digits(rate) for name, rate in machine.speed(test.messages).items()}
    to.write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    for suffix, page in PAGES.items():
        to.with_suffix(suffix).write_text(page(report), encoding="utf-8")
    SHEET.write_text(_sheet(), encoding="utf-8")
    for row in report["goals"]:
        print(f"{row['part']:<10} {row['figure']:<20} {row['shown']}  goal {row['goal']:.2f}  {row['verdict']}")
    print(f"{to} and the pages beside it are written; this was look {len(report['looks'])} at a test set.")
    return 0


def check(model: Path, committed: Path) -> int:
    """Label the test set once more, and say what is worse than the report, or not what it was made of."""
    if not committed.exists():
        return _failed([f"There is no report ({committed}). {REMEDY}"])
    report, test, machine = orjson.loads(committed.read_bytes()), read_test_set(), machine_in(model)
    told = machine.tell(test.messages, all_ways=False)
    parts = {part: [each for each in told if part_of(each.message) == part] for part in report["headline"]}
    versions = plain(asdict(versions_of(machine)))
    measured = {
        part: {"whole": headline([t.wanted for t in each], [t.whole for t in each])} for part, each in parts.items()
    }
    found = problems(report, test.hash, versions, measured) + unexplained(report["looks"])
    found += [
        f"{committed.with_suffix(suffix).name} does not show the report. {REMEDY}"
        for suffix, page in PAGES.items()
        if committed.with_suffix(suffix).read_text(encoding="utf-8") != page(report)
    ]
    if SHEET.read_text(encoding="utf-8") != _sheet():
        found.append("The data sheet counts other lines. `python -m learning.data_sheet` counts them again.")
    return _failed(found)


def _sheet() -> str:
    return written(SHEET.read_text(encoding="utf-8"), read_parts())


def _failed(found: Sequence[str]) -> int:
    for each in found:
        print(each)
    return 1 if found else 0


def _two_digits(rate: float) -> int:
    return int(float(f"{rate:.1e}"))


if __name__ == "__main__":
    sys.exit(main())
