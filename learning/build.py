"""`make model`: from the authored lines to the files that triage ships; the same lines give the same files.

Fine-tuning takes most of the time (about an hour on two cores). The weights of words come before the heads, which weigh
what rules say by them; `--heads` fits the heads alone.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from deploy.local.paths import ROOT, SCRATCH
from learning import words
from learning.encoder.plan import Part, Plan
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
    TOKENIZER,
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

PLAN = Plan()
HOME_OF_BUILDS = SCRATCH / "encoder"
"""Where an interrupted build goes on from."""
DEMO, DEMO_COUNTS = "demo", 64.0
"""Newcomers see the demo first, and its lines have to come out as they are written for. At this weight the
heads get all of them, and no other author's lines come out worse for it."""
COUNTS = {"danger": 2.0, "tags": 1.2, "concern": 2.5, "urgency": 0.8, "needs_reply": 0.8, "sentiment": 0.6}
"""What each part of the outputs counts while the encoder learns."""


def main() -> None:
    """Build all, or the heads alone."""
    parser = argparse.ArgumentParser(prog="make model")
    parser.add_argument("--heads", action="store_true", help="fit the heads alone, to the encoder and terms there are")
    given = parser.parse_args()
    SCRATCH.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=SCRATCH) as made:
        shutil.copytree(FILES, made, dirs_exist_ok=True)
        if not given.heads:
            workshop_in(Path(made)).build_model(read_part("train"))
            words.learn()  # rules alone read by them, so that what takes an hour comes first and nothing is half new
        workshop_in(Path(made)).build_heads(read_part("heads"), read_part("test"))
        for name in sorted((each.name for each in Path(made).iterdir()), key=lambda name: name == CARD):
            shutil.copy(Path(made) / name, FILES / name)  # the card last: only then it names what is there


def workshop_in(folder: Path) -> "Workshop":
    """One with the tables as they are now."""
    registry = load_registry(ROOT / "deploy" / "force")
    return Workshop(labeller_of(registry), area_of(registry), folder)


@dataclass(frozen=True)
class Workshop:
    """Builds into a folder."""

    labeller: Labeller
    area: Area
    folder: Path

    def build_model(self, lines: Sequence[Authored], plan: Plan = PLAN) -> None:
        """Terms, encoder and card from the authored lines for training."""
        print(f"{len(lines)} lines of {len({author_of(line) for line in lines})} authors", flush=True)
        terms = self._terms(lines)
        terms_to(self.folder / TERMS, terms.known, terms.rarity, terms.weights, terms.bias)
        self._encoder(lines, plan)
        encoder, tokenizer, terms_file = (_sha256(self.folder / name) for name in (ENCODER, TOKENIZER, TERMS))
        self._put(Card(encoder=encoder, tokenizer=tokenizer, terms=terms_file, data=fingerprint(lines)))

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
            counts = DEMO_COUNTS if author_of(line) == DEMO else 1.0
            rows.append(Row(author_of(line), whole, brief, given_of(line), counts))
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
        job = json.dumps(_job(lines, plan))
        scratch = HOME_OF_BUILDS / hashlib.sha256(job.encode()).hexdigest()[:16]
        for other in HOME_OF_BUILDS.glob("*"):
            if other != scratch:
                shutil.rmtree(other)
        scratch.mkdir(parents=True, exist_ok=True)
        (scratch / "job.json").write_text(job, encoding="utf-8")
        command = [str(WORKSHOP.python), "-m", "learning.encoder", str(scratch)]
        subprocess.run(command, check=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})  # noqa: S603 - our own
        shutil.copy(scratch / "encoder.onnx", self.folder / ENCODER)
        shutil.rmtree(scratch)
        shutil.copy(MODEL / TOKENIZER, self.folder / TOKENIZER)


def _job(lines: Sequence[Authored], plan: Plan) -> dict[str, Any]:
    sources = (*sorted((ROOT / "learning" / "encoder").glob("*.py")), ROOT / "learning" / "requirements.lock")
    return {
        "model": str(MODEL),
        "sources": [_sha256(file) for file in sources],  # what others learnt by is not gone on with
        "plan": asdict(plan),
        "parts": [asdict(part) for part in _parts()],
        "lines": [
            {"text": line.text, "answered": line.in_reply_to, "target": target_of(given_of(line)).tolist()}
            for line in lines
        ],
    }


def _parts() -> Iterator[Part]:
    """Danger is a part of its own: it counts more than the other tags."""
    tags = slice_of("tags")
    yield Part(tags.start, tags.start + 1, COUNTS["danger"], exclusive=False)
    yield Part(tags.start + 1, tags.stop, COUNTS["tags"], exclusive=False)
    for group, exclusive in (("concern", True), ("urgency", True), ("needs_reply", False), ("sentiment", True)):
        where = slice_of(group)
        yield Part(where.start, where.stop, COUNTS[group], exclusive)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
