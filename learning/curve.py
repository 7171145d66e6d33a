"""`python -m learning.curve`: what more authored lines bring; builds with a quarter and a half of them, and measures.

Writes learning/curve.json, which the report draws. The parts learn in one order, the whole as it is shipped; each
figure has its interval. Takes about half as long as `make model`.
"""

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from learning.build import PLAN, workshop_in
from learning.evaluation.headline import headline
from learning.evaluation.intervals import Figure, between, resampled
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
            points.append({"lines": len(lines[::every]), "figures": _measured(Path(scratch), test)})
    points.append({"lines": len(lines), "figures": _measured(FILES, test)})
    CURVE.write_text(json.dumps(points, indent=1) + "\n", encoding="utf-8")


def _measured(folder: Path, test: Sequence[Authored]) -> dict[str, dict[str, float | None]]:
    told = machine_in(folder).tell(test)
    figures = headline([each.wanted for each in told], [each.whole for each in told])
    danger = ranked([each.wanted.danger for each in told], [each.likely[0] for each in told])
    shown = {"danger_auc": danger, **{name: figures[name] for name in ("macro_f1", "urgency", "concern")}}
    return {name: _rounded(figure) for name, figure in shown.items()}


def _rounded(figure: Figure) -> dict[str, float | None]:
    parts = {"value": figure.value, "low": figure.low, "high": figure.high}
    return {name: None if value is None else round(value, 4) for name, value in parts.items()}


def ranked(danger: Sequence[bool], likely: Sequence[float]) -> Figure:
    """The area under the curve of danger: how often a danger is held for likelier than what is none."""
    rounds = [
        float(roc_auc_score(danger, likely, sample_weight=drawn))
        for drawn in resampled(len(danger))
        if 0 < drawn[np.array(danger)].sum() < drawn.sum()
    ]
    return Figure(float(roc_auc_score(danger, likely)), *between(np.array(rounds)))


if __name__ == "__main__":
    main()
