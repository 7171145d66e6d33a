"""The authored lines as numbers: those that heads are fitted to, and those held apart that a promotion is judged on."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson
from pydantic import BaseModel, ConfigDict, TypeAdapter

from services.triage.refit.fitting import Given, Row
from shared.errors import Misconfigured

REMEDY = "Take the files of this version, or build them with `make model`."
PARTS = ("fitted", "held")


class _Label(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    source: str
    given: Given
    weight: float = 1.0


_LABELS = TypeAdapter(list[_Label])


@dataclass(frozen=True)
class Authored:
    """The lines of both parts; of the held ones their names too, so that a report can say which changed."""

    fitted: Sequence[Row]
    held: Sequence[Row]
    held_names: Sequence[str]


def write_authored(file: Path, model: str, fitted: Sequence[Row], held: Sequence[Row], names: Sequence[str]) -> None:
    """Write both parts in half precision, as `make model` and refits read them; all else is in full."""
    arrays: dict[str, np.ndarray] = {"model": np.frombuffer(model.encode(), np.uint8)}
    for part, rows in zip(PARTS, (fitted, held), strict=True):
        named = names if part == "held" else [""] * len(rows)
        labels = [
            _Label(name=name, source=row.source, given=row.given, weight=row.weight)
            for name, row in zip(named, rows, strict=True)
        ]
        arrays[f"{part}_whole"] = np.stack([row.whole for row in rows]).astype(np.float16)
        arrays[f"{part}_brief"] = np.stack([row.brief for row in rows]).astype(np.float16)
        arrays[f"{part}_labels"] = np.frombuffer(_LABELS.dump_json(labels), np.uint8)
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # its stub knows no names


def read_authored(file: Path, model: str) -> Authored:
    """Both parts; raises Misconfigured where the file is missing, broken or of another model."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            of = arrays["model"].tobytes().decode()
            rows = {part: _rows(arrays, part) for part in PARTS}
    except (OSError, ValueError, KeyError) as error:
        raise Misconfigured(f"{file} holds no authored lines: {error}.", remedy=REMEDY) from error
    if of != model:
        raise Misconfigured(f"{file} was made for model {of}, and the model here is {model}.", remedy=REMEDY)
    return Authored(
        fitted=[row for _, row in rows["fitted"]],
        held=[row for _, row in rows["held"]],
        held_names=[name for name, _ in rows["held"]],
    )


def _rows(arrays: "np.lib.npyio.NpzFile", part: str) -> list[tuple[str, Row]]:
    whole, brief = arrays[f"{part}_whole"].astype(np.float32), arrays[f"{part}_brief"].astype(np.float32)
    labels = _LABELS.validate_python(orjson.loads(arrays[f"{part}_labels"].tobytes()))
    return [
        (label.name, Row(label.source, of_whole, of_brief, label.given, label.weight))
        for label, of_whole, of_brief in zip(labels, whole, brief, strict=True)
    ]
