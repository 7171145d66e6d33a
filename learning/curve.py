"""`python -m learning.curve`: what more authored lines bring; builds with a quarter and a half of them, and measures.

Writes learning/curve.json, which the report draws. The parts learn in one order, the whole as it is shipped. Takes
about half as long as `make model`.
"""

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sklearn.metrics import roc_auc_score

from learning.build import PLAN, workshop_in
from learning.evaluation.headline import headline
from learning.evaluation.labelling import machine_in
from learning.mentions import Authored, read_part
from services.triage.model.loading import FILES

CURVE = Path(__file__).parent / "curve.json"
EVERY = (4, 2)
"""Every fourth line, every second: of each author the same share."""


def main() -> None:
    """Measure the parts, then the whole as it is built."""
    lines, heads, test = read_part("train"), read_part("heads"), read_part("test")
    points = []
    for every in EVERY:
        with tempfile.TemporaryDirectory() as scratch:
            shutil.copytree(FILES, scratch, dirs_exist_ok=True)
            workshop = workshop_in(Path(scratch))
            workshop.build_model(lines[::every], replace(PLAN, seeds=PLAN.seeds[:1]))
            workshop.build_heads(heads, test)
            points.append({"lines": len(lines[::every]), **_measured(Path(scratch), test)})
    points.append({"lines": len(lines), **_measured(FILES, test)})
    CURVE.write_text(json.dumps(points, indent=1) + "\n", encoding="utf-8")


def _measured(folder: Path, test: Sequence[Authored]) -> dict[str, float]:
    told = machine_in(folder).tell(test)
    figures = headline([each.wanted for each in told], [each.whole for each in told])
    return {
        "danger_auc": round(float(roc_auc_score([e.wanted.danger for e in told], [e.likely[0] for e in told])), 4),
        **{name: round(figures[name].value or 0.0, 4) for name in ("macro_f1", "urgency", "concern")},
    }


if __name__ == "__main__":
    main()
