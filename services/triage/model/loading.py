"""The built model from its files, checked: a file that is missing, broken or another's is a clear error."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from services.triage.domain.heads import BRIEF, WHOLE, Heads
from services.triage.domain.judging import Learnt
from services.triage.domain.outputs import OUTPUTS, TAGS
from services.triage.domain.terms import Terms
from shared.contracts.labels import Tag
from shared.errors import Misconfigured

FILES = Path(__file__).parent / "files"
"""Where the model that came with this version stands."""
ENCODER, TOKENIZER, TERMS, HEADS, CARD = "encoder.onnx", "tokenizer.json", "terms.npz", "heads.json", "card.json"
AUTHORED = "authored.npz"
"""The authored lines as numbers, for the nightly refit."""
SHORT = 8
"""Letters of a hash that name a version."""
REBUILD = "Take the files of this version, or build them with `make model`."


class _Weighing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    tags_at: dict[Tag, float]
    alert_at: float
    bias: list[float]
    weights: list[list[float]]


class HeadsFile(BaseModel):
    """What `heads.json` holds: heads with the encoder and without it, fitted together."""

    model_config = ConfigDict(extra="forbid")

    model: str
    """The encoder and terms that they were fitted to."""
    data: str
    whole: _Weighing
    brief: _Weighing


class Card(BaseModel):
    """What `card.json` holds: the hashes that the other files must have."""

    model_config = ConfigDict(extra="forbid")

    encoder: str
    tokenizer: str
    terms: str
    data: str
    """The authored lines that they learnt from."""
    heads: str = ""
    """The heads that are shipped; empty only while `make model` has not fitted them, and then nothing is loaded."""

    @property
    def model(self) -> str:
        """The version of encoder, with its tokenizer, and terms."""
        return hashlib.sha256(f"{self.encoder} {self.tokenizer} {self.terms}".encode()).hexdigest()[:SHORT]


def load_learnt(folder: Path = FILES) -> Learnt:
    """Terms and the heads that are shipped, ready to judge. Raises Misconfigured."""
    card = read_card(folder)
    terms = _checked(folder / TERMS, card.terms)
    whole, brief = read_heads(_checked(folder / HEADS, card.heads), card.model)
    return Learnt(model=card.model, terms=terms_from(terms), whole=whole, brief=brief)


def read_card(folder: Path) -> Card:
    """The card of the model in that folder."""
    try:
        return Card.model_validate_json(_bytes(folder / CARD))
    except ValidationError as error:
        raise Misconfigured(f"{folder / CARD} is no model card: {_first(error)}.", remedy=REBUILD) from error


def check_encoder(folder: Path) -> None:
    """Raises Misconfigured where the encoder's file, or its tokenizer's, is missing or not the one of the card."""
    card = read_card(folder)
    _checked(folder / ENCODER, card.encoder)
    _checked(folder / TOKENIZER, card.tokenizer)


def read_heads(file: Path, model: str) -> tuple[Heads, Heads]:
    """The heads with the encoder and without it, every number checked; both must have been fitted to that model."""
    raw = _bytes(file)
    try:
        read = HeadsFile.model_validate_json(raw)
    except ValidationError as error:
        raise Misconfigured(f"{file} holds no heads: {_first(error)}.", remedy=REBUILD) from error
    if read.model != model:
        raise Misconfigured(
            f"{file} was fitted to model {read.model}, and the model here is {model}.",
            remedy="Fit new heads: python -m services.triage refit.",
        )
    version = hashlib.sha256(raw).hexdigest()[:SHORT]
    return _heads(read.whole, version, read.data, WHOLE), _heads(read.brief, version, read.data, BRIEF)


def model_of(file: Path) -> str:
    """The model that the heads in a file were fitted to. Raises Misconfigured."""
    try:
        return HeadsFile.model_validate_json(_bytes(file)).model
    except ValidationError as error:
        raise Misconfigured(f"{file} holds no heads: {_first(error)}.", remedy=REBUILD) from error


def _heads(read: _Weighing, version: str, data: str, inputs: int) -> Heads:
    try:
        with np.errstate(over="ignore"):  # what is too large is not finite, and refused below
            weights, bias = np.array(read.weights, np.float32), np.array(read.bias, np.float32)
    except (ValueError, TypeError) as error:
        raise Misconfigured(f"Heads {version} have rows of several lengths.", remedy=REBUILD) from error
    if bias.shape != (OUTPUTS,) or weights.shape != (inputs, OUTPUTS):
        raise Misconfigured(f"Heads {version} do not weigh {inputs} inputs for {OUTPUTS} outputs.", remedy=REBUILD)
    if not (np.isfinite(weights).all() and np.isfinite(bias).all()):
        raise Misconfigured(f"Heads {version} have a weight that is no number.", remedy=REBUILD)
    if set(read.tags_at) != set(TAGS) or not all(0 <= at <= 1 for at in (read.alert_at, *read.tags_at.values())):
        raise Misconfigured(f"Heads {version} lack a threshold, or have one that is no probability.", remedy=REBUILD)
    return Heads(version, data, weights, bias, read.tags_at, read.alert_at)


def terms_from(file: Path) -> Terms:
    """The terms as `terms_to` wrote them."""
    with np.load(file, allow_pickle=False) as arrays:
        known = arrays["terms"].tobytes().decode().split("\n")
        return Terms(
            known={term: row for row, term in enumerate(known)},
            rarity=arrays["rarity"].astype(np.float32),
            weights=arrays["weights"].astype(np.float32),
            bias=arrays["bias"].astype(np.float32),
        )


def terms_to(file: Path, known: Mapping[str, int], rarity: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> None:
    """Write terms: half precision is more than their weights carry."""
    names = "\n".join(sorted(known, key=lambda term: known[term])).encode()
    np.savez_compressed(
        file,
        terms=np.frombuffer(names, np.uint8),
        rarity=rarity.astype(np.float16),
        weights=weights.astype(np.float16),
        bias=bias.astype(np.float32),
    )


def heads_to(file: Path, model: str, data: str, whole: Heads, brief: Heads) -> None:
    """Write heads; numbers are cut to five places, so that the file is what is judged by on every machine."""
    made = {"model": model, "data": data, "whole": _written(whole), "brief": _written(brief)}
    file.write_bytes(orjson.dumps(made, option=orjson.OPT_APPEND_NEWLINE))


def _written(heads: Heads) -> dict[str, object]:
    return {
        "tags_at": {tag: round(float(at), 5) for tag, at in heads.tags_at.items()},
        "alert_at": round(float(heads.alert_at), 5),
        "bias": [round(float(each), 5) for each in heads.bias],
        "weights": [[round(float(each), 5) for each in row] for row in heads.weights],
    }


def _checked(file: Path, sha256: str) -> Path:
    found = hashlib.sha256(_bytes(file)).hexdigest()
    if found != sha256:
        raise Misconfigured(f"{file} is not the file that the card names (sha256 {found[:SHORT]}…).", remedy=REBUILD)
    return file


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Misconfigured(f"{file} cannot be read: {error.strerror}.", remedy=REBUILD) from error


def _first(error: ValidationError) -> str:
    problem = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
