"""An encoder's process that does what a message tells it to: dies, hangs, talks nonsense, or answers.

`python -m tests.support.encoder_process [never-ready | no-start | other-version | once FILE]`, the last one as soon as
there is such a file. Its answer to any other message says how long it is, and for danger where it has the word.
"""

import os
import signal
import sys
import time
from pathlib import Path

import numpy as np

from services.triage.domain.outputs import OUTPUTS
from services.triage.domain.sense import Sense
from services.triage.model import wire
from shared.settings import CHECKOUT

VECTOR = 4
COMMAND = (sys.executable, "-m", "tests.support.encoder_process")
CWD: Path = CHECKOUT


def sense_of(text: str) -> Sense:
    """What it answers: the first logit speaks for danger."""
    logits = np.full(OUTPUTS, -3, np.float32)
    logits[0] = 6 if "danger" in text else -6
    return Sense(logits, np.full(VECTOR, len(text), np.float32))


def _answer(number: int, text: str) -> bytes:
    if "DIE" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "HANG" in text:
        time.sleep(3_600)
    if "NONSENSE" in text:
        return b"?" * 40
    if "CLAIMS" in text:
        return b"\xff" * 4
    if "WRONG" in text:
        number += 1
    return wire.told(wire.Answer(number, None if "UNREADABLE" in text else sense_of(text)))


def main() -> None:
    """Answer until the questions end."""
    how = sys.argv[1] if len(sys.argv) > 1 else ""
    if how == "never-ready":
        time.sleep(3_600)
    if how == "no-start" or (how == "once" and not Path(sys.argv[2]).exists()):
        sys.stdout.buffer.write(wire.framed(wire.told(wire.Failed("there is no file"))))
        sys.exit(1)
    ready = wire.Ready(OUTPUTS + (how == "other-version"), VECTOR)
    sys.stdout.buffer.write(wire.framed(wire.told(ready)))
    sys.stdout.buffer.flush()
    while head := sys.stdin.buffer.read(4):
        number, text, _ = wire.read_asked(sys.stdin.buffer.read(*wire.LENGTH.unpack(head)))
        sys.stdout.buffer.write(wire.framed(_answer(number, text)))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
