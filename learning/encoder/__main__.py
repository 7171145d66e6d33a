"""`python -m learning.encoder JOB`: fine-tune and write the graph, in the workshop's environment (learning.build)."""

import json
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from learning.encoder.finetune import Part, Plan, finetune
from learning.encoder.graph import quantise, write_graph
from learning.encoder.lines import Line
from services.triage.model.encoder import read_tokenizer

PREFIX = "bert."
"""What some exports put before each weight's name."""


def main() -> None:
    """Read the job (lines, parts, plan, folders as JSON), learn, write `encoder.onnx` into its folder."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    model, out = Path(job["model"]), Path(job["out"])
    weights = {name.removeprefix(PREFIX): value for name, value in load_file(model / "model.safetensors").items()}
    lines = [
        Line(line["text"], line["answered"], np.array(line["target"], np.float32), line["weight"])
        for line in job["lines"]
    ]
    parts = [Part(slice(*part["where"]), part["counts"], part["exclusive"]) for part in job["parts"]]
    tokenizer = read_tokenizer(model / "tokenizer.json")
    learnt, head = finetune(weights, tokenizer, lines, parts, Plan(**job["plan"]), lambda text: print(text, flush=True))
    write_graph(learnt, head, out / "exact.onnx")
    quantise(out / "exact.onnx", out / "encoder.onnx")


if __name__ == "__main__":
    main()
