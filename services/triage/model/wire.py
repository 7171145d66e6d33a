"""What triage and its encoder's process say to each other, over two pipes: frames of a length and as many bytes."""

import struct
from dataclasses import dataclass

import numpy as np

from services.triage.domain.sense import Numbers, Sense

LENGTH = struct.Struct(">I")
"""Before every frame."""
LONGEST_FRAME = 1 << 20
"""Bytes; what claims to be longer is garbage."""
MOST_LETTERS = 8_000
"""Letters of a text that are sent; the encoder looks at fewer."""

_ASKED = struct.Struct(">Iii")
_ANSWERED = struct.Struct(">cIHH")
_READY = struct.Struct(">cHH")


@dataclass(frozen=True, slots=True)
class Ready:
    """The encoder is loaded; each of its answers has so many numbers."""

    logits: int
    vector: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the encoder made of the question with this number; None where it cannot read just this one."""

    number: int
    sense: Sense | None


@dataclass(frozen=True, slots=True)
class Failed:
    """The encoder cannot work, and why."""

    why: str


class Garbage(Exception):
    """Bytes that no encoder of ours says."""


def framed(body: bytes) -> bytes:
    """A frame, ready to be sent."""
    return LENGTH.pack(len(body)) + body


def asked(number: int, text: str, answered: str | None) -> bytes:
    """A question as a frame's bytes."""
    said = text[:MOST_LETTERS].encode(errors="replace")
    before = None if answered is None else answered[:MOST_LETTERS].encode(errors="replace")
    return _ASKED.pack(number, len(said), -1 if before is None else len(before)) + said + (before or b"")


def read_asked(body: bytes) -> tuple[int, str, str | None]:
    """The question in a frame: its number, the message, and the one that it answers."""
    number, length, before = _ASKED.unpack_from(body)
    said = body[_ASKED.size : _ASKED.size + length]
    return number, said.decode(), None if before < 0 else body[_ASKED.size + length :].decode()


def told(message: Ready | Answer | Failed) -> bytes:
    """What the encoder says as a frame's bytes."""
    if isinstance(message, Ready):
        return _READY.pack(b"R", message.logits, message.vector)
    if isinstance(message, Failed):
        return b"F" + message.why.encode(errors="replace")
    if message.sense is None:
        return _ANSWERED.pack(b"A", message.number, 0, 0)
    logits, vector = message.sense.logits, message.sense.vector
    head = _ANSWERED.pack(b"A", message.number, len(logits), len(vector))
    return head + logits.astype(">f4").tobytes() + vector.astype(">f4").tobytes()


def read_told(body: bytes) -> Ready | Answer | Failed:
    """What a frame says; raises Garbage where it says nothing that could be relied on."""
    try:
        match body[:1]:
            case b"R":
                _, logits, vector = _READY.unpack(body)
                return Ready(logits, vector)
            case b"F":
                return Failed(body[1:].decode(errors="replace"))
            case b"A":
                return _answer(body)
            case _:
                raise Garbage("an answer is of no known kind")
    except struct.error as error:
        raise Garbage(f"an answer cannot be read: {error}") from error


def _answer(body: bytes) -> Answer:
    _, number, logits, vector = _ANSWERED.unpack_from(body)
    numbers = body[_ANSWERED.size :]
    if len(numbers) != 4 * (logits + vector):
        raise Garbage("an answer has not the length that it claims")
    if not logits:
        return Answer(number, None)
    values: Numbers = np.frombuffer(numbers, ">f4").astype(np.float32)
    if not np.isfinite(values).all():
        raise Garbage("an answer has numbers that are none")
    return Answer(number, Sense(values[:logits], values[logits:]))
