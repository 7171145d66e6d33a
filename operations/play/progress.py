"""What a person sees while a file is played: one line that moves on a terminal, a line now and then elsewhere."""

import asyncio
from collections.abc import Callable
from typing import TextIO

from operations.play.rows import Unusable
from operations.tally import Count

ON_A_TERMINAL_S = 0.5
ELSEWHERE_S = 5.0
"""Between two lines in a log."""

LISTED = 20
"""Refused lines that are told one by one; a file that is wrong throughout would drown the rest."""

ESCAPES = str.maketrans({number: f"\\x{number:02x}" for number in (*range(32), *range(127, 160))})
"""A reason may repeat what the file says; nothing of it may steer the terminal."""


class Progress:
    """Tells how far it is, and which lines were refused."""

    def __init__(self, output: TextIO) -> None:
        self._output = output
        self._moves = output.isatty()
        self._refused = 0

    def refused(self, line: Unusable) -> None:
        """Tell of a line that is not sent."""
        self._refused += 1
        if self._refused <= LISTED:
            self._write(f"line {line.number} refused: {line.reason.translate(ESCAPES)}\n")
        elif self._refused == LISTED + 1:
            self._write("more lines are refused; they are counted, and not told one by one\n")

    async def watch(self, count: Callable[[], Count]) -> None:
        """Tell the count again and again, until cancelled."""
        while True:
            await asyncio.sleep(ON_A_TERMINAL_S if self._moves else ELSEWHERE_S)
            now = count()
            line = f"sent {now.sent}  received {now.received}  labelled {now.labelled}  alerted {now.alerted}"
            self._write(line if self._moves else f"{line}\n")

    def done(self) -> None:
        """Leave the moving line behind."""
        if self._moves:
            self._write("\n")

    def _write(self, text: str) -> None:
        self._output.write(f"\r\x1b[K{text}" if self._moves else text)
        self._output.flush()
