"""How a verb ends: exit statuses as sysexits.h has them, and the error that carries one with its message."""

import os

NEEDS_A_PERSON = 1
"""The verb did its work, and what it found is not as it should be."""

USAGE = os.EX_USAGE
"""64: the command was typed wrongly."""

BAD_DATA = os.EX_DATAERR
"""65: a file or record cannot be used."""

NO_INPUT = os.EX_NOINPUT
"""66: a file is missing or cannot be read."""

UNAVAILABLE = os.EX_UNAVAILABLE
"""69: Kafka, the desk or a stand-in does not answer."""


class Stopped(Exception):
    """The verb cannot go on: what is wrong, what to do, and the exit status."""

    def __init__(self, message: str, *, remedy: str, status: int) -> None:
        super().__init__(f"{message} {remedy}")
        self.status = status
