"""Points at which a process of the sandbox kills itself when a test says so, as a machine would: untidily."""

import os
import signal
from collections.abc import Callable


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class _Armed:
    """The one point that is armed in this process, and what happens there."""

    point: str | None = None
    strike: Callable[[], None] = staticmethod(_die)


def arm(point: str | None, strike: Callable[[], None] = _die) -> None:
    """From now on `strike` happens whenever that point is passed; None disarms."""
    _Armed.point = point
    _Armed.strike = staticmethod(strike)


def passes(point: str) -> None:
    """The process is at this point: the last one, where it is armed."""
    if point == _Armed.point:
        _Armed.strike()
