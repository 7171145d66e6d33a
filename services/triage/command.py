"""`label`: mentions as JSON lines in, their labels as JSON lines out, one by one and by the service's own code."""

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, BinaryIO, NamedTuple

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller, Question
from services.triage.domain.sense import Sense
from services.triage.domain.triaging import unread
from shared.contracts.labels import Labels, Reason

LONGEST_LINE = 1_000_000
"""Bytes of a line; a longer one is an error rather than a claim on memory."""
GIVE = 'give {"id": ..., "text": ..., "account": ...}'
WANTED = {
    "id": "a text that is not empty, or a whole number",
    "text": "a text in quotation marks",
    "account": "a registry account id, a district id or force, in quotation marks",
    "in_reply_to": "the text of the message that it answers, in quotation marks, or null",
}
"""What each field of a line has to be, as its sender is told."""
HELP = """\
python -m services.triage label < mentions.jsonl > labelled.jsonl
Labels mentions by the code and the model of the service, without Kafka: a JSON object a line in, one out, in UTF-8.

A line in:
  id           a text or a whole number, by which you know the answer
  text         what was written
  account      whom it was written to: a registry account id, a district id, or force
  in_reply_to  the text (not the id) of the message that it answers; leave it out where it answers none
Any other field is passed over.

A line out: id, tags, concern, urgency, needs_reply, district, personal_data, language, sentiment, alert (whether an
alert would be raised) and reasons; or line (its number), error (what is wrong with it) and the id, where it has one.
The rest are labelled all the same, and the exit status is 0; standard error says how many lines were refused.
"""
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


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


class Counted(NamedTuple):
    """How many lines there were, and how many of them could not be labelled."""

    lines: int
    refused: int


def label_lines(source: BinaryIO, target: BinaryIO, desk: Desk) -> Counted:
    """Answer every line as soon as it is read; returns how many there were, and how many were refused."""
    number = wrong = 0
    for number, line in enumerate(_lines(source), start=1):
        known = line.removeprefix(codecs.BOM_UTF8) if line and number == 1 else line  # as some editors begin a file
        answer = _answer(known, desk)
        if "error" in answer:
            answer = {"line": number, **answer}
            wrong += 1
        target.write(orjson.dumps(answer) + b"\n")
        target.flush()
    return Counted(number, wrong)


def _lines(source: BinaryIO) -> Iterator[bytes | None]:
    """The lines; None for one that is too long, of which the rest is passed over."""
    while (line := source.readline(LONGEST_LINE)) not in (b"", b"\0"):  # half of UTF-16's last line break is no line
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
        given = orjson.loads(line.rstrip(b"\r\n"))  # or an unfinished line is said to be wrong in the next
        mention = Line.model_validate(given)
    except orjson.JSONDecodeError as error:
        return {"error": _unreadable(line, error)}
    except ValidationError as error:
        return {**_id_of(given), "error": _problems(given, error)}
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


def _unreadable(line: bytes, error: orjson.JSONDecodeError) -> str:
    """Why this is not JSON, and what to do."""
    if line.startswith(UTF_16) or b"\0" in line[:4]:  # JSON begins with two ASCII characters
        return "this is not UTF-8 (it looks like UTF-16): save the file as UTF-8"
    if not line.strip():
        return f"the line is empty: leave it out, or {GIVE}"
    try:
        line.decode()
    except UnicodeDecodeError:
        return "this is not UTF-8: save the file as UTF-8"
    if "surrogate" in error.msg:
        return f"half of a character, such as an emoji cut in two, near character {error.colno}: give the whole of it"
    return f"this is not JSON ({error.msg}, near character {error.colno}): {GIVE} on one line"


def _problems(given: object, error: ValidationError) -> str:
    """What is wrong with the fields, each named once."""
    if not isinstance(given, dict):
        return f"the line is not a JSON object: {GIVE}"
    fields = dict.fromkeys(str(problem["loc"][0]) for problem in error.errors(include_input=False, include_url=False))
    return "; ".join(
        f'"{name}" {"has to be" if name in given else "is missing: give"} {WANTED[name]}' for name in fields
    )
