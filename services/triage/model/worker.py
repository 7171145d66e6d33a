"""The encoder's own process: `python -m services.triage.model.worker <folder>`, questions in, answers out.

What crashes, hangs or eats memory here harms nobody's alert. It ends when its parent does, however that ends.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from services.triage.domain.sense import Sense
from services.triage.model import wire
from services.triage.model.loading import check_encoder
from services.triage.model.wire import Answer, Failed, Ready

if TYPE_CHECKING:
    from services.triage.model.encoder import Encoder

NICENESS = 5
"""Alerts go first wherever both want the core."""
PR_SET_PDEATHSIG = 1
TRIED = "Is there anything at the pier tonight?"
"""Read before it says that it is ready: so that it is, and tells how many numbers its answers have."""


def main() -> int:
    """Answer until the questions end."""
    parent = os.getppid()
    answers = _private_stdout()
    _live_and_die_with(parent)
    try:
        encoder = _encoder(Path(sys.argv[1]))
        tried = encoder.read(TRIED, None)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent has to hear of it
        _say(answers, Failed(f"{type(error).__name__}: {error}"))
        return 1
    _say(answers, Ready(len(tried.logits), len(tried.vector)))
    while body := _read(sys.stdin.buffer):
        number, text, answered = wire.read_asked(body)
        _say(answers, Answer(number, _read_by(encoder, text, answered)))
    return 0


def _encoder(folder: Path) -> "Encoder":
    from services.triage.model.encoder import Encoder  # noqa: PLC0415 - a library that does not load is told as well

    check_encoder(folder)
    return Encoder(folder)


def _read_by(encoder: "Encoder", text: str, answered: str | None) -> Sense | None:
    try:
        return encoder.read(text, answered)
    except Exception:  # noqa: BLE001 - one message that it cannot read; the next one may be a cry for help
        return None


def _private_stdout() -> BinaryIO:
    """Where answers go; whatever else is printed goes to the log and breaks no frame."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _live_and_die_with(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to hear: it ends us in its own time
    os.nice(NICENESS)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before anybody could tell us
        sys.exit(0)


def _read(pipe: BinaryIO) -> bytes:
    """The next frame; nothing at the end."""
    head = pipe.read(wire.LENGTH.size)
    return pipe.read(wire.LENGTH.unpack(head)[0]) if len(head) == wire.LENGTH.size else b""


def _say(pipe: BinaryIO, message: Ready | Answer | Failed) -> None:
    pipe.write(wire.framed(wire.told(message)))
    pipe.flush()


if __name__ == "__main__":
    sys.exit(main())
