"""`python -m learning.encoder FOLDER`: fine-tunes and writes the graph, in the workshop's environment."""

import json
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from learning.encoder.finetune import finetune
from learning.encoder.graph import quantise, write_graph
from learning.encoder.lines import Line
from learning.encoder.plan import Part, Plan
from services.triage.model.encoder import read_tokenizer

PREFIX = "bert."
"""What some exports put before each weight's name."""


def main() -> None:
    """Read `job.json` (lines, parts, plan) in a folder, learn, write `encoder.onnx` beside it.

    What was learnt with each seed stays in the folder: a job that was interrupted goes on with the next one.
    """
    out = Path(sys.argv[1])
    job = json.loads((out / "job.json").read_text(encoding="utf-8"))
    model, plan = Path(job["model"]), Plan(**job["plan"])
    weights = {name.removeprefix(PREFIX): value for name, value in load_file(model / "model.safetensors").items()}
    lines = [Line(each["text"], each["answered"], np.array(each["target"], np.float32)) for each in job["lines"]]
    parts, tokenizer = [Part(**part) for part in job["parts"]], read_tokenizer(model / "tokenizer.json")
    learnt = []
    for seed in plan.seeds:
        file = out / f"seed-{seed}.safetensors"
        if not file.exists():
            _put(finetune(weights, tokenizer, lines, parts, plan, seed), file)
        learnt.append(load_file(file))
    write_graph({name: np.mean([each[name] for each in learnt], axis=0) for name in learnt[0]}, out / "exact.onnx")
    quantise(out / "exact.onnx", out / "encoder.onnx")


def _put(weights: dict[str, np.ndarray], file: Path) -> None:
    """Whole or not at all."""
    beginning = file.with_suffix(".part")
    save_file({name: np.ascontiguousarray(value) for name, value in weights.items()}, beginning)
    beginning.replace(file)


if __name__ == "__main__":
    main()
