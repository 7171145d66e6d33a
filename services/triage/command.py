"""`label`: mentions as JSON lines in, their labels as JSON lines out, one by one and by the service's own code."""

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, BinaryIO

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller, Question
from services.triage.domain.sense import Sense
from services.triage.domain.triaging import unread
from shared.contracts.labels import Labels, Reason

LONGEST_LINE = 1_000_000
"""Bytes of a line; a longer one is an error rather than a claim on memory."""


class Line(BaseModel):
    """One mention to be labelled."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    id: Annotated[str, Field(min_length=1)] | int
    text: str
    account: Annotated[str, Field(min_length=1)]
    in_reply_to: str | None = None


Sensing = Callable[[str, str | None], Sense]
"""What the encoder makes of a message, with the one that it answers."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What lines are labelled by."""

    labeller: Labeller
    area: Area
    sense: Sensing | None = None
    """None where there is no encoder: then rules and terms label, as they do in a service without it."""

    def labels(self, question: Question) -> Labels:
        """As in the service: one message that we cannot read goes to a person."""
        try:
            sense = self.sense(question.text, question.in_reply_to) if self.sense is not None else None
            return self.labeller.label(question, sense)
        except Exception:  # noqa: BLE001 - whatever it is, the other lines are labelled
            return unread(question.districts)


def label_lines(source: BinaryIO, target: BinaryIO, desk: Desk) -> int:
    """Answer every line as soon as it is read; returns how many of them could not be labelled."""
    wrong = 0
    for number, line in enumerate(_lines(source), start=1):
        known = line.removeprefix(codecs.BOM_UTF8) if line and number == 1 else line  # as some editors begin a file
        answer = _answer(known, desk)
        if "error" in answer:
            answer = {"line": number, **answer}
            wrong += 1
        target.write(orjson.dumps(answer) + b"\n")
        target.flush()
    return wrong


def _lines(source: BinaryIO) -> Iterator[bytes | None]:
    """The lines; None for one that is too long, of which the rest is passed over."""
    while line := source.readline(LONGEST_LINE):
        if line.endswith(b"\n") or len(line) < LONGEST_LINE:
            yield line
            continue
        while (rest := source.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        yield None


def _answer(line: bytes | None, desk: Desk) -> dict[str, Any]:
    if line is None:
        return {"error": f"the line is longer than {LONGEST_LINE:,} bytes"}
    try:
        given = orjson.loads(line)
        mention = Line.model_validate(given)
    except orjson.JSONDecodeError as error:
        return {"error": f"this is not JSON: {error}"}
    except ValidationError as error:
        return {**_id_of(given), "error": _problems(error)}
    districts = desk.area.served_by_name(mention.account)
    if districts is None:
        return {
            "id": mention.id,
            "error": f"unknown account {mention.account!r}: give a registry account id, a district id or force",
        }
    question = Question(mention.text, districts, mention.in_reply_to)
    return _labelled(mention, desk.labels(question))


def _id_of(given: object) -> dict[str, str | int]:
    """The id, where the line has one: its sender knows the line by it."""
    known = given.get("id") if isinstance(given, dict) else None
    return {"id": known} if isinstance(known, str | int) and not isinstance(known, bool) else {}


def _labelled(mention: Line, labels: Labels) -> dict[str, Any]:
    answer = labels.model_dump(mode="json", exclude={"reasons", "police_area", "place"})
    return {"id": mention.id, **answer, "reasons": [_readable(reason, mention.text) for reason in labels.reasons]}


def _readable(reason: Reason, text: str) -> dict[str, str]:
    words = {"words": text[reason.start : reason.end]} if reason.start is not None else {}
    return {"label": reason.label, "rule": reason.rule, **words}


def _problems(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in problem['loc']) or 'the line'}: {problem['msg']}"
        for problem in error.errors(include_input=False, include_url=False)[:5]
    )
